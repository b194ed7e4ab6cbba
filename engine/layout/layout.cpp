// One part of the graph after the other through the phases, then all of them under each other.
// Columns are common to all parts: layer 3 stands at the same x everywhere.

#include "engine/layout/layout.h"

#include "engine/layout/coordinates.h"
#include "engine/layout/dummies.h"
#include "engine/layout/ordering.h"
#include "engine/layout/parts.h"
#include "engine/layout/ranks.h"
#include "engine/layout/routes.h"

#include <algorithm>
#include <numeric>

namespace cst {
namespace {

Layered layOutPart(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                   const LayoutOptions& options) {
    const Ranks ranks = rankNodes(static_cast<uint32_t>(nodes.size()), edges);
    Layered graph = addDummies(nodes, edges, ranks);
    orderLayers(graph);
    placeVertices(graph, options);
    return graph;
}

class Assembly {
public:
    Assembly(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
             const LayoutOptions& options)
        : nodes_(nodes), edges_(edges), options_(options) {
        layout_.boxes.resize(nodes.size());
        layout_.layerOf.resize(nodes.size());
        layout_.routes.resize(edges.size());
    }

    Layout run() {
        for (Part& part : splitParts(nodes_, edges_)) {
            Layered graph = layOutPart(part.localNodes, part.localEdges, options_);
            placed_.push_back({std::move(part), std::move(graph), 0});
        }
        if (placed_.empty()) return std::move(layout_);
        stackParts();
        placeColumns();
        for (const PlacedPart& placed : placed_) {
            placeBoxes(placed);
            placeRoutes(placed);
        }
        return std::move(layout_);
    }

private:
    struct PlacedPart {
        Part part;
        Layered graph;
        float top = 0;
    };

    void stackParts() {
        float top = options_.margin;
        for (PlacedPart& placed : placed_) {
            placed.top = top;
            const Layered& graph = placed.graph;
            float bottom = 0;
            for (uint32_t v = 0; v < graph.vertexCount(); ++v)
                bottom = std::max(bottom, graph.y[v] + graph.height[v] / 2);
            top += bottom + options_.partGap;
        }
        layout_.height = top - options_.partGap + options_.margin;
    }

    void placeColumns() {
        for (const PlacedPart& placed : placed_) {
            if (placed.graph.layers.size() > layout_.layers.size())
                layout_.layers.resize(placed.graph.layers.size());
            for (std::size_t i = 0; i < placed.graph.layers.size(); ++i)
                for (uint32_t vertex : placed.graph.layers[i])
                    if (!placed.graph.isDummy(vertex))
                        layout_.layers[i].push_back(placed.part.nodes[vertex]);
        }
        float x = options_.margin;
        for (const auto& layer : layout_.layers) {
            float width = 0;
            for (uint32_t node : layer) width = std::max(width, nodes_[node].width);
            columns_.push_back({x, x + width});
            x += width + options_.layerGap;
        }
        layout_.width = x - options_.layerGap + options_.margin;
    }

    void placeBoxes(const PlacedPart& placed) {
        for (uint32_t local = 0; local < placed.graph.nodeCount; ++local) {
            const uint32_t node = placed.part.nodes[local];
            const uint32_t layer = placed.graph.layerOf[local];
            const LayoutNode size = nodes_[node];
            layout_.layerOf[node] = layer;
            layout_.boxes[node] = {
                {columns_[layer].left, placed.top + placed.graph.y[local] - size.height / 2},
                size.width,
                size.height};
        }
    }

    void placeRoutes(const PlacedPart& placed) {
        for (uint32_t local = 0; local < placed.part.edges.size(); ++local) {
            const LayoutEdge& edge = edges_[placed.part.edges[local]];
            layout_.routes[placed.part.edges[local]] =
                routeEdge(placed.graph, local, placed.part.localEdges[local].to, columns_,
                          layout_.boxes[edge.from], layout_.boxes[edge.to], placed.top);
        }
    }

    std::span<const LayoutNode> nodes_;
    std::span<const LayoutEdge> edges_;
    const LayoutOptions& options_;
    std::vector<PlacedPart> placed_;
    std::vector<Column> columns_;
    Layout layout_;
};

}  // namespace

Layout layoutGraph(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                   const LayoutOptions& options) {
    return Assembly(nodes, edges, options).run();
}

Layout layoutGraph(const Graph& graph, const LayoutOptions& options,
                   std::span<const uint32_t> order) {
    std::vector<LayoutNode> nodes;
    std::vector<LayoutEdge> edges;
    std::vector<uint32_t> place(graph.nodes.size());  // of each node in the order
    nodes.reserve(graph.nodes.size());
    edges.reserve(graph.edges.size());
    for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
        const uint32_t node = order.empty() ? i : order[i];
        place[node] = i;
        nodes.push_back(nodeSize(graph.nodes[NodeId(node)]));
    }
    for (const GraphEdge& edge : graph.edges)
        edges.push_back({place[edge.from.index], place[edge.to.index], edge.port});
    Layout layout = layoutGraph(nodes, edges, options);
    if (!order.empty()) {
        const Layout ordered = layout;
        for (uint32_t i = 0; i < place.size(); ++i) {
            layout.boxes[i] = ordered.boxes[place[i]];
            layout.layerOf[i] = ordered.layerOf[place[i]];
        }
        for (std::vector<uint32_t>& layer : layout.layers) {
            for (uint32_t& node : layer) node = order[node];
        }
    }
    return layout;
}

}  // namespace cst
