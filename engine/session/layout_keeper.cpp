#include "engine/session/layout_keeper.h"

namespace cst {

std::shared_ptr<const Layout> LayoutKeeper::layout(const Graph& graph,
                                                   std::vector<uint32_t> order) {
    std::vector<LayoutNode> sizes;
    sizes.reserve(graph.nodes.size());
    for (const GraphNode& node : graph.nodes) {
        sizes.push_back(nodeSize(node));
    }
    std::vector<LayoutEdge> edges;
    edges.reserve(graph.edges.size());
    for (const GraphEdge& edge : graph.edges) {
        edges.push_back({edge.from.index, edge.to.index, edge.port});
    }
    if (!last_ || sizes != sizes_ || edges != edges_ || order != order_) {
        last_ = std::make_shared<const Layout>(layoutGraph(graph, {}, order));
        sizes_ = std::move(sizes);
        edges_ = std::move(edges);
        order_ = std::move(order);
    }
    return last_;
}

}  // namespace cst
