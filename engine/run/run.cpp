// The life of a run. open_ counts the demanded steps that have not ended; start() holds one more
// until its first list is done. Workers count what they ended and subtract it once a list.
// Whoever brings it to 0 ends the run, so nothing has to watch.
//
// Two races are settled by "write mine, then read yours" on sequentially consistent atomics:
//   demand against poison   demand(): demanded = 1, then reads poisoned;
//                           end():    poisoned = 1, then reads demanded.
//   await against end       await():  awaited = step, then reads the step's state;
//                           end():    writes the state, then tries to take `awaited` over.
// At least one side sees the other; a compare-and-swap (of the state, of `awaited`) picks one.
//
// What a step needs and who needs it is counted down with one atomic per edge, and with none where
// a step needs a single other one: then it is ready as soon as that has completed. Such a step goes
// straight on on the same worker, and the end of the one is the beginning of the next: one reading
// of the clock a step. As long as the first list is the only one (exclusive_), counting down needs
// no atomic either; the second one is handed over with everything that was counted before.

#include "engine/run/run.h"

#include "engine/profile/thread_cpu.h"
#include "engine/run/call_context.h"
#include "engine/run/pass_on.h"
#include "engine/value/column.h"

#include <algorithm>
#include <utility>

namespace cst {

class Run::LimitTask : public TimerTask {
public:
    explicit LimitTask(RunRef run) : run_(std::move(run)) {}
    void fire() override { run_->cancel(true); }

private:
    RunRef run_;  // the timer drops the task when the run ends
};

void Run::start(const Options& options) {
    startTicks_ = ticks::now();
    number_ = options.number;
    usesCaches_ = options.usesCaches;
    cacheFolder_ = options.cacheFolder;
    callTimeout_ = options.callTimeout;
    ringHere_ = options.ring;
    if (warned_ != options.warned) {  // all workers of a batch would write to its count
        warned_ = options.warned;
    }
    if (hasCallLogs()) {
        startTime_ = services_.timers->now();
    }
    usesCaches_ = options.usesCaches;
    cacheFolder_ = options.cacheFolder;
    callTimeout_ = options.callTimeout;
    if (program_->hasCallOptions() || callTimeout_.count() > 0) {
        startTime_ = services_.timers->now();
    }
    if (options.limit.count() > 0) {
        limitStop_ = std::stop_source();
        services_.timers->after(options.limit, std::make_unique<LimitTask>(RunRef(this)),
                                limitStop_.get_token());
    }
    open_.store(program_->demandedCount() + 1, std::memory_order_relaxed);
    std::unique_ptr<Worklist> list = takeList();
    list->finished = 1;  // what start() holds
    list->now = startTicks_;
    giveInputs(*list);
    passDoneOn(*list);
    for (const uint32_t step : program_->initial()) {
        push(step, *list);
    }
    if (options.where == Where::Here) {
        list->inPlace = true;
        list->run();
        list.release()->done();
    } else {
        services_.executor->submit(std::move(list));
    }
}

/// Inputs are there before anything runs, or never.
void Run::giveInputs(Worklist& list) {
    for (const PlanInput& input : plan().inputs) {
        const uint32_t step = program_->stepOf(input.node);
        Row& row = state_[step];
        if (row.state(std::memory_order_relaxed) != StepState::Completed) {
            const TypeRow& type = (*services_.types)[plan().nodes[input.node].type];
            if (type.kind != TypeKind::Optional) {
                end(step, StepState::Missing, list);
                continue;
            }
            row.value = Value::none(type.optionalDepth);
            row.setState(StepState::Completed, std::memory_order_relaxed);
        }
        row.ready = row.start = row.finish = startTicks_;
    }
}

/// What was done in a run before, which nobody else looks at yet. It counts as demanded, so that no
/// choice demands it again; who needs it is counted down as if it had just completed.
void Run::passDoneOn(Worklist& list) {
    for (const uint32_t done : done_) {
        list.finished += program_->steps[done].isDemanded ? 1 : 0;
        for (const uint32_t consumer : program_->consumers(program_->steps[done])) {
            if (--state_[consumer].standing.pending == 0) {
                push(consumer, list);
            }
        }
    }
}

void Run::work(Worklist& list) {
    list.worker = Executor::currentWorker();
    if (list.inPlace && ringHere_ != nullptr) {
        list.ring = ringHere_;
        list.now = ticks::now();
        doSteps(list);
        list.ring = nullptr;
    } else if (services_.recorder != nullptr) {
        Recorder::Lease lease(*services_.recorder);
        list.ring = &lease.ring();
        list.now = ticks::now();
        doSteps(list);
        list.ring = nullptr;
    } else {
        doSteps(list);
    }
    closeSteps(std::exchange(list.finished, 0));
}

void Run::doSteps(Worklist& list) {
    if (list.delivered != kNoIndex) {
        settleDelivered(list);
    }
    const bool goesStraightOn = known_ == nullptr;
    Context context(*this);
    while (true) {
        // Choices first: they may make more steps ready for other workers.
        if (!list.resumed.empty()) {
            const uint32_t step = list.resumed.back();
            list.resumed.pop_back();
            advance(step, list);
            continue;
        }
        if (list.ready.size() > 1) {
            share(list);
        }
        if (list.ready.empty() && !takeQueued(list)) {
            return;
        }
        const uint32_t step = goesStraightOn ? callDirectly(pop(list), context, list) : pop(list);
        if (step != kNoIndex) {
            execute(step, list);
        }
    }
}

/// Of a step that has never run.
uint64_t Run::guessedCost(uint32_t index) const {
    const Step& step = program_->steps[index];
    if (step.kind != Step::Kind::Call && step.kind != Step::Kind::HigherOrder) {
        return 200;
    }
    if (program_->operation(index).effectful) {
        return 10 * program_->handOutTicks();  // nobody knows yet: it may take anything
    }
    // Pure functions are quick for each element that they are given.
    constexpr uint64_t kPerElement = 40;
    uint64_t cost = 500;
    const std::span<const Operand> operands = plan().strictOperands(step.node);
    for (uint32_t i = 0; step.isDirect && i < operands.size(); ++i) {
        const TypeId type = plan().nodes[operands[i].source].type;
        if (services_.types->kind(type) == TypeKind::List) {
            const uint32_t source = program_->direct[step.firstDirect + i];
            cost += kPerElement * state_[source].value.asList().size;
        }
    }
    return cost;
}

void Run::push(uint32_t step, Worklist& list) {
    Row& row = state_[step];
    if (isFinal(row.state(std::memory_order_relaxed))) {
        return;  // an input that it needs as well is missing
    }
    row.ready = list.now;
    row.setState(StepState::Queued, std::memory_order_relaxed);
    const Step& what = program_->steps[step];
    if (queue_ != nullptr && what.kind == Step::Kind::Call) {
        const std::lock_guard lock(queueMutex_);
        queue_->push(step, what.priority, ticks::now(), costOf(step));
        return;
    }
    list.ready.push_back(step);
    list.cost += costOf(step);
}

/// Where calls have priorities they wait in one queue for all workers. Takes the next one, and
/// wakes another worker where what is left is worth it.
bool Run::takeQueued(Worklist& list) {
    if (queue_ == nullptr) {
        return false;
    }
    uint64_t left = 0;
    {
        const std::lock_guard lock(queueMutex_);
        if (queue_->empty()) {
            return false;
        }
        const PriorityQueue::Entry next = queue_->pop(ticks::now());
        list.ready.push_back(next.step);
        list.cost = next.cost;
        left = queue_->cost();
    }
    if (left > program_->handOutTicks() && services_.executor->isHungry(list.inPlace ? 1 : 0)) {
        endExclusive();
        services_.executor->submit(takeList());
    }
    return true;
}

uint32_t Run::pop(Worklist& list) {
    const uint32_t step = list.ready.back();
    list.ready.pop_back();
    const uint64_t cost = costOf(step);
    list.cost = list.ready.empty() || list.cost < cost ? 0 : list.cost - cost;
    return step;
}

/// Hands half of the steps out in a range where there is work for another worker and one that has
/// none; what that one gets it shares on in turn. A caller of start() counts as a worker.
void Run::share(Worklist& list) {
    if (!isWorthSharing(list)) {
        return;
    }
    // The front half has waited longest, and what it makes ready is needed least soon.
    const auto half = list.ready.begin() + static_cast<std::ptrdiff_t>(list.ready.size() / 2);
    std::unique_ptr<Worklist> other = takeList();
    other->ready.assign(list.ready.begin(), half);
    for (const uint32_t step : other->ready) {
        other->cost += costOf(step);
    }
    list.ready.erase(list.ready.begin(), half);
    list.cost -= std::min(list.cost, other->cost);
    endExclusive();
    services_.executor->submit(std::move(other));
}

// --- how steps end ---

void Run::demand(uint32_t first, Worklist& list) {
    std::vector<uint32_t>& stack = list.demanded;
    stack.assign(1, first);
    while (!stack.empty()) {
        const uint32_t step = stack.back();
        stack.pop_back();
        Row& row = state_[step];
        if (row.demanded().exchange(1) != 0) {
            continue;
        }
        open_.fetch_add(1, std::memory_order_relaxed);
        for (const uint32_t need : program_->needs(step)) {
            stack.push_back(need);
        }
        if (row.poisoned().load() != 0) {
            end(step, StepState::Poisoned, list);
        } else if (row.pending().fetch_sub(1, std::memory_order_acq_rel) == 1) {
            push(step, list);
        }
    }
}

void Run::stamp(uint32_t step, RecordKind end, Worklist& list) {
    if (list.ring == nullptr) {
        return;
    }
    Row& row = state_[step];
    const Ticks since = list.now;  // this worker is at it
    const int64_t cpuNs = endCpu(step, list);
    const bool isCall = program_->steps[step].kind == Step::Kind::Call;
    const bool isMended = row.standing.via >= Via::Fallback;
    const bool tellsItself = isCall && (isMended || isManaged(program_->operation(step)));
    if (!tellsItself) {
        stamp(program_->steps[step], step, row, row.wait, end, *list.ring, list, cpuNs);
    } else {  // its attempts and waits have told of themselves
        list.now = row.finish = ticks::now();
        program_->learn(step, row.finish - row.start - row.wait);
    }
    if (tellsItself || row.wait != 0) {
        const Ticks ready = list.deliveredAt != 0 ? list.deliveredAt
                            : row.wait != 0       ? since
                                                  : row.ready;
        const bool isBehindAttempts = tellsItself && (isMended || row.wait != 0);
        recordStretch(step, isBehindAttempts ? 0 : 1, ready, since, row.finish);
    }
}

/// Of steps that are known, or taken, to be long.
void Run::beginCpu(uint32_t step, Worklist& list) {
    const Step::Kind kind = program_->steps[step].kind;
    list.cpuStep = kNoIndex;
    if (list.ring == nullptr || kind == Step::Kind::Control) {
        return;
    }
    const uint32_t predicted = program_->predicted(step);
    const bool isLong = predicted != 0 ? predicted >= program_->measuredTicks()
                                       : known_ || guessedCost(step) >= program_->measuredTicks();
    if (isLong) {
        list.cpuStep = step;
        list.cpuSinceNs = threadCpuNs();
    }
}

/// -1 = not measured: the step is short, or it has waited, and this is only its end.
int64_t Run::endCpu(uint32_t step, Worklist& list) {
    if (std::exchange(list.cpuStep, kNoIndex) != step || state_[step].wait != 0) {
        return -1;
    }
    const Ticks now = ticks::now();
    program_->learnMeasured(step, now - list.now);
    const int64_t took = ticks::toNs(list.now, now, ticks::nanoseconds());
    const int64_t cpuNs = std::min(threadCpuNs() - list.cpuSinceNs, took);
    cpuNs_[step] = cpuNs;
    hasCpu_.store(true, std::memory_order_relaxed);
    return cpuNs;
}

void Run::complete(uint32_t index, Value&& value, Worklist& list) {
    state_[index].value = std::move(value);
    stamp(index, RecordKind::Completed, list);
    passCompleted(index, list);
}

void Run::passCompleted(uint32_t index, Worklist& list) {
    const Step& step = program_->steps[index];
    Row& row = state_[index];
    if (known_) {
        tellEnd(index, StepState::Completed);
    }
    ++list.finished;
    if (step.choiceCount == 0) {
        row.setState(StepState::Completed, std::memory_order_release);
    } else {
        row.setState(StepState::Completed, std::memory_order_seq_cst);
        resumeChoices(index, list);
    }
    tellOutput(step);
    if (const uint32_t next = passOn(step, state_.rows(), list); next != kNoIndex) {
        push(next, list);
    }
}

void Run::resumeChoices(uint32_t index, Worklist& list) {
    for (const uint32_t choice : program_->choices(program_->steps[index])) {
        uint32_t awaited = index;
        if (state_[choice].awaited().compare_exchange_strong(awaited, kNoIndex)) {
            list.resumed.push_back(choice);
        }
    }
}

void Run::fail(uint32_t step, Error error, Worklist& list) {
    {
        const std::lock_guard lock(mutex_);
        errors_.insert_or_assign(step, std::move(error));
    }
    stamp(step, RecordKind::Failed, list);
    end(step, StepState::Failed, list);
}

/// True: this call has ended it; inputs are no steps that count.
bool Run::tryEnd(uint32_t step, StepState how, Worklist& list) {
    Row& row = state_[step];
    uint8_t state = row.stateRef().load();
    do {
        if (isFinal(static_cast<StepState>(state))) {
            return false;
        }
    } while (!row.stateRef().compare_exchange_weak(state, static_cast<uint8_t>(how)));
    list.finished += program_->steps[step].kind == Step::Kind::Input ? 0 : 1;
    if (known_ && program_->steps[step].kind != Step::Kind::Input) {
        tellEnd(step, how);
    }
    tellOutput(program_->steps[step]);
    return true;
}

/// Ends a step that gets no value, once, and passes the news on; those it takes with it likewise.
void Run::end(uint32_t first, StepState how, Worklist& list) {
    if (!tryEnd(first, how, list)) {
        return;
    }
    const StepState others =
        how == StepState::Cancelled ? StepState::Cancelled : StepState::Poisoned;
    const Scratch::Frame frame(list.scratch);
    std::pmr::vector<uint32_t> stack({first}, &list.scratch);
    while (!stack.empty()) {
        const uint32_t step = stack.back();
        stack.pop_back();
        for (const uint32_t consumer : program_->consumers(program_->steps[step])) {
            Row& row = state_[consumer];
            row.poisoned().store(1);
            if (row.demanded().load() != 0 && tryEnd(consumer, others, list)) {
                stack.push_back(consumer);
            }
        }
        resumeChoices(step, list);
    }
}

void Run::closeSteps(uint32_t count) {
    if (count > 0 && open_.fetch_sub(count, std::memory_order_acq_rel) == count) {
        finishRun();
    }
}

void Run::finishRun() {
    endTicks_ = ticks::now();
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
    if (ended()) {
        return;
    }
    std::unique_lock lock(mutex_);
    endedSignal_.wait(lock, [&] { return ended_.load(std::memory_order_acquire); });
}

void Run::cancel(bool timedOut) {
    if (ended() || cancelled_.exchange(true)) {
        return;
    }
    timedOut_.store(timedOut);
    stopCalls();
}

void Run::cancelAllBut(std::vector<uint32_t> steps) {
    std::sort(steps.begin(), steps.end());
    {
        const std::lock_guard lock(mutex_);
        spared_.store(sparedSets_.emplace_back(std::make_unique<StepSet>(std::move(steps))).get());
    }
    stopCalls();
}

/// Tells the calls of steps that are stopped, and ends those that wait.
void Run::stopCalls() {
    std::vector<AsyncCall> waiting;
    std::vector<std::stop_source> stops;
    {
        const std::lock_guard lock(mutex_);
        if (cancelled()) {
            stops.push_back(stop_);
        }
        for (const auto& [step, stop] : stepStops_) {
            if (isStopped(step)) {
                stops.push_back(stop);
            }
        }
        for (auto call = calls_.begin(); call != calls_.end();) {
            if (call->second.started && isStopped(call->second.waiter.owner)) {
                waiting.push_back(std::move(call->second));
                call = calls_.erase(call);
            } else {
                ++call;  // of those that stop its call() is just returning and will see it
            }
        }
    }
    for (std::stop_source& stop : stops) {
        stop.request_stop();
    }
    for (AsyncCall& call : waiting) {
        deliver(std::move(call), Error{"R010", "cancelled", ""});
    }
}

void Run::tellEnd(uint32_t index, StepState how) {
    const Row& row = state_[index];
    StepEnd end;
    end.state = how;
    end.via = row.standing.via;
    Error error;
    if (how == StepState::Completed) {
        end.value = &row.value;
    } else if (how == StepState::Failed) {
        error = errorOf(index);
        end.error = &error;
    }
    if (row.start != 0 && row.finish > row.start) {
        end.tookNs = ticks::toNs(row.start, row.finish, ticks::nanoseconds());
    }
    known_->ended(index, end);
}

// --- what has happened ---

const Value* Run::value(uint32_t step) const {
    if (state_[step].state() != StepState::Completed) {
        return nullptr;
    }
    return &state_[step].value;
}

NodeTimes Run::times(uint32_t step, double nsPerTick) const {
    Row& row = const_cast<Row&>(state_[step]);
    NodeTimes times;
    const StepState state = row.state();
    const Ticks start = row.startRef().load(std::memory_order_relaxed);
    if (start == 0) {
        return times;
    }
    times.attempts = 1;
    if (isFinal(state)) {
        times.readyNs = ticks::toNs(startTicks_, row.ready, nsPerTick);
        times.queueNs = ticks::toNs(row.ready, row.start, nsPerTick);
        times.waitNs = ticks::toNs(0, row.wait, nsPerTick);
        const double waitUs = static_cast<double>(times.waitNs) / 1000;
        (row.standing.via == Via::Known ? times.waits.cacheUs : times.waits.ioUs) = waitUs;
        times.runNs = ticks::toNs(row.start + row.wait, row.finish, nsPerTick);
    } else if (state == StepState::Running || state == StepState::Waiting) {
        const int64_t sofar = ticks::toNs(start, ticks::now(), nsPerTick);
        (state == StepState::Waiting ? times.waitNs : times.runNs) = sofar;
    }
    if (isFinal(state)) {
        times.cpuNs = cpuNs_[step];
    }
    if (!hasCallLogs() || program_->steps[step].kind != Step::Kind::Call) {
        return times;
    }
    const std::lock_guard lock(mutex_);
    if (const auto log = logs_.find(step); log != logs_.end()) {
        const bool wasAtWork = log->second.attempts > 0 || !isManaged(program_->operation(step));
        times.attempts = wasAtWork ? std::max<uint16_t>(log->second.attempts, 1) : 0;
        if (isFinal(state)) {
            tellWaits(times, log->second, nsPerTick);
        }
    }
    return times;
}

bool Run::hasBegun(uint32_t step) const {
    Row& row = const_cast<Row&>(state_[step]);
    return row.startRef().load(std::memory_order_relaxed) != 0;
}

int64_t Run::elapsedNs() const {
    return ticks::toNs(startTicks_, ended() ? endTicks_ : ticks::now(), ticks::nanoseconds());
}

int64_t Run::finishedNs(uint32_t step) const {
    const Ticks finish = state_[step].finish;
    return finish <= startTicks_ ? 0 : ticks::toNs(startTicks_, finish, ticks::nanoseconds());
}

Error Run::errorOf(uint32_t step) const {
    const std::lock_guard lock(mutex_);
    return errors_.at(step);
}

}  // namespace cst
