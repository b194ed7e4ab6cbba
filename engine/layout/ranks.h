#pragma once

#include "engine/layout/layout.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// Layer of every node, from 0.
struct Ranks {
    static constexpr uint32_t kNone = UINT32_MAX;

    std::vector<uint32_t> rankOf;  // by node; increases along every edge that is kept
    std::vector<bool> kept;        // by edge: false for loops and for what would close a cycle
};

/// Longest path from the left; then each closed part that only feeds one place further right
/// moves next to it (see ranks.cpp).
/// Cost: O(nodes + edges); the pull looks at no more than 64 nodes for each node with room.
/// `homes`: by node, the layer where it was and stays, unless it must move to the right; kNone for
/// one that is new; empty if all are.
Ranks rankNodes(uint32_t nodeCount, std::span<const LayoutEdge> edges,
                std::span<const uint32_t> homes = {});

}  // namespace cst
