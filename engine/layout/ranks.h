#pragma once

#include "engine/layout/layout.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// Layer of every node, from 0.
struct Ranks {
    std::vector<uint32_t> rankOf;  // by node; increases along every edge that is kept
    std::vector<bool> kept;        // by edge: false for loops and for what would close a cycle
};

/// Longest path from the left; then each closed part that only feeds one place further right
/// moves next to it (see ranks.cpp).
/// Cost: O(nodes + edges); the pull looks at no more than 64 nodes for each node with room.
Ranks rankNodes(uint32_t nodeCount, std::span<const LayoutEdge> edges);

}  // namespace cst
