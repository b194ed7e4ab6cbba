// Calls of modules: starting an attempt, and taking its end from whatever thread it comes from.
// A call that waits is a row in calls_ and nothing else: no worker, no stack.

#include "engine/plan/apply.h"
#include "engine/run/higher_order_task.h"
#include "engine/run/run.h"
#include "engine/run/wrap_outcome.h"

namespace cst {

/// What one attempt sees.
class Run::Context : public CallContext {
public:
    Context(Run& run, const Operation& operation, CallWaiter waiter)
        : run_(run), operation_(operation), waiter_(std::move(waiter)) {}

    Completion completion() override {
        const std::lock_guard lock(run_.mutex_);
        if (ticket_ == 0) {
            ticket_ = run_.nextTicket_++;
            AsyncCall call;
            call.operation = &operation_;
            call.waiter = waiter_;
            run_.calls_.emplace(ticket_, std::move(call));
        }
        return Completion(run_.shared_from_this(), ticket_);
    }
    uint64_t ticket() const { return ticket_; }

private:
    Run& run_;
    const Operation& operation_;
    CallWaiter waiter_;
    uint64_t ticket_ = 0;
};

/// How a lambda without effects reaches modules.
class Run::Host : public LambdaHost {
public:
    explicit Host(Run& run) : run_(run) {}
    CallOutcome call(const Operation& operation, std::span<const Value* const> arguments) override {
        return run_.startCall(operation, arguments, {kNoIndex, nullptr, 0});
    }
    CallOutcome effectfulHigherOrder(const Operation&, std::span<const Value* const>) override {
        return Error{"E900", "a lambda without effects called one that has some", ""};
    }
    bool stopRequested() const override { return run_.cancelled(); }

private:
    Run& run_;
};

namespace {

class DeliverJob : public Job {
public:
    DeliverJob(std::shared_ptr<Run> run, CallWaiter waiter, CallResult result)
        : run_(std::move(run)), waiter_(std::move(waiter)), result_(std::move(result)) {}
    void run() override {
        if (waiter_.task) {
            waiter_.task->resume(waiter_.frame, std::move(result_));
        } else {
            run_->nodeDelivered(waiter_.node, std::move(result_));
        }
    }

private:
    std::shared_ptr<Run> run_;
    CallWaiter waiter_;
    CallResult result_;
};

CallResult asResult(CallOutcome outcome) {
    if (auto* value = std::get_if<Value>(&outcome)) {
        return std::move(*value);
    }
    return std::get<Error>(outcome);
}

}  // namespace

CallOutcome Run::wrapOutcome(const Operation& operation, CallOutcome outcome) const {
    return wrapCallOutcome(*services_.types, services_.registry->signatures(), operation,
                           std::move(outcome));
}

CallOutcome Run::startCall(const Operation& operation, std::span<const Value* const> arguments,
                           CallWaiter waiter) {
    Module* const module = services_.registry->module(operation.function);
    if (module == nullptr) {
        return Error{"R012", "the module is not registered", ""};
    }
    Context context(*this, operation, std::move(waiter));
    std::vector<TypeId> argumentTypes;
    for (const uint32_t type : plan_->pools.numbersOf(operation)) {
        argumentTypes.push_back(TypeId(type));
    }
    context.arguments = arguments;
    context.argumentTypes = argumentTypes;
    context.resultType = operation.operandType;
    context.types = services_.types;
    context.timers = services_.timers;
    context.log = services_.log;
    context.stop = stop_.get_token();
    CallOutcome outcome = module->call(context);
    if (auto* error = std::get_if<Error>(&outcome); error != nullptr && error->code.empty()) {
        error->code = "R001";
    }
    if (context.ticket() == 0) {
        if (std::holds_alternative<Pending>(outcome)) {
            outcome = Error{"R001", "the module neither ended nor took a completion", ""};
        }
        return wrapOutcome(operation, std::move(outcome));
    }
    const std::lock_guard lock(mutex_);
    const auto entry = calls_.find(context.ticket());
    CST_CHECK(entry != calls_.end(), "a call that has not returned");
    if (!std::holds_alternative<Pending>(outcome)) {
        calls_.erase(entry);  // it ended at once after all
        return wrapOutcome(operation, std::move(outcome));
    }
    if (entry->second.result) {
        CallOutcome early = entry->second.result->ok()
                                ? CallOutcome(std::move(**entry->second.result))
                                : CallOutcome(entry->second.result->error());
        calls_.erase(entry);
        return wrapOutcome(operation, std::move(early));
    }
    if (cancelled_.load()) {
        calls_.erase(entry);
        return Error{"R010", "cancelled", ""};
    }
    if (!entry->second.waiter.task && entry->second.waiter.node != kNoIndex) {
        park(entry->second.waiter.node);
    }
    entry->second.started = true;
    return Pending{};
}

void Run::finishCall(uint64_t ticket, CallResult result) {
    AsyncCall call;
    {
        const std::lock_guard lock(mutex_);
        const auto entry = calls_.find(ticket);
        if (entry == calls_.end() || entry->second.result) {
            return;  // it has ended before: a second word, or one after cancellation
        }
        if (!entry->second.started) {
            entry->second.result = std::make_unique<CallResult>(std::move(result));
            return;
        }
        call = std::move(entry->second);
        calls_.erase(entry);
    }
    deliver(std::move(call), std::move(result));
}

/// Goes on with whoever waited, on a worker: the thread that brings a result only brings it.
void Run::deliver(AsyncCall call, CallResult result) {
    CallOutcome outcome =
        result.ok() ? CallOutcome(std::move(*result)) : CallOutcome(result.error());
    if (auto* error = std::get_if<Error>(&outcome); error != nullptr && error->code.empty()) {
        error->code = "R001";
    }
    outcome = wrapOutcome(*call.operation, std::move(outcome));
    services_.executor->submit(std::make_unique<DeliverJob>(
        shared_from_this(), std::move(call.waiter), asResult(std::move(outcome))));
}

void Run::nodeDelivered(uint32_t node, CallResult result) {
    if (node == kNoIndex) {
        return;  // a lambda without effects whose module waited: reported where it was called
    }
    Worklist work;
    Row& row = rows_[node];
    row.record.waitNs = now() - row.parkedNs;
    settle(node, result.ok() ? CallOutcome(std::move(*result)) : CallOutcome(result.error()), work);
    this->work(std::move(work));
}

void Run::settle(uint32_t node, CallOutcome outcome, Worklist& work) {
    if (auto* value = std::get_if<Value>(&outcome)) {
        complete(node, std::move(*value), work);
        return;
    }
    Error& error = std::get<Error>(outcome);
    if (error.code == "R010" && cancelled_.load()) {
        end(node, End::Cancelled, work);
    } else {
        fail(node, std::move(error), work);
    }
}

/// The node holds no worker from here on; another thread may end it at once.
void Run::park(uint32_t node) {
    rows_[node].parkedNs = now();
    rows_[node].phase.store(Phase::Waiting, std::memory_order_relaxed);
}

void Run::executeCall(uint32_t node, std::span<const Value* const> operands, Worklist& work) {
    CallOutcome outcome = startCall(plan_->nodes[node], operands, {node, nullptr, 0});
    if (!std::holds_alternative<Pending>(outcome)) {
        settle(node, std::move(outcome), work);
    }
}

void Run::executeHigherOrder(uint32_t node, std::span<const Value* const> operands,
                             Worklist& work) {
    const Operation& operation = plan_->nodes[node];
    if (operation.effectful) {
        const auto task = std::make_shared<HigherOrderTask>(shared_from_this(), operation, operands,
                                                            CallWaiter{node, nullptr, 0});
        park(node);
        task->start();
        return;
    }
    Host host(*this);
    settle(node, applyHigherOrder(*services_.types, plan_->pools, operation, operands, host), work);
}

}  // namespace cst
