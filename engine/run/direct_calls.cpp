// The short way: calls whose operands lie ready in the rows, one after the other, each made ready
// by the one before. What a node costs beyond its module is decided here, so everything that does
// not change from call to call is read before the loop.

#include "engine/run/attempt.h"
#include "engine/run/call_context.h"
#include "engine/run/pass_on.h"

#include <memory>

namespace cst {

/// Runs a step and those that it makes ready, as long as they are calls of this kind. Returns a
/// step of another kind to go on with, or kNoIndex.
uint32_t Run::callDirectly(uint32_t index, Context& context, Worklist& list) {
    const Step* const steps = program_->steps.data();
    const Value* const* const operands = state_.directOperands();
    Row* const rows = state_.rows();
    RecordRing* const ring = list.ring;
    if (callTimeout_.count() > 0) {
        return index;  // a limit for calls that have none
    }
    const uint64_t handOutTicks = program_->handOutTicks();
    const uint64_t measuredTicks = program_->measuredTicks();
    while (index != kNoIndex) {
        const Step& step = steps[index];
        if (!step.isDirectCall || program_->predicted(index) >= measuredTicks) {
            return index;
        }
        if (cancelled()) [[unlikely]] {
            end(index, StepState::Cancelled, list);
            return kNoIndex;
        }
        Row& row = rows[index];
        row.startRef().store(list.now, std::memory_order_relaxed);
        row.setState(StepState::Running, std::memory_order_relaxed);
        context.prepare(index, operands + step.firstDirect, step.types);
        CallOutcome outcome = attempt(*step.module, context);
        Value* const value = outcome.value();
        if (value == nullptr || context.hasTicket() || step.isWatched) [[unlikely]] {
            settleNow(
                index,
                takeOutcome(program_->operation(index), std::move(outcome), context.takeTicket()),
                list);
            return kNoIndex;
        }
        std::construct_at(&row.value, std::move(*value));  // over nothing: it had none
        if (ring != nullptr) {
            stamp(step, index, row, 0, RecordKind::Completed, *ring, list, -1);
        }
        ++list.finished;
        row.setState(StepState::Completed, std::memory_order_release);
        index = passOn(step, rows, list);
        // Where others wait, what they cost together decides who does them.
        if (list.cost > handOutTicks && index != kNoIndex && isWorthSharing(list)) [[unlikely]] {
            push(index, list);
            return kNoIndex;
        }
    }
    return kNoIndex;
}

}  // namespace cst
