#include "engine/plan/plan.h"

namespace cst {

std::span<const Operand> Plan::strictOperands(uint32_t node) const {
    const std::span<const Operand> all = operands(node);
    return isControl(nodes[node].op) ? all.first(1) : all;
}

}  // namespace cst
