#include "engine/plan/plan.h"

namespace cst {

std::span<const Operand> Plan::strictOperands(uint32_t node) const {
    const std::span<const Operand> all = operands(node);
    const Operation& operation = nodes[node];
    if (operation.op == Op::Call) {
        return all.first(operation.numberCount);  // the rest is a fallback
    }
    return isControl(operation.op) ? all.first(1) : all;
}

}  // namespace cst
