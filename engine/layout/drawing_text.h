#pragma once

#include "engine/layout/node_group.h"
#include "engine/plan/graph.h"

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// First line of a node's box: its name, or what it does if it has none.
std::string_view titleOf(const GraphNode& node);
/// Second line: what it does, where the title does not say so; else "".
std::string_view subtitleOf(const GraphNode& node);

/// What stands at a group: as much of its name as a reader wants, on one line.
std::string groupTitle(std::string_view name);

/// Text in which blanks and control characters are single blanks.
std::string onOneLine(std::string_view text);
/// Escaped for XML, in text and in attributes.
std::string xmlText(std::string_view text);
/// By node, its group; UINT32_MAX = none.
std::vector<uint32_t> groupOfEach(const Graph& graph, const std::vector<NodeGroup>& groups);
/// Does more than one operand arrive at each node? Only then a port is worth a label. By node.
std::vector<bool> hasSeveralOperands(const Graph& graph);

}  // namespace cst
