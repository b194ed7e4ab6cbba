#pragma once

#include "engine/layout/layout.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// Nodes that hang together, with edges that name them by their place in `nodes`.
struct Part {
    std::vector<uint32_t> nodes;  // ascending
    std::vector<uint32_t> edges;  // ascending
    std::vector<LayoutNode> localNodes;
    std::vector<LayoutEdge> localEdges;
};

/// The connected parts, in the order of their first nodes.
std::vector<Part> splitParts(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges);

}  // namespace cst
