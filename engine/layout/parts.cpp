#include "engine/layout/parts.h"

#include "engine/base/check.h"

#include <numeric>

namespace cst {
namespace {

/// Union-find with the smallest member as the root.
class Sets {
public:
    explicit Sets(std::size_t size) : parent_(size) {
        std::iota(parent_.begin(), parent_.end(), 0U);
    }
    uint32_t root(uint32_t member) {
        while (parent_[member] != member) {
            parent_[member] = parent_[parent_[member]];
            member = parent_[member];
        }
        return member;
    }
    void join(uint32_t a, uint32_t b) {
        a = root(a);
        b = root(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<uint32_t> parent_;
};

}  // namespace

std::vector<Part> splitParts(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges) {
    Sets sets(nodes.size());
    for (const LayoutEdge& edge : edges) {
        CST_CHECK(edge.from < nodes.size() && edge.to < nodes.size(), "edge of an unknown node");
        sets.join(edge.from, edge.to);
    }
    std::vector<Part> parts;
    std::vector<uint32_t> partOf(nodes.size()), localOf(nodes.size());
    for (uint32_t node = 0; node < nodes.size(); ++node) {
        const uint32_t root = sets.root(node);
        if (root == node) {
            partOf[node] = static_cast<uint32_t>(parts.size());
            parts.emplace_back();
        }
        partOf[node] = partOf[root];
        Part& part = parts[partOf[node]];
        localOf[node] = static_cast<uint32_t>(part.nodes.size());
        part.nodes.push_back(node);
        part.localNodes.push_back(nodes[node]);
    }
    for (uint32_t e = 0; e < edges.size(); ++e) {
        const LayoutEdge& edge = edges[e];
        Part& part = parts[partOf[edge.from]];
        part.edges.push_back(e);
        part.localEdges.push_back({localOf[edge.from], localOf[edge.to], edge.port});
    }
    return parts;
}

}  // namespace cst
