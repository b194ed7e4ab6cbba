// The life of a run. open_ counts the demanded nodes that have not ended; start() holds one more
// until the roots are demanded. Whoever brings it to 0 ends the run, so nothing has to watch.
//
// Two races are settled by "write mine, then read yours" on sequentially consistent atomics:
//   demand against poison   demand(): demanded = true, then reads poisoned;
//                           end():    poisoned = true, then reads demanded.
//   await against end       await():  awaiting = operand, then reads the operand's end;
//                           end():    writes end, then tries to take `awaiting` over.
// At least one side sees the other; a compare-and-swap (of `end`, of `awaiting`) picks one.

#include "engine/run/run.h"

#include "engine/plan/apply.h"
#include "engine/plan/control.h"
#include "engine/run/higher_order_task.h"
#include "engine/value/column.h"

#include <algorithm>
#include <utility>

namespace cst {

class Run::WorkJob : public Job {
public:
    WorkJob(std::shared_ptr<Run> run, Worklist work)
        : run_(std::move(run)), work_(std::move(work)) {}
    void run() override { run_->work(std::move(work_)); }

private:
    std::shared_ptr<Run> run_;
    Worklist work_;
};

class Run::LimitTask : public TimerTask {
public:
    explicit LimitTask(std::weak_ptr<Run> run) : run_(std::move(run)) {}
    void fire() override {
        if (const std::shared_ptr<Run> run = run_.lock()) {
            run->cancel(true);
        }
    }

private:
    std::weak_ptr<Run> run_;
};

Run::Run(std::shared_ptr<const Plan> plan, RunServices services, std::vector<Value> inputs,
         std::vector<bool> given, RunObserver* observer)
    : plan_(std::move(plan)),
      services_(services),
      inputs_(std::move(inputs)),
      given_(std::move(given)),
      observer_(observer),
      rows_(plan_->size()) {
    CST_CHECK(inputs_.size() == plan_->inputs.size() && given_.size() == inputs_.size(),
              "one value slot per input");
    const std::span<const uint32_t> counts = plan_->joinCounts();
    for (uint32_t node = 0; node < plan_->size(); ++node) {
        rows_[node].pending.store(counts[node] + 1, std::memory_order_relaxed);
    }
}

Run::~Run() = default;

int64_t Run::now() const {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() -
                                                                startTime_)
        .count();
}

int64_t Run::elapsedNs() const {
    return ended() ? durationNs_ : now();
}

NodeStatus Run::progress(uint32_t node) const {
    const Row& row = rows_[node];
    switch (row.end.load(std::memory_order_acquire)) {
    case End::Completed: return NodeStatus::Completed;
    case End::Failed: return NodeStatus::Failed;
    case End::Poisoned: return NodeStatus::UpstreamFailed;
    case End::Cancelled: return NodeStatus::Cancelled;
    case End::Missing: return NodeStatus::Blocked;
    case End::Open: break;
    }
    switch (row.phase.load(std::memory_order_relaxed)) {
    case Phase::Queued: return NodeStatus::Queued;
    case Phase::Running: return NodeStatus::Running;
    case Phase::Waiting: return NodeStatus::Waiting;
    default: return NodeStatus::Pending;
    }
}

const Value& Run::value(uint32_t node) const {
    CST_CHECK(completed(node), "value of a node that has none");
    return rows_[node].value;
}

const AttemptRecord& Run::record(uint32_t node) const {
    return rows_[node].record;
}

int64_t Run::startedNs(uint32_t node) const {
    return rows_[node].startedNs.load(std::memory_order_relaxed);
}

Error Run::errorOf(uint32_t node) const {
    const std::lock_guard lock(mutex_);
    return errors_.at(node);
}

void Run::start(std::chrono::nanoseconds limit) {
    startTime_ = std::chrono::steady_clock::now();
    if (limit.count() > 0) {
        services_.timers->after(limit, std::make_unique<LimitTask>(weak_from_this()),
                                limitStop_.get_token());
    }
    Worklist work;
    for (const PlanInput& input : plan_->inputs) {
        demand(input.node, work);
    }
    for (const uint32_t root : plan_->roots) {
        demand(root, work);
    }
    services_.executor->submit(std::make_unique<WorkJob>(shared_from_this(), std::move(work)));
    release();
}

void Run::demand(uint32_t first, Worklist& work) {
    std::vector<uint32_t> stack{first};
    while (!stack.empty()) {
        const uint32_t node = stack.back();
        stack.pop_back();
        Row& row = rows_[node];
        if (row.demanded.exchange(true)) {
            continue;
        }
        open_.fetch_add(1);
        for (const Operand& operand : plan_->strictOperands(node)) {
            stack.push_back(operand.source);
        }
        if (row.poisoned.load()) {
            end(node, End::Poisoned, work);
        } else if (row.pending.fetch_sub(1) == 1) {
            addReady(node, work);
        }
    }
}

void Run::addReady(uint32_t node, Worklist& work) {
    Row& row = rows_[node];
    row.record.readyNs = now();
    row.phase.store(Phase::Queued, std::memory_order_relaxed);
    const Op op = plan_->nodes[node].op;
    const bool isHeavy = op == Op::Call || op == Op::HigherOrder;
    (isHeavy ? work.heavy : work.cheap).push_back(node);
}

/// Leaves one heavy node to this worker and hands the others out.
void Run::spreadOut(Worklist& work) {
    for (std::size_t i = 1; i < work.heavy.size(); ++i) {
        Worklist other;
        other.heavy.push_back(work.heavy[i]);
        services_.executor->submit(std::make_unique<WorkJob>(shared_from_this(), std::move(other)));
    }
    work.heavy.resize(1);
}

void Run::work(Worklist work) {
    const auto take = [](std::vector<uint32_t>& from) {
        const uint32_t node = from.back();
        from.pop_back();
        return node;
    };
    while (!work.empty()) {
        if (work.heavy.size() > 1) {
            spreadOut(work);
        }
        // What is cheap goes first: it may make more heavy nodes ready for other workers.
        if (!work.resumed.empty()) {
            advance(take(work.resumed), work);
        } else if (!work.cheap.empty()) {
            execute(take(work.cheap), work);
        } else {
            execute(take(work.heavy), work);
        }
    }
}

void Run::execute(uint32_t node, Worklist& work) {
    Row& row = rows_[node];
    if (cancelled_.load(std::memory_order_relaxed)) {
        end(node, End::Cancelled, work);
        return;
    }
    // Asked before the clock: it is no part of the node's work.
    row.record.worker = static_cast<uint8_t>(Executor::currentWorker());
    row.record.startNs = now();
    row.record.attempt = 1;
    row.startedNs.store(row.record.startNs, std::memory_order_relaxed);
    row.phase.store(Phase::Running, std::memory_order_relaxed);
    const Operation& operation = plan_->nodes[node];
    switch (operation.op) {
    case Op::Broken: end(node, End::Poisoned, work); return;
    case Op::Input: {
        const uint32_t index = operation.payload;
        const TypeRow& type = (*services_.types)[operation.type];
        if (given_[index]) {
            complete(node, inputs_[index], work);
        } else if (type.kind == TypeKind::Optional) {
            complete(node, Value::none(type.optionalDepth), work);
        } else {
            end(node, End::Missing, work);
        }
        return;
    }
    default: break;
    }
    if (isControl(operation.op)) {
        row.step = 0;
        advance(node, work);
        return;
    }
    std::vector<Value> storage(operation.operandCount);
    std::vector<const Value*> operands(operation.operandCount);
    const std::span<const Operand> sources = plan_->operands(node);
    for (std::size_t i = 0; i < sources.size(); ++i) {
        operands[i] = converted(*services_.types, plan_->pools, sources[i],
                                rows_[sources[i].source].value, storage[i]);
    }
    if (operation.op == Op::Call) {
        executeCall(node, operands, work);
        return;
    }
    if (operation.op == Op::HigherOrder) {
        executeHigherOrder(node, operands, work);
        return;
    }
    Result<Value> result = applyInline(*services_.types, plan_->pools, operation, operands);
    if (result.ok()) {
        complete(node, std::move(*result), work);
    } else {
        fail(node, result.error(), work);
    }
}

/// A control node whose awaited operand has completed: chooses the next one, or takes its value.
void Run::advance(uint32_t node, Worklist& work) {
    Row& row = rows_[node];
    const Operation& operation = plan_->nodes[node];
    const TypeTable& types = *services_.types;
    const std::span<const Operand> operands = plan_->operands(node);
    while (true) {
        const uint32_t step = row.step;
        const Operand& operand = operands[step];
        const Row& source = rows_[operand.source];
        if (source.end.load() != End::Completed) {
            end(node, source.end.load() == End::Cancelled ? End::Cancelled : End::Poisoned, work);
            return;
        }
        if (cancelled_.load(std::memory_order_relaxed)) {
            end(node, End::Cancelled, work);
            return;
        }
        row.record.readyNs = row.record.startNs = now();
        const ControlStep then = nextStep(types, plan_->pools, operation, step, source.value);
        switch (then.kind) {
        case ControlStep::Kind::Take: {
            Value storage;
            complete(node, *converted(types, plan_->pools, operand, source.value, storage), work);
            return;
        }
        case ControlStep::Kind::None:
            complete(node, Value::none(types[operation.type].optionalDepth), work);
            return;
        case ControlStep::Kind::NoCase:
            fail(node, {"R009", "no case of the match fits the value", ""}, work);
            return;
        case ControlStep::Kind::Next: break;
        }
        if (!await(node, then.next, work)) {
            return;
        }
    }
}

/// True: the operand has ended and this thread goes on. False: whoever ends it will.
bool Run::await(uint32_t node, uint32_t operand, Worklist& work) {
    Row& row = rows_[node];
    const uint32_t source = plan_->operands(node)[operand].source;
    row.step = operand;
    row.phase.store(Phase::Idle, std::memory_order_relaxed);
    row.awaiting.store(source);
    // From here on another thread may own the node, unless the exchange below takes it back.
    demand(source, work);
    if (rows_[source].end.load() == End::Open) {
        return false;
    }
    uint32_t expected = source;
    return row.awaiting.compare_exchange_strong(expected, kNoIndex);
}

void Run::complete(uint32_t node, Value value, Worklist& work) {
    rows_[node].value = std::move(value);
    end(node, End::Completed, work);
}

void Run::fail(uint32_t node, Error error, Worklist& work) {
    {
        const std::lock_guard lock(mutex_);
        errors_.insert_or_assign(node, std::move(error));
    }
    end(node, End::Failed, work);
}

/// Ends a node, once, and passes the news on to its consumers; those it takes with it likewise.
void Run::end(uint32_t first, End firstHow, Worklist& work) {
    std::vector<std::pair<uint32_t, End>> stack{{first, firstHow}};
    while (!stack.empty()) {
        const auto [node, how] = stack.back();
        stack.pop_back();
        Row& row = rows_[node];
        // A node that was stopped on its way; its consumers, which are cancelled with it, began
        // nothing.
        const bool isStopped = how == End::Cancelled && node == first && row.record.attempt > 0;
        if (how == End::Completed || how == End::Failed || isStopped) {
            row.record.finishNs = now();
            row.record.node = plan_->graphNode[node].index;
            row.record.end = how == End::Completed ? AttemptEnd::Completed
                             : isStopped           ? AttemptEnd::Cancelled
                                                   : AttemptEnd::Failed;
        }
        End expected = End::Open;
        if (!row.end.compare_exchange_strong(expected, how)) {
            continue;
        }
        for (const uint32_t consumer : plan_->strictConsumers(node)) {
            Row& other = rows_[consumer];
            if (how == End::Completed) {
                if (other.pending.fetch_sub(1) == 1 && other.end.load() == End::Open) {
                    addReady(consumer, work);
                }
                continue;
            }
            other.poisoned.store(true);
            if (other.demanded.load()) {
                stack.emplace_back(consumer,
                                   how == End::Cancelled ? End::Cancelled : End::Poisoned);
            }
        }
        for (const uint32_t consumer : plan_->conditionalConsumers(node)) {
            uint32_t awaited = node;
            if (rows_[consumer].awaiting.compare_exchange_strong(awaited, kNoIndex)) {
                work.resumed.push_back(consumer);
            }
        }
        release();
    }
}

void Run::release() {
    if (open_.fetch_sub(1) == 1) {
        finishRun();
    }
}

void Run::finishRun() {
    durationNs_ = now();
    limitStop_.request_stop();
    RunObserver* const observer = observer_;
    {
        const std::lock_guard lock(mutex_);
        ended_.store(true, std::memory_order_release);
        endedSignal_.notify_all();
    }
    if (observer != nullptr) {
        observer->runEnded();
    }
}

void Run::wait() const {
    std::unique_lock lock(mutex_);
    endedSignal_.wait(lock, [&] { return ended_.load(std::memory_order_acquire); });
}

void Run::cancel(bool timedOut) {
    if (ended() || cancelled_.exchange(true)) {
        return;
    }
    timedOut_.store(timedOut);
    std::vector<AsyncCall> waiting;
    {
        const std::lock_guard lock(mutex_);
        for (auto call = calls_.begin(); call != calls_.end();) {
            if (call->second.started) {
                waiting.push_back(std::move(call->second));
                call = calls_.erase(call);
            } else {
                ++call;  // its call() is just returning and will see that the run is cancelled
            }
        }
    }
    stop_.request_stop();
    for (AsyncCall& call : waiting) {
        deliver(std::move(call), Error{"R010", "cancelled", ""});
    }
}

}  // namespace cst
