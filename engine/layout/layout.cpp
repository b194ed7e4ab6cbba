// One part of the graph after the other through the phases, then all of them under each other.
// Columns are common to all parts: layer 3 stands at the same x everywhere.

#include "engine/layout/layout.h"

#include "engine/layout/coordinates.h"
#include "engine/layout/dummies.h"
#include "engine/layout/ordering.h"
#include "engine/layout/parts.h"
#include "engine/layout/ranks.h"
#include "engine/layout/routes.h"
#include "engine/layout/turned.h"

#include <algorithm>
#include <numeric>

namespace cst {
namespace {

Layered layOutPart(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                   const LayoutOptions& options) {
    const Ranks ranks = rankNodes(static_cast<uint32_t>(nodes.size()), edges);
    Layered graph = addDummies(nodes, edges, ranks);
    addNeighbours(graph);
    orderLayers(graph, options);
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
        layout_.trunks.resize(nodes.size());
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
            layout_.columns.push_back({x, x + width});
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
            layout_.boxes[node] = {{layout_.columns[layer].begin,
                                    placed.top + placed.graph.y[local] - size.height / 2},
                                   size.width,
                                   size.height};
            for (uint32_t v = placed.graph.trunk[local]; v < placed.graph.trunk[local + 1]; ++v)
                layout_.trunks[node].push_back(placed.top + placed.graph.y[v]);
        }
    }

    void placeRoutes(const PlacedPart& placed) {
        for (uint32_t local = 0; local < placed.part.edges.size(); ++local) {
            const LayoutEdge& edge = edges_[placed.part.edges[local]];
            routeEdge(placed.graph, local, layout_.columns, layout_.boxes[edge.from],
                      layout_.boxes[edge.to], placed.top, layout_.routes[placed.part.edges[local]]);
        }
    }

    std::span<const LayoutNode> nodes_;
    std::span<const LayoutEdge> edges_;
    const LayoutOptions& options_;
    std::vector<PlacedPart> placed_;
    Layout layout_;
};

}  // namespace

Layout layoutGraph(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                   const LayoutOptions& options) {
    if (options.flow == LayoutFlow::LeftToRight) return Assembly(nodes, edges, options).run();
    const std::vector<LayoutNode> onSide = turned(nodes);
    return turned(Assembly(onSide, edges, options).run());
}

LayoutInput layoutInput(const Graph& graph, std::vector<uint32_t> order, LayoutFlow flow) {
    LayoutInput input;
    input.flow = flow;
    input.order = std::move(order);
    if (input.order.empty()) {
        input.order.resize(graph.nodes.size());
        std::iota(input.order.begin(), input.order.end(), 0U);
    }
    std::vector<uint32_t> place(graph.nodes.size());  // of each node in the order
    input.nodes.reserve(graph.nodes.size());
    input.edges.reserve(graph.edges.size());
    for (uint32_t i = 0; i < input.order.size(); ++i) {
        place[input.order[i]] = i;
        input.nodes.push_back(nodeSize(graph.nodes[NodeId(input.order[i])]));
    }
    for (const GraphEdge& edge : graph.edges)
        input.edges.push_back({place[edge.from.index], place[edge.to.index], edge.port});
    return input;
}

Layout inGraphOrder(Layout layout, const LayoutInput& input) {
    std::vector<LayoutBox> boxes(layout.boxes.size());
    std::vector<uint32_t> layerOf(layout.layerOf.size());
    std::vector<LayoutTrunk> trunks(layout.trunks.size());
    for (uint32_t i = 0; i < input.order.size(); ++i) {
        const uint32_t node = input.order[i];
        boxes[node] = layout.boxes[i];
        layerOf[node] = layout.layerOf[i];
        trunks[node] = std::move(layout.trunks[i]);
    }
    layout.boxes = std::move(boxes);
    layout.layerOf = std::move(layerOf);
    layout.trunks = std::move(trunks);
    for (std::vector<uint32_t>& layer : layout.layers)
        for (uint32_t& node : layer) node = input.order[node];
    return layout;
}

Layout layoutGraph(const Graph& graph, const LayoutOptions& options) {
    const LayoutInput input = layoutInput(graph, {}, options.flow);
    return layoutGraph(input.nodes, input.edges, options);
}

}  // namespace cst
