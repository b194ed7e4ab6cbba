#pragma once

#include "engine/layout/layered.h"
#include "engine/layout/layout.h"
#include "engine/layout/ranks.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// The vertices and links of one part: its nodes, and dummies where edges pass a layer. All
/// edges of a node share one chain of dummies, which they leave one after the other.
/// Cost: O(nodes + edges + dummies); beyond 24 dummies a node, edges that span more than 7 layers
/// get no more than 6: three behind their source, three before their target.
Layered addDummies(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                   const Ranks& ranks);

/// What `graph.links` joins, by vertex: of those that are marked in `of`, of all if that is empty.
/// Cost: O(vertices + links).
void addNeighbours(Layered& graph, std::span<const uint8_t> of = {});

}  // namespace cst
