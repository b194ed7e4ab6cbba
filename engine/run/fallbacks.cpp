// What is left of a call that has failed for good: `fallback`, then `on_error` (language §6.2).
// A fallback is an operand that is demanded only now; the step waits for it as a choice waits for
// its arm.

#include "engine/plan/apply.h"
#include "engine/plan/recovery.h"
#include "engine/run/run.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <utility>

namespace cst {

bool Run::beganFallback(uint32_t step) const {
    const std::lock_guard lock(mutex_);
    const auto found = logs_.find(step);
    return found != logs_.end() && found->second.fallbackSince != 0;
}

RecordKind Run::waitsFor(uint32_t step) const {
    const std::lock_guard lock(mutex_);
    const auto found = logs_.find(step);
    return found == logs_.end() ? RecordKind::None : found->second.waitsFor;
}

void Run::recover(uint32_t index, const CallOptions& options, Error error, Worklist& list) {
    const bool hasTold = isManaged(program_->operation(index));
    if (!hasTold) {
        note(index, RecordKind::Failed, 1, true, services_.timers->now(),
             state_[index].startRef().load(std::memory_order_relaxed), state_[index].wait);
    }
    if (!options.hasFallback) {
        zeroOrFail(index, options, std::move(error), list);
        return;
    }
    if (options.onError == OnError::Log) {
        logFailure(index, error, "its fallback is used");
    }
    {
        const std::lock_guard lock(mutex_);
        CallLog& log = logs_[index];
        log.fallbackSince = ticks::now();
        log.recovered = std::move(error);
    }
    const Ticks since = std::exchange(list.now, ticks::now());
    const bool hasWaited = state_[index].wait != 0;
    recordStretch(index, hasTold && hasWaited ? 0 : 1, hasWaited ? since : state_[index].ready,
                  since, list.now);
    const Operation& operation = program_->operation(index);
    if (await(index, operation.numberCount, list)) {
        takeFallback(index, list);
    }
}

/// The fallback has ended.
void Run::takeFallback(uint32_t index, Worklist& list) {
    const uint32_t node = program_->steps[index].node;
    const CallOptions& options = *plan().pools.optionsOf(plan().nodes[node]);
    const Operand& operand = plan().conditionalOperands(node)[0];
    const uint32_t source = program_->stepOf(operand.source);
    Error error;
    {
        const std::lock_guard lock(mutex_);
        CallLog& log = logs_[index];
        log.fallbackWaited = ticks::now() - log.fallbackSince;
        state_[index].wait += log.fallbackWaited;
        error = *log.recovered;
    }
    if (isStopped(index) || state(source) == StepState::Cancelled) {
        stamp(index, RecordKind::Cancelled, list);
        end(index, StepState::Cancelled, list);
        return;
    }
    if (const Value* found = value(source)) {
        Value whole;
        completeVia(index, Via::Fallback,
                    *converted(*services_.types, plan().pools, operand, *found, whole),
                    std::move(error), list);
        return;
    }
    zeroOrFail(index, options, withFallbackError(std::move(error), lackOf(source)), list);
}

void Run::zeroOrFail(uint32_t index, const CallOptions& options, Error error, Worklist& list) {
    if (options.onError == OnError::Propagate) {
        fail(index, std::move(error), list);
        return;
    }
    if (options.onError == OnError::Log) {
        logFailure(index, error, "its zero value is used");
    }
    completeVia(index, Via::Zero,
                zeroValue(*services_.types, program_->operation(index).operandType),
                std::move(error), list);
}

void Run::completeVia(uint32_t index, Via via, Value value, Error error, Worklist& list) {
    uint16_t attempts = 0;
    {
        const std::lock_guard lock(mutex_);
        CallLog& log = logs_[index];
        log.recovered = std::move(error);
        attempts = std::max<uint16_t>(log.attempts, 1);
    }
    note(index, via == Via::Fallback ? RecordKind::FellBack : RecordKind::Zeroed, attempts, false,
         services_.timers->now(), ticks::now(), 0);
    state_[index].standing.via = via;
    complete(index, std::move(value), list);
}

void Run::logFailure(uint32_t index, const Error& error, std::string_view mended) {
    if (services_.log->wantsLines()) {
        const FunctionId function = program_->operation(index).function;
        services_.log->line(
            failureLine(services_.registry->signatures()[function].qualified, error, mended));
    }
}

/// Why a step that has ended has no value.
Error Run::lackOf(uint32_t step) const {
    std::vector<uint32_t> open{step};
    std::vector<uint32_t> seen;
    while (!open.empty()) {
        const uint32_t next = open.back();
        open.pop_back();
        if (std::find(seen.begin(), seen.end(), next) != seen.end()) {
            continue;
        }
        seen.push_back(next);
        if (state(next) == StepState::Failed) {
            return errorOf(next);
        }
        if (state(next) == StepState::Held) {
            return {"", "it has effects, and they are done in a run only", ""};
        }
        if (state(next) == StepState::Missing) {
            const uint32_t input = program_->operation(next).payload;
            return {"", "input `" + plan().inputs[input].name + "` is missing", ""};
        }
        const auto needs = program_->needs(next);
        open.insert(open.end(), needs.begin(), needs.end());
        for (const Operand& operand : plan().conditionalOperands(program_->steps[next].node)) {
            if (const uint32_t arm = program_->stepOf(operand.source); arm != kNoIndex) {
                open.push_back(arm);
            }
        }
    }
    return {"", "something that it needs has failed", ""};
}

}  // namespace cst
