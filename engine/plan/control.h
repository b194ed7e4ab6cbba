#pragma once

#include "engine/plan/operation.h"
#include "engine/types/type_table.h"

#include <cstdint>

namespace cst {

/// What a control node does once one of its operands has a value.
struct ControlStep {
    enum class Kind : uint8_t {
        Take,    // that value is the node's
        Next,    // it needs operand `next`
        None,    // it has no value: None of its own type
        NoCase,  // no case of the match fits: R009
    };
    Kind kind = Kind::Take;
    uint32_t next = 0;
};

/// The rule of each control operation, for runs, for the optimiser, and for telling afterwards
/// which nodes were needed. `step` is the operand that gave `value` (not yet converted).
/// Thread safe. Source: language §4.9, §4.15 to §4.19.
ControlStep nextStep(const TypeTable& types, const Pools& pools, const Operation& operation,
                     uint32_t step, const Value& value);

}  // namespace cst
