#include "engine/plan/control.h"

#include "engine/plan/apply.h"

namespace cst {

ControlStep nextStep(const TypeTable& types, const Pools& pools, const Operation& operation,
                     uint32_t step, const Value& value) {
    using Kind = ControlStep::Kind;
    const uint32_t last = operation.operandCount - 1;
    switch (operation.op) {
    case Op::If:
        return step > 0 ? ControlStep{} : ControlStep{Kind::Next, value.asBool() ? 1U : 2U};
    case Op::Branch:
        if (step % 2 == 1 || step == last) {
            return {};
        }
        return {Kind::Next, value.asBool() ? step + 1 : step + 2};
    case Op::Guard:
        if (step > 0) {
            return {};
        }
        return value.asBool() ? ControlStep{Kind::Next, 1} : ControlStep{Kind::None};
    case Op::Coalesce:
        if (step == last || !value.isNone(pools.numbersOf(operation)[step])) {
            return {};
        }
        return {Kind::Next, step + 1};
    case Op::And:
    case Op::Or:
        if (step == last || value.asBool() != (operation.op == Op::And)) {
            return {};
        }
        return {Kind::Next, step + 1};
    case Op::Match: {
        if (step > 0) {
            return {};
        }
        std::span<const uint32_t> numbers = pools.numbersOf(operation);
        for (uint32_t arm = 1; arm <= last; ++arm) {
            if (hasTag(types, operation.operandType, value, numbers.subspan(1, numbers[0]))) {
                return {Kind::Next, arm};
            }
            numbers = numbers.subspan(1 + numbers[0]);
        }
        return {Kind::NoCase};
    }
    default: CST_CHECK(false, "not a control operation");
    }
}

}  // namespace cst
