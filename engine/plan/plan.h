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
    std::vector<PlanInput> inputs;            // in source order
    std::vector<PlanOutput> outputs;          // in source order
    std::vector<uint32_t> roots;              // demanded by every run
    std::vector<NodeId> graphNode;            // source map: by node, the node that a person sees
    std::vector<std::string> ignoredOptions;  // "`retry` on line 3": not executed yet

    uint32_t size() const { return static_cast<uint32_t>(nodes.size()); }
    /// Operands without which the node cannot even begin; they come first.
    std::span<const Operand> strictOperands(uint32_t node) const;
    std::span<const Operand> operands(uint32_t node) const { return pools.operandsOf(nodes[node]); }
    std::span<const uint32_t> strictConsumers(uint32_t node) const {
        return slice(strictConsumers_, strictStart_, node);
    }
    std::span<const uint32_t> conditionalConsumers(uint32_t node) const {
        return slice(conditionalConsumers_, conditionalStart_, node);
    }
    /// Number of strict operands, by node.
    std::span<const uint32_t> joinCounts() const { return joinCounts_; }

    /// Fills the derived arrays; nothing changes afterwards.
    void finish();

private:
    static std::span<const uint32_t> slice(const std::vector<uint32_t>& all,
                                           const std::vector<uint32_t>& start, uint32_t node) {
        return std::span(all).subspan(start[node], start[node + 1] - start[node]);
    }

    std::vector<uint32_t> strictConsumers_;
    std::vector<uint32_t> strictStart_;
    std::vector<uint32_t> conditionalConsumers_;
    std::vector<uint32_t> conditionalStart_;
    std::vector<uint32_t> joinCounts_;
};

}  // namespace cst
