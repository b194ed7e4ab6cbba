#pragma once

#include "engine/base/inline_vector.h"
#include "engine/plan/graph.h"

#include <atomic>
#include <cstdint>
#include <optional>
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

/// Which way values go. Everything below is told for LeftToRight; TopDown is the same turned: a
/// layer is a row, and x and y change places.
enum class LayoutFlow : uint8_t { LeftToRight, TopDown };

struct LayoutOptions {
    LayoutFlow flow = LayoutFlow::LeftToRight;
    float layerGap = 56;  // between the columns
    float nodeGap = 14;   // between nodes of a layer
    float margin = 24;
    float partGap = 28;  // between parts that hang together
    /// Nobody wants it any more: what comes is worth nothing, but comes soon. Null = never.
    const std::atomic<bool>* cancelled = nullptr;

    bool isCancelled() const { return cancelled && cancelled->load(std::memory_order_relaxed); }
};

/// From where to where something reaches on one axis.
struct LayoutSpan {
    float begin = 0;
    float end = 0;
    friend bool operator==(const LayoutSpan&, const LayoutSpan&) = default;
};

/// Most edges go to the next layer, and most nodes have no line behind it.
using LayoutRoute = InlineVector<LayoutPoint, 4>;
using LayoutTrunk = InlineVector<float, 4>;

/// Where everything stands.
struct Layout {
    LayoutFlow flow = LayoutFlow::LeftToRight;
    std::vector<LayoutBox> boxes;               // by node
    std::vector<uint32_t> layerOf;              // by node, from 0
    std::vector<std::vector<uint32_t>> layers;  // nodes of each layer, top to bottom
    std::vector<LayoutRoute> routes;            // by edge: from right side, bends, to left side
    std::vector<LayoutSpan> columns;            // x of each layer
    std::vector<LayoutTrunk> trunks;            // by node: y of its line in the layers behind it
    LayoutPoint topLeft;                        // of the whole picture, with its margin
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

/// What stays where it is when a graph is laid out that was laid out before.
struct LayoutHomes {
    static constexpr uint32_t kNone = UINT32_MAX;

    const Layout& base;                // of the graph as it was; of the same flow
    std::span<const uint32_t> inBase;  // by node: which one it was there; kNone = it is new
    /// By node: the top left corner where a person has put it; empty = nobody has put any.
    std::span<const std::optional<LayoutPoint>> pins = {};
};

/// The layout of a graph that has changed: each node stays in its layer and at its height, each
/// line at its heights and each column where it was, unless something must make room. Nothing
/// depends on what lay between the base and now: a change taken back puts all back.
/// In, out: as layoutGraph(). New nodes stand beside what they are linked to, where there is room.
/// Cost:    O((nodes + edges) log edges), no sweeps.
Layout layoutSteadily(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                      const LayoutHomes& homes, const LayoutOptions& options = {});

/// One cubic Bézier.
struct LayoutCubic {
    LayoutPoint from;
    LayoutPoint control1;
    LayoutPoint control2;
    LayoutPoint to;
};

/// How a route is drawn: a cubic from each point to the next, along the flow at both ends.
std::vector<LayoutCubic> curvesOf(std::span<const LayoutPoint> route, LayoutFlow flow);

/// Size of a node's box for its texts, without a font: about 7 px a character, 44 px high (30 px
/// for inline and literal nodes).
LayoutNode nodeSize(const GraphNode& node);

/// A graph as the layout sees it: its nodes in the order of the text, which all ties follow.
struct LayoutInput {
    std::vector<LayoutNode> nodes;
    std::vector<LayoutEdge> edges;
    std::vector<uint32_t> order;  // by node here, its index in the graph
    LayoutFlow flow = LayoutFlow::LeftToRight;
    friend bool operator==(const LayoutInput&, const LayoutInput&) = default;
};

/// `order`: the nodes of the graph as the text has them; empty = as the graph has them.
LayoutInput layoutInput(const Graph& graph, std::vector<uint32_t> order = {},
                        LayoutFlow flow = LayoutFlow::LeftToRight);

/// A layout of `input.nodes` with the indices of the graph.
Layout inGraphOrder(Layout layout, const LayoutInput& input);

/// The layout of a whole graph.
Layout layoutGraph(const Graph& graph, const LayoutOptions& options = {});

}  // namespace cst
