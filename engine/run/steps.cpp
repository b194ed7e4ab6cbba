// What a step does when its turn has come: a call, a choice, or an operation with everything that
// is fused into it.

#include "engine/plan/control.h"
#include "engine/plan/evaluate.h"
#include "engine/run/attempt.h"
#include "engine/run/higher_order_task.h"
#include "engine/run/run.h"

namespace cst {

/// What evaluations of a run find settled.
struct Run::Settled {
    const Run& run;
    const Value* at(uint32_t node) const {
        const uint32_t step = run.program_->stepOf(node);
        return step == kNoIndex ? nullptr : run.value(step);
    }
};

void Run::execute(uint32_t index, Worklist& list) {
    if (isStopped(index)) {
        end(index, StepState::Cancelled, list);
        return;
    }
    if (known_ && !mayBegin(index, list)) {
        return;
    }
    const Step& step = program_->steps[index];
    Row& row = state_[index];
    row.startRef().store(list.now, std::memory_order_relaxed);
    row.setState(StepState::Running, std::memory_order_relaxed);
    beginCpu(index, list);
    try {
        switch (step.kind) {
        case Step::Kind::Call:
        case Step::Kind::HigherOrder: executeCall(index, list); return;
        case Step::Kind::Inline: executeInline(index, list); return;
        case Step::Kind::Control:
            row.standing.choice = 0;
            advance(index, list);
            return;
        default: end(index, StepState::Poisoned, list); return;  // Broken
        }
    } catch (...) {
        fail(index, thrownError(), list);
    }
}

/// False: it is not for this run to do now.
bool Run::mayBegin(uint32_t index, Worklist& list) {
    CallOutcome known = Pending{};
    switch (known_->ask(index, known)) {
    case KnownResults::Answer::Run: return true;
    case KnownResults::Answer::Known: settleKnown(index, std::move(known), list); return false;
    case KnownResults::Answer::Hold: end(index, StepState::Held, list); return false;
    case KnownResults::Answer::Wait: break;
    }
    const uint64_t ticket = openTicket({index, nullptr, 0, index});
    state_[index].standing.via = Via::Known;
    park(index, ticks::now());
    known_->wait(index, Completion(this, ticket));
    activate(ticket);
    list.now = ticks::now();
    return false;
}

/// What a step comes to is known without it. It has no times.
void Run::settleKnown(uint32_t index, CallOutcome known, Worklist& list) {
    Row& row = state_[index];
    row.startRef().store(0, std::memory_order_relaxed);
    list.now = row.finish = ticks::now();
    if (auto* value = known.value()) {
        row.standing.via = Via::Known;
        row.value = std::move(*value);
        passCompleted(index, list);
        return;
    }
    Error& error = *known.error();
    if (error.code == KnownResults::kAskAgain && !isStopped(index)) {
        row.standing.via = Via::Run;
        push(index, list);
        return;
    }
    if (error.code == KnownResults::kAskAgain || error.code == "R010") {
        end(index, StepState::Cancelled, list);
        return;
    }
    row.standing.via = Via::Known;
    {
        const std::lock_guard lock(mutex_);
        errors_.insert_or_assign(index, std::move(error));
    }
    end(index, StepState::Failed, list);
}

void Run::executeInline(uint32_t index, Worklist& list) {
    const Settled settled{*this};
    Evaluator evaluator(*services_.types, plan(), program_->fusion(), settled, list.scratch);
    Value value;
    const uint32_t node = program_->steps[index].node;
    if (evaluator.node(node, value)) {
        complete(index, std::move(value), list);
    } else if (evaluator.failedNode() == node) {
        fail(index, std::move(evaluator.error()), list);
    } else {
        endUnavailable(index, list);
    }
}

/// Something fused into the step failed, or is an input that is missing: which one can be told
/// again from the values that are there, see SourceView.
void Run::endUnavailable(uint32_t index, Worklist& list) {
    state_[index].startRef().store(0, std::memory_order_relaxed);  // its own work never began
    end(index, StepState::Poisoned, list);
}

void Run::executeCall(uint32_t index, Worklist& list) {
    const Step& step = program_->steps[index];
    const auto go = [&](std::span<const Value* const> operands) {
        if (step.kind == Step::Kind::HigherOrder) {
            executeHigherOrder(index, operands, list);
            return;
        }
        if (hasTimeout(program_->operation(index))) {
            handOver(list);
        }
        CallOutcome outcome = startCall(step.module, program_->operation(index), operands,
                                        step.types, CallWaiter{index, nullptr, 0, index});
        settleNow(index, std::move(outcome), list);
    };
    const Settled settled{*this};
    Evaluator evaluator(*services_.types, plan(), program_->fusion(), settled, list.scratch);
    const std::span<const Operand> sources = plan().strictOperands(step.node);
    const auto evaluate = [&](Value* storage, const Value** operands) {
        for (std::size_t i = 0; i < sources.size(); ++i) {
            operands[i] = evaluator.operand(sources[i], storage[i]);
            if (operands[i] == nullptr) {
                endUnavailable(index, list);
                return;
            }
        }
        go({operands, sources.size()});
    };
    if (sources.size() <= kFewOperands) {
        std::array<Value, kFewOperands> storage;
        std::array<const Value*, kFewOperands> operands{};
        evaluate(storage.data(), operands.data());
    } else {
        const Scratch::Frame frame(list.scratch);
        std::pmr::vector<Value> storage(sources.size(), &list.scratch);
        std::pmr::vector<const Value*> operands(sources.size(), &list.scratch);
        evaluate(storage.data(), operands.data());
    }
}

/// The next call may hold this worker longer than its limit: nobody else waits for that.
void Run::handOver(Worklist& list) {
    closeSteps(std::exchange(list.finished, 0));
    if (list.ready.empty()) {
        return;
    }
    std::unique_ptr<Worklist> other = takeList();
    other->ready.swap(list.ready);
    other->cost = std::exchange(list.cost, 0);
    endExclusive();
    services_.executor->submit(std::move(other));
}

/// A choice whose awaited operand has ended: takes its value, or chooses the next one.
void Run::advance(uint32_t index, Worklist& list) {
    if (program_->steps[index].kind == Step::Kind::Call) {
        takeFallback(index, list);
        return;
    }
    Row& row = state_[index];
    const uint32_t node = program_->steps[index].node;
    const Operation& operation = plan().nodes[node];
    const std::span<const Operand> operands = plan().operands(node);
    const TypeTable& types = *services_.types;
    const Settled settled{*this};
    Evaluator evaluator(types, plan(), program_->fusion(), settled, list.scratch);
    // What it waited is not its own time.
    row.ready = list.now;
    row.startRef().store(list.now, std::memory_order_relaxed);
    while (true) {
        const uint32_t choice = row.standing.choice;
        const Operand& operand = operands[choice];
        const uint32_t source = program_->stepOf(operand.source);
        if (isStopped(index) || (source != kNoIndex && state(source) == StepState::Cancelled)) {
            end(index, StepState::Cancelled, list);
            return;
        }
        Value storage;
        const Value* value = evaluator.operand({operand.source, kNoIndex}, storage);
        if (value == nullptr) {
            endUnavailable(index, list);
            return;
        }
        const ControlStep then = nextStep(types, plan().pools, operation, choice, *value);
        switch (then.kind) {
        case ControlStep::Kind::Take: {
            Value whole;
            complete(index, Value(*converted(types, plan().pools, operand, *value, whole)), list);
            return;
        }
        case ControlStep::Kind::None:
            complete(index, Value::none(types[operation.type].optionalDepth), list);
            return;
        case ControlStep::Kind::NoCase:
            fail(index, {"R009", "no case of the match fits the value", ""}, list);
            return;
        case ControlStep::Kind::Next: break;
        }
        if (!await(index, then.next, list)) {
            return;
        }
    }
}

/// True: the operand has ended and this thread goes on. False: whoever ends it will.
bool Run::await(uint32_t index, uint32_t operand, Worklist& list) {
    Row& row = state_[index];
    row.standing.choice = operand;
    const uint32_t node = plan().operands(program_->steps[index].node)[operand].source;
    const uint32_t source = program_->stepOf(node);
    if (source == kNoIndex || isFinal(state(source))) {
        return true;  // fused, an input, a literal, or needed by others before
    }
    row.setState(StepState::Idle, std::memory_order_relaxed);
    row.awaited().store(source);
    // From here on another thread may own the choice, unless the exchange below takes it back.
    demand(source, list);
    if (!isFinal(static_cast<StepState>(state_[source].stateRef().load()))) {
        return false;
    }
    uint32_t expected = source;
    return row.awaited().compare_exchange_strong(expected, kNoIndex);
}

/// What a call has just come to; it may be that it waits.
void Run::settleNow(uint32_t index, CallOutcome outcome, Worklist& list) {
    if (!outcome.isPending()) {
        settle(index, std::move(outcome), list);
    } else if (list.ring != nullptr) {
        list.now = ticks::now();  // the next step begins only now
    }
}

void Run::settle(uint32_t index, CallOutcome outcome, Worklist& list) {
    if (auto* value = outcome.value()) {
        complete(index, std::move(*value), list);
        return;
    }
    Error& error = *outcome.error();
    const CallOptions* const options = plan().pools.optionsOf(program_->operation(index));
    if (error.code == "R010" && isStopped(index)) {
        stamp(index, RecordKind::Cancelled, list);
        end(index, StepState::Cancelled, list);
    } else if (options != nullptr && options->recovers()) {
        recover(index, *options, std::move(error), list);
    } else {
        fail(index, std::move(error), list);
    }
}

/// The step holds no worker from here on; another thread may end it at once.
void Run::park(uint32_t index, Ticks now) {
    Row& row = state_[index];
    row.wait = now;
    if (row.start != 0) {  // else it has not begun: it is not for this run to do now
        recordStretch(index, 1, row.ready, row.start, row.wait);
    }
    row.setState(StepState::Waiting, std::memory_order_relaxed);
}

void Run::settleDelivered(Worklist& list) {
    const uint32_t step = std::exchange(list.delivered, kNoIndex);
    Row& row = state_[step];
    const Ticks since = std::exchange(row.wait, ticks::now() - row.wait);
    CallOutcome outcome = std::move(*std::exchange(list.result, std::nullopt));
    if (row.standing.via == Via::Known) {
        recordWait(step, RecordKind::CacheWait, 1, since, list.deliveredAt);
        settleKnown(step, std::move(outcome), list);
    } else {
        settle(step, std::move(outcome), list);
    }
    list.deliveredAt = 0;
}

}  // namespace cst
