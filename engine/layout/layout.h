#pragma once

#include "engine/plan/graph.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cst {

/// In pixels at 100 %; y grows downwards.
struct LayoutPoint {
    float x = 0;
    float y = 0;
    friend auto operator<=>(const LayoutPoint&, const LayoutPoint&) = default;
};
struct LayoutBox {
    LayoutPoint topLeft;
    float width = 0;
    float height = 0;
};

/// What the layout needs to know of a node and of an edge.
struct LayoutNode {
    float width = 0;
    float height = 0;
    friend bool operator==(const LayoutNode&, const LayoutNode&) = default;
};
struct LayoutEdge {
    uint32_t from = 0;
    uint32_t to = 0;
    uint32_t port = 0;  // order of arrival at `to`
    friend bool operator==(const LayoutEdge&, const LayoutEdge&) = default;
};

struct LayoutOptions {
    float layerGap = 56;  // between the columns
    float nodeGap = 14;   // between nodes of a layer
    float margin = 24;
    float partGap = 28;  // between parts that hang together
};

/// Where everything stands. Layers run left to right.
struct Layout {
    std::vector<LayoutBox> boxes;                  // by node
    std::vector<uint32_t> layerOf;                 // by node, from 0
    std::vector<std::vector<uint32_t>> layers;     // nodes of each layer, top to bottom
    std::vector<std::vector<LayoutPoint>> routes;  // by edge: from right side, bends, to left side
    float width = 0;
    float height = 0;
};

/// Layered layout: longest-path layers, long edges through dummy nodes, barycenter ordering with
/// transposition, straightened coordinates.
/// In:     an acyclic graph; edges from == to or on a cycle are ignored.
/// Out:    no two boxes overlap; same input, same output.
/// Cost:   O(nodes + edges) a sweep, a bounded number of sweeps; edges longer than 6 layers are
///         routed through at most 6 dummy nodes.
/// Ties follow the order of the nodes, which is that of the source: the picture follows the text.
Layout layoutGraph(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                   const LayoutOptions& options = {});

/// One cubic Bézier.
struct LayoutCubic {
    LayoutPoint from;
    LayoutPoint control1;
    LayoutPoint control2;
    LayoutPoint to;
};

/// How a route is drawn: a cubic from each point to the next, level at both ends.
std::vector<LayoutCubic> curvesOf(std::span<const LayoutPoint> route);

/// Size of a node's box for its texts, without a font: about 7 px a character, 44 px high (30 px
/// for inline and literal nodes).
LayoutNode nodeSize(const GraphNode& node);

/// The same for a whole graph. `order`: its nodes as the text has them; empty = as the graph has
/// them.
Layout layoutGraph(const Graph& graph, const LayoutOptions& options = {},
                   std::span<const uint32_t> order = {});

}  // namespace cst
