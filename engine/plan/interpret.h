#pragma once

#include "engine/base/scratch.h"
#include "engine/plan/operation.h"
#include "engine/types/type_table.h"
#include "engine/value/column.h"
#include "engine/value/outcome.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// A lambda at work on one element: where it stands and what it holds.
struct Frame {
    const Lambda* lambda = nullptr;  // of a plan that outlives the frame
    uint32_t next = 0;
    std::vector<Value> registers;
    /// Calls that failed while their fallbacks are being worked out, outermost first.
    struct Caught {
        uint32_t call = 0;  // instruction
        Error error;
    };
    std::vector<Caught> caught;

    Frame() = default;
    Frame(const Lambda& l, std::span<const Value> captures);
    void setParameter(uint32_t index, Value value) { registers[index] = std::move(value); }
    /// After Pending: the value of the instruction that waited.
    void resumeWith(Value value);
};

/// How a lambda reaches what lies outside of it.
class LambdaHost {
public:
    virtual ~LambdaHost() = default;
    /// Memory for what lambdas need in between; of the thread that runs them.
    virtual Scratch& scratch() = 0;
    /// A call of a module with converted arguments. `wrap` and what stands between its attempts is
    /// the host's; `fallback` and `on_error` are the frame's.
    virtual CallOutcome call(const Operation& operation,
                             std::span<const Value* const> arguments) = 0;
    /// A higher-order call whose own lambda has effects or options: list, then captures.
    virtual CallOutcome effectfulHigherOrder(const Operation& operation,
                                             std::span<const Value* const> operands) = 0;
    /// Asked before each element or block of 1,024: a long list ends early, with R010.
    virtual bool stopRequested() const { return false; }
    /// A line for people.
    virtual void log(std::string_view) {}
    /// Of the module that a call names, for people.
    virtual std::string_view nameOf(const Operation&) const { return {}; }
};

/// An element of a list of records that nobody made a Value of: its fields are read where their
/// columns stand.
struct RecordRow {
    const RecordRows* records = nullptr;  // null: the element is in register 0
    uint32_t row = 0;
};

/// Goes on from instruction `next` until the lambda returns, fails or has to wait; then `next` is
/// the instruction that waits. Cost: O(instructions).
CallOutcome runLambda(const TypeTable& types, const Pools& pools, const Lambda& lambda,
                      uint32_t& next, std::span<Value> registers, RecordRow element,
                      LambdaHost& host);
/// The same with `fallback` and `on_error` of the calls in it.
CallOutcome runFrame(const TypeTable& types, const Pools& pools, Frame& frame, LambdaHost& host);
/// The instruction that the frame stands at has failed: goes on with a fallback or a zero value.
/// False: nothing mends it; `error` says all that went wrong.
bool recoverFrame(const TypeTable& types, const Pools& pools, Frame& frame, Error& error,
                  LambdaHost& host);

/// Shorter lists go through their lambda element by element. Blocks are faster from three elements
/// on, but their form must be made first (0.5 to 4 us); of eight elements it pays off in the second
/// or third call.
inline constexpr uint32_t kShortList = 8;

/// filter, map, all, any or sortBy over a lambda without effects, at once. Operands: list,
/// captures. In blocks of elements where list and lambda allow it (engine/plan/block_program.h).
/// Errors: those of the lambda, for the first element that fails; R010 if the host stops it.
CallOutcome applyHigherOrder(const TypeTable& types, const Pools& pools, const Operation& operation,
                             std::span<const Value* const> operands, LambdaHost& host);
/// The same one element after the other, whatever the lambda is. Allocates nothing for an element
/// that its instructions do not ask for.
CallOutcome applyByElement(const TypeTable& types, const Pools& pools, const Operation& operation,
                           std::span<const Value* const> operands, LambdaHost& host);

/// The result of a higher-order call from what its lambda gave for each element.
Value higherOrderResult(const TypeTable& types, const Pools& pools, const Operation& operation,
                        const Value& list, std::span<const Value> bodies, Scratch& scratch);

}  // namespace cst
