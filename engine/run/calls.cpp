// Calls of modules: starting an attempt, and taking its end from whatever thread it comes from.
// A call that waits is a row in calls_ and nothing else: no worker, no stack.

#include "engine/plan/interpret.h"
#include "engine/run/attempt.h"
#include "engine/run/blocking_call.h"
#include "engine/run/call_context.h"
#include "engine/run/higher_order_task.h"
#include "engine/run/managed_call.h"
#include "engine/run/run.h"
#include "engine/run/wrap_outcome.h"

#include <algorithm>
#include <array>

namespace cst {

Completion Run::Context::completion() {
    const std::lock_guard lock(run_.mutex_);
    if (ticket_ == 0) {
        ticket_ = run_.nextTicket_++;
        AsyncCall call;
        if (waiter_ != nullptr) {
            call.operation = operation_;
            call.waiter = *waiter_;
        } else {
            call.operation = &run_.program_->operation(step_);
            call.waiter.step = call.waiter.owner = step_;
        }
        run_.calls_.emplace(ticket_, std::move(call));
    }
    return Completion(&run_, ticket_);
}

void Run::Context::callBlocking(BlockingModule& module) {
    run_.services_.calls->blocking().submit(
        std::make_unique<BlockingCall>(module, *this, completion(), stopToken()));
}

/// How a lambda without effects reaches modules.
class Run::Host : public LambdaHost {
public:
    Host(Run& run, uint32_t step, Scratch& scratch) : run_(run), step_(step), scratch_(scratch) {}
    Scratch& scratch() override { return scratch_; }
    CallOutcome call(const Operation& operation, std::span<const Value* const> arguments) override {
        return run_.startCall(operation, arguments, CallWaiter{});
    }
    CallOutcome effectfulHigherOrder(const Operation&, std::span<const Value* const>) override {
        return Error{"E900", "a lambda without effects called one that has some", ""};
    }
    bool stopRequested() const override { return run_.isStopped(step_); }

private:
    Run& run_;
    const uint32_t step_;
    Scratch& scratch_;
};

namespace {

/// Brings a task what one of its frames waited for.
class DeliverJob : public Job {
public:
    DeliverJob(RunRef run, CallWaiter waiter, CallOutcome outcome, Ticks ready)
        : run_(std::move(run)),
          waiter_(std::move(waiter)),
          outcome_(std::move(outcome)),
          ready_(ready) {}
    void run() override { waiter_.task->resume(waiter_.frame, std::move(outcome_), ready_); }

private:
    RunRef run_;
    CallWaiter waiter_;
    CallOutcome outcome_;
    Ticks ready_;
};

/// An error of a module that named no code.
void nameError(CallOutcome& outcome) {
    if (auto* error = outcome.error(); error != nullptr && error->code.empty()) {
        error->code = "R001";
    }
}

CallOutcome outcomeOf(CallResult result) {
    return result.ok() ? CallOutcome(std::move(*result)) : CallOutcome(result.error());
}

}  // namespace

CallOutcome Run::wrapOutcome(const Operation& operation, CallOutcome outcome) const {
    return wrapCallOutcome(*services_.types, services_.registry->signatures(), operation,
                           std::move(outcome));
}

std::stop_token Run::stopToken(uint32_t owner) {
    const std::lock_guard lock(mutex_);
    // Only where steps may be stopped one by one each has a word of its own.
    std::stop_source& stop =
        known_ && owner != kNoIndex
            ? stepStops_.try_emplace(owner, std::stop_source(std::nostopstate)).first->second
            : stop_;
    if (!stop.stop_possible()) {
        stop = std::stop_source();
        if (isStopped(owner)) {
            stop.request_stop();
        }
    }
    return stop.get_token();
}

/// A call from inside a lambda.
CallOutcome Run::startCall(const Operation& operation, std::span<const Value* const> arguments,
                           const CallWaiter& waiter) {
    std::array<TypeId, 8> few;
    std::vector<TypeId> many;
    const std::span<const uint32_t> numbers = plan().pools.numbersOf(operation);
    std::span<TypeId> types(few.data(), std::min(few.size(), numbers.size()));
    if (numbers.size() > few.size()) {
        many.resize(numbers.size());
        types = many;
    }
    std::transform(numbers.begin(), numbers.end(), types.begin(),
                   [](uint32_t type) { return TypeId(type); });
    return startCall(program_->factsOf(operation.function).module, operation, arguments,
                     {types.data(), operation.numberCount, operation.operandType}, waiter);
}

CallOutcome Run::startCall(Module* module, const Operation& operation,
                           std::span<const Value* const> arguments, const CallTypes& types,
                           const CallWaiter& waiter) {
    if (module == nullptr) {
        return Error{"R012", "the module is not registered", ""};
    }
    const bool mayWait = waiter.task || waiter.step != kNoIndex;
    if (mayWait && isManaged(operation)) {
        return std::make_shared<ManagedCall>(RunRef(this), *module, operation, policyOf(operation),
                                             arguments, types, waiter)
            ->start();
    }
    Context context(*this);
    context.prepare(operation, waiter, arguments.data(), types);
    CallOutcome outcome = attempt(*module, context);
    return takeOutcome(operation, std::move(outcome), context.takeTicket());
}

/// A value, an error, a result to wrap, or a word that the call will end later.
CallOutcome Run::takeOutcome(const Operation& operation, CallOutcome outcome, uint64_t ticket) {
    outcome = checked(operation, std::move(outcome));
    if (ticket == 0 && !operation.wraps && outcome.value() != nullptr) {
        return outcome;
    }
    nameError(outcome);
    if (ticket == 0) {
        if (outcome.isPending()) {
            outcome = Error{"R001", "the module neither ended nor took a completion", ""};
        }
        return wrapOutcome(operation, std::move(outcome));
    }
    const std::lock_guard lock(mutex_);
    const auto entry = calls_.find(ticket);
    CST_CHECK(entry != calls_.end(), "a call that has not returned");
    if (!outcome.isPending()) {
        calls_.erase(entry);  // it ended at once after all
        return wrapOutcome(operation, std::move(outcome));
    }
    if (isStopped(entry->second.waiter.owner)) {
        calls_.erase(entry);
        return Error{"R010", "cancelled", ""};
    }
    if (entry->second.result) {
        CallOutcome early = checked(operation, outcomeOf(std::move(*entry->second.result)));
        nameError(early);
        calls_.erase(entry);
        return wrapOutcome(operation, std::move(early));
    }
    const CallWaiter& waiter = entry->second.waiter;
    const Ticks now = ticks::now();
    entry->second.since = now;
    if (waiter.task) {
        recordStretch(waiter.owner, 1, waiter.ready, waiter.since, now);
    } else if (waiter.step != kNoIndex) {
        park(waiter.step, now);
    }
    endExclusive();
    entry->second.started = true;
    return Pending{};
}

bool Run::finishCall(uint64_t ticket, CallResult result) {
    AsyncCall call;
    {
        const std::lock_guard lock(mutex_);
        const auto entry = calls_.find(ticket);
        if (entry == calls_.end() || entry->second.result) {
            return false;  // it has ended before: a second word, or one after cancellation
        }
        if (!entry->second.started) {
            entry->second.result = std::make_unique<CallResult>(std::move(result));
            return true;
        }
        call = std::move(entry->second);
        calls_.erase(entry);
    }
    deliver(std::move(call), std::move(result));
    return true;
}

/// Goes on with whoever waited, on a worker: the thread that brings a result only brings it.
void Run::deliver(AsyncCall call, CallResult result) {
    const Ticks now = ticks::now();
    if (call.since != 0) {
        recordWait(call.waiter.owner, RecordKind::CallWait, 1, call.since, now);
    }
    CallOutcome outcome = outcomeOf(std::move(result));
    if (call.operation != nullptr) {
        outcome = checked(*call.operation, std::move(outcome));
        nameError(outcome);
        outcome = wrapOutcome(*call.operation, std::move(outcome));
    }
    if (call.waiter.task) {
        services_.executor->submit(std::make_unique<DeliverJob>(
            RunRef(this), std::move(call.waiter), std::move(outcome), now));
    } else if (call.waiter.step != kNoIndex) {
        // (Without a step it is a lambda that may not wait, which has said so.)
        std::unique_ptr<Worklist> list = takeList();
        list->delivered = call.waiter.step;
        list->deliveredAt = now;
        list->result = std::move(outcome);
        services_.executor->submit(std::move(list));
    }
}

/// What a call of several parts came to; on a worker. Workers have been at it for `busy` ticks
/// since the step was parked, several at one time maybe.
void Run::stepDelivered(uint32_t step, CallOutcome outcome, Ticks busy) {
    Row& row = state_[step];
    row.wait += std::min(busy, ticks::now() - row.wait);  // it is still the time since when
    std::unique_ptr<Worklist> list = takeList();
    list->delivered = step;
    list->result = std::move(outcome);
    list->run();
    list.release()->done();
}

void Run::executeHigherOrder(uint32_t index, std::span<const Value* const> operands,
                             Worklist& list) {
    const Operation& operation = program_->operation(index);
    if (operation.effectful || operation.hasOptions) {
        const auto task = std::make_shared<HigherOrderTask>(RunRef(this), operation, operands,
                                                            CallWaiter{index, nullptr, 0, index});
        list.now = ticks::now();
        park(index, list.now);
        endExclusive();
        task->start();
        return;
    }
    Host host(*this, index, list.scratch);
    settle(index, applyHigherOrder(*services_.types, plan().pools, operation, operands, host),
           list);
}

}  // namespace cst
