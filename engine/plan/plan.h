#pragma once

#include "engine/plan/graph.h"
#include "engine/plan/operation.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cst {

struct PlanInput {
    std::string name;
    TypeId type;
    uint32_t node = 0;
};

struct PlanOutput {
    std::string name;
    TypeId type;
    uint32_t node = 0;
};

/// A pipeline made ready to run: dense arrays, no names to look up. Any number of runs of it at
/// once. Nodes stand behind all nodes that they need.
/// Immutable: any thread reads it.
class Plan {
public:
    Pools pools;
    std::vector<Operation> nodes;
    std::vector<PlanInput> inputs;    // in source order
    std::vector<PlanOutput> outputs;  // in source order
    std::vector<uint32_t> roots;      // demanded by every run
    std::vector<NodeId> graphNode;    // source map: by node, the node that a person sees

    uint32_t size() const { return static_cast<uint32_t>(nodes.size()); }
    /// Operands without which the node cannot even begin; they come first.
    std::span<const Operand> strictOperands(uint32_t node) const;
    std::span<const Operand> operands(uint32_t node) const { return pools.operandsOf(nodes[node]); }
    /// The others, which are awaited only where the node chooses so.
    std::span<const Operand> conditionalOperands(uint32_t node) const {
        return operands(node).subspan(strictOperands(node).size());
    }
};

}  // namespace cst
