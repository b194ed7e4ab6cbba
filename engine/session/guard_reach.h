#pragma once

#include "engine/plan/graph.h"

#include <span>
#include <vector>

namespace cst {

// What a guard asks of a graph: who needs whom. Any thread. Cost: O(nodes + edges).

/// By node: does one of these need it? What outputs among them show does not count: they take what
/// comes.
std::vector<bool> neededBy(const Graph& graph, std::span<const NodeId> nodes);

/// By node: does somebody ask for its value while these have none? At the ends of the graph stands
/// who asks.
std::vector<bool> askedWithout(const Graph& graph, std::span<const NodeId> closed);

}  // namespace cst
