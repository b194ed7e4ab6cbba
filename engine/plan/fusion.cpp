#include "engine/plan/fusion.h"

#include <algorithm>

namespace cst {
namespace {

/// One walk, operands before consumers: when a node is looked at, what its operands are is known.
class Fuser {
public:
    explicit Fuser(const Plan& plan)
        : plan_(plan), isStep_(plan.size()), depth_(plan.size(), 1), mark_(plan.size(), kNoIndex) {}

    Fusion run();

private:
    void countUses();
    void visit(uint32_t node);
    bool armsCanBeFused(uint32_t node);
    bool isGiven(uint32_t node) const {
        return plan_.nodes[node].op == Op::Input || plan_.nodes[node].op == Op::Literal;
    }

    const Plan& plan_;
    std::vector<uint8_t> isStep_;
    std::vector<uint32_t> uses_;
    std::vector<uint32_t> depth_;  // of the tree that a node would bring into its consumer
    std::vector<uint32_t> mark_;
    std::vector<uint32_t> stack_;
};

void Fuser::countUses() {
    uses_.assign(plan_.size(), 0);
    for (uint32_t node = 0; node < plan_.size(); ++node) {
        for (const Operand& operand : plan_.operands(node)) {
            ++uses_[operand.source];
        }
    }
    // What is asked for from outside has its own value to keep.
    for (const uint32_t root : plan_.roots) {
        isStep_[root] = 1;
    }
    for (const PlanOutput& output : plan_.outputs) {
        isStep_[output.node] = 1;
    }
}

/// Every leaf of every arm is given, or was needed for the choice itself.
bool Fuser::armsCanBeFused(uint32_t node) {
    stack_.assign(1, plan_.operands(node)[0].source);
    while (!stack_.empty()) {
        const uint32_t next = stack_.back();
        stack_.pop_back();
        if (isStep_[next] != 0) {
            mark_[next] = node;
            continue;
        }
        for (const Operand& operand : plan_.strictOperands(next)) {
            stack_.push_back(operand.source);
        }
    }
    for (const Operand& operand : plan_.conditionalOperands(node)) {
        stack_.push_back(operand.source);
    }
    while (!stack_.empty()) {
        const uint32_t next = stack_.back();
        stack_.pop_back();
        if (isStep_[next] != 0) {
            if (!isGiven(next) && mark_[next] != node) {
                return false;
            }
            continue;
        }
        for (const Operand& operand : plan_.operands(next)) {
            stack_.push_back(operand.source);
        }
    }
    return true;
}

void Fuser::visit(uint32_t node) {
    const Op op = plan_.nodes[node].op;
    if (op <= Op::HigherOrder) {  // Broken, Input, Literal, Call, HigherOrder
        isStep_[node] = 1;
        for (const Operand& operand : plan_.conditionalOperands(node)) {
            isStep_[operand.source] = 1;  // a fallback begins once the call has failed
        }
    } else if (isControl(op) && !armsCanBeFused(node)) {
        isStep_[node] = 1;
        for (const Operand& operand : plan_.conditionalOperands(node)) {
            isStep_[operand.source] = 1;
        }
    }
    for (const Operand& operand : plan_.operands(node)) {
        if (isStep_[operand.source] == 0) {
            depth_[node] = std::max(depth_[node], depth_[operand.source] + 1);
        }
    }
    if (uses_[node] != 1 || depth_[node] >= Fusion::kMaxDepth) {
        isStep_[node] = 1;
    }
}

Fusion Fuser::run() {
    countUses();
    for (uint32_t node = 0; node < plan_.size(); ++node) {
        visit(node);
    }
    Fusion fusion;
    fusion.owner.resize(plan_.size());
    for (uint32_t node = plan_.size(); node-- > 0;) {
        if (isStep_[node] != 0) {
            fusion.owner[node] = node;
        }
        for (const Operand& operand : plan_.operands(node)) {
            if (isStep_[operand.source] == 0) {
                fusion.owner[operand.source] = fusion.owner[node];
            }
        }
    }
    return fusion;
}

}  // namespace

Fusion fuse(const Plan& plan) {
    return Fuser(plan).run();
}

Fusion unfused(const Plan& plan) {
    Fusion fusion;
    for (uint32_t node = 0; node < plan.size(); ++node) {
        fusion.owner.push_back(node);
    }
    return fusion;
}

}  // namespace cst
