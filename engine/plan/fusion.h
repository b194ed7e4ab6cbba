#pragma once

#include "engine/plan/plan.h"

#include <cstdint>
#include <vector>

namespace cst {

/// Which nodes of a plan are steps, scheduled and kept, and which are fused: inline operations and
/// choices with a single consumer, which are worked out inside of it and have neither a task nor a
/// place for their value. A fused node's own operands are fused into the same step, are steps that
/// had to complete before, or are inputs and literals; so what a step works out is a tree, at most
/// kMaxDepth deep. A choice is fused only where each of its arms can be worked out on the spot:
/// calls in an arm are not begun before it is chosen.
/// Immutable. Source: optimisations 4.
struct Fusion {
    static constexpr uint32_t kMaxDepth = 64;  // bounds the recursion of an evaluation

    std::vector<uint32_t> owner;  // by node: the step that works it out; itself for steps
    bool isStep(uint32_t node) const { return owner[node] == node; }
};

/// Cost: O(nodes + operands).
Fusion fuse(const Plan& plan);
/// Every node is a step: each keeps its value and its times.
Fusion unfused(const Plan& plan);

}  // namespace cst
