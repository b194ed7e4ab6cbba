#pragma once

#include "engine/plan/operation.h"
#include "engine/types/type_table.h"
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
    /// A call of a module with converted arguments; `wrap` is applied by the host.
    virtual CallOutcome call(const Operation& operation,
                             std::span<const Value* const> arguments) = 0;
    /// A higher-order call whose own lambda has effects: list, then captures.
    virtual CallOutcome effectfulHigherOrder(const Operation& operation,
                                             std::span<const Value* const> operands) = 0;
};

/// Goes on until the frame returns, fails or has to wait. Cost: O(instructions).
CallOutcome runFrame(const TypeTable& types, const Pools& pools, Frame& frame, LambdaHost& host);

/// filter, map, all, any or sortBy over a lambda without effects, at once. Operands: list,
/// captures.
CallOutcome applyHigherOrder(const TypeTable& types, const Pools& pools, const Operation& operation,
                             std::span<const Value* const> operands, LambdaHost& host);

/// The result of a higher-order call from what its lambda gave for each element.
Value higherOrderResult(const TypeTable& types, const Pools& pools, const Operation& operation,
                        const Value& list, std::span<const Value> bodies);

}  // namespace cst
