#pragma once

#include "engine/layout/drawn_look.h"
#include "engine/layout/layout.h"
#include "engine/layout/node_group.h"
#include "engine/plan/graph.h"

#include <span>
#include <string>
#include <vector>

namespace cst {

class TypeTable;

// The graph for other eyes than the studio's. Text in the graph (labels hold literals) is escaped
// as each format wants it. Cost: O(nodes + edges), `drawAscii` O(area). `look`: what is shown of it
// at this moment, borrowed for the call; null = nothing but the graph.

/// What of a graph is drawn where the other program places the nodes, and which way it flows.
struct DrawnPart {
    LayoutFlow flow = LayoutFlow::LeftToRight;
    std::vector<bool> nodes;        // by node; empty = all. Lines are drawn between those.
    std::vector<NodeGroup> groups;  // drawn around their nodes; no node is in two of them

    bool has(NodeId node) const { return nodes.empty() || nodes[node.index]; }
    bool has(const GraphEdge& edge) const { return has(edge.from) && has(edge.to); }
};

/// Those whose boxes are in sight there.
DrawnPart partInSight(const Graph& graph, const Layout& layout, const LayoutBox& sight);

/// In Graphviz' language.
std::string drawDot(const Graph& graph, const TypeTable& types, const DrawnPart& part = {},
                    const DrawnLook* look = nullptr);

/// As a Mermaid flow chart, for pages that render it.
std::string drawMermaid(const Graph& graph, const DrawnPart& part = {},
                        const DrawnLook* look = nullptr);

/// As a picture of its own: boxes, curves and frames of groups where the studio has them, with a
/// legend below; light or dark as the reader's system is, or in the colours and with the legends of
/// the look. `layout` and `groups` are of this graph. `part`: what is in sight, the rest lies
/// outside of the picture; null = all of it.
std::string drawSvg(const Graph& graph, const Layout& layout, const TypeTable& types,
                    std::span<const NodeGroup> groups = {}, const LayoutBox* part = nullptr,
                    const DrawnLook* look = nullptr);

/// For a terminal, in 7-bit characters: boxes with their wires, `.` and `:` where a wire is
/// conditional. What would be wider or higher than the limits is a list of the layers instead,
/// one node a line with its operands; a `?` stands before a conditional one.
std::string drawAscii(const Graph& graph);
inline constexpr std::size_t kMaxAsciiWidth = 200;
inline constexpr std::size_t kMaxAsciiHeight = 1'000;

}  // namespace cst
