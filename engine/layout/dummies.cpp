// A node draws one line along the layers, whatever the number of its consumers: the line passes
// each layer at a dummy, and a consumer in layer r + 1 takes it from the dummy in layer r. Edges of
// the same value lie on top of each other as long as they go the same way, the picture stays light,
// and an input that everybody uses costs one dummy a layer instead of one an edge and a layer.
//
// Even so a deep graph with many long edges has nodes x layers dummies, and the routes of many
// edges along one line pass edges x layers of them. Past a budget of either the middle of long
// edges goes without them and is drawn across whatever stands there.

#include "engine/layout/dummies.h"

#include <algorithm>
#include <numeric>

namespace cst {
namespace {

constexpr uint32_t kBudgetPerNode = 24;  // dummies
constexpr uint32_t kStopsPerNode = 256;  // that the routes of all edges pass
constexpr uint32_t kFullSpan =
    7;                         // layers that an edge may span with all its dummies, capped or not
constexpr uint32_t kEnds = 3;  // dummies at either end of a longer one

NeighbourTable neighbours(const Layered& graph, std::span<const uint8_t> of,
                          uint32_t LayerLink::*here, uint32_t LayerLink::*there) {
    const auto isMeant = [&](const LayerLink& link) { return of.empty() || of[link.*here] != 0; };
    NeighbourTable table{std::vector<uint32_t>(graph.vertexCount() + 1), {}};
    for (const LayerLink& link : graph.links) table.begin[link.*here + 1] += isMeant(link) ? 1 : 0;
    std::partial_sum(table.begin.begin(), table.begin.end(), table.begin.begin());
    table.rows.resize(table.begin.back());
    std::vector<uint32_t> next(table.begin.begin(), table.begin.end() - 1);
    for (const LayerLink& link : graph.links)
        if (isMeant(link)) table.rows[next[link.*here]++] = {link.*there, link.weight, link.portY};
    return table;
}

class DummyBuilder {
public:
    DummyBuilder(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                 const Ranks& ranks)
        : edges_(edges), ranks_(ranks), trunkEnd_(ranks.rankOf) {
        graph_.nodeCount = static_cast<uint32_t>(nodes.size());
        graph_.layerOf = ranks.rankOf;
        for (const LayoutNode& node : nodes) graph_.height.push_back(node.height);
        graph_.before.assign(nodes.size(), Layered::kNone);
        graph_.origin.resize(nodes.size());
        std::iota(graph_.origin.begin(), graph_.origin.end(), 0U);
        graph_.lastStop.assign(edges.size(), Layered::kNone);
        graph_.portY.resize(edges.size());
    }

    Layered build() {
        measureTrunks();
        graph_.links.reserve(2 * edges_.size());
        for (uint32_t node = 0; node < graph_.nodeCount; ++node) addTrunk(node);
        graph_.trunk.push_back(graph_.vertexCount());
        for (uint32_t edge : inPortOrder()) addEdge(edge);
        return std::move(graph_);
    }

private:
    uint32_t span(const LayoutEdge& edge) const {
        return ranks_.rankOf[edge.to] - ranks_.rankOf[edge.from];
    }
    bool isCapped(const LayoutEdge& edge) const { return capped_ && span(edge) > kFullSpan; }

    // Layers of the last dummies behind each node.
    void measureTrunks() {
        std::vector<uint32_t> furthest = ranks_.rankOf;
        uint64_t stops = 0;
        for (std::size_t e = 0; e < edges_.size(); ++e) {
            if (!ranks_.kept[e]) continue;
            furthest[edges_[e].from] =
                std::max(furthest[edges_[e].from], ranks_.rankOf[edges_[e].to] - 1);
            stops += span(edges_[e]) - 1;
        }
        uint64_t dummies = 0;
        for (uint32_t n = 0; n < graph_.nodeCount; ++n) dummies += furthest[n] - ranks_.rankOf[n];
        capped_ = dummies > uint64_t{kBudgetPerNode} * graph_.nodeCount ||
                  stops > uint64_t{kStopsPerNode} * graph_.nodeCount;
        if (!capped_) {
            trunkEnd_ = std::move(furthest);
            return;
        }
        for (std::size_t e = 0; e < edges_.size(); ++e) {
            if (!ranks_.kept[e]) continue;
            const uint32_t count = isCapped(edges_[e]) ? kEnds : span(edges_[e]) - 1;
            uint32_t& end = trunkEnd_[edges_[e].from];
            end = std::max(end, ranks_.rankOf[edges_[e].from] + count);
        }
    }

    uint32_t addDummy(uint32_t layer, uint32_t before) {
        const uint32_t dummy = graph_.vertexCount();
        graph_.layerOf.push_back(layer);
        graph_.height.push_back(0);
        graph_.before.push_back(before);
        graph_.origin.push_back(graph_.origin[before]);
        return dummy;
    }

    void addTrunk(uint32_t node) {
        graph_.trunk.push_back(graph_.vertexCount());
        uint32_t last = node;
        for (uint32_t layer = ranks_.rankOf[node] + 1; layer <= trunkEnd_[node]; ++layer) {
            const uint32_t dummy = addDummy(layer, last);
            graph_.links.push_back({last, dummy, 0, 0});  // addEdge counts the edges
            last = dummy;
        }
    }

    void addEdge(uint32_t e) {
        const LayoutEdge& edge = edges_[e];
        const uint32_t target = ranks_.rankOf[edge.to];
        const uint32_t count = isCapped(edge) ? kEnds : span(edge) - 1;
        const uint32_t trunk = graph_.trunk[edge.from];
        uint32_t last = count == 0 ? edge.from : trunk + count - 1;
        // The links of all trunks come first, in the order of their dummies.
        for (uint32_t i = 0; i < count; ++i) ++graph_.links[trunk + i - graph_.nodeCount].weight;
        if (isCapped(edge)) {
            for (uint32_t layer = target - kEnds; layer < target; ++layer) {
                const uint32_t dummy = addDummy(layer, last);
                if (layer == target - kEnds)
                    graph_.farLinks.push_back({last, dummy});
                else
                    graph_.links.push_back({last, dummy, 1, 0});
                last = dummy;
            }
        }
        graph_.links.push_back({last, edge.to, 1, graph_.portY[e]});
        graph_.lastStop[e] = last;
    }

    // Edges by target, then port; spreads them over the left sides.
    std::vector<uint32_t> inPortOrder() {
        std::vector<uint32_t> order;
        order.reserve(edges_.size());
        for (uint32_t e = 0; e < edges_.size(); ++e)
            if (ranks_.kept[e]) order.push_back(e);
        const auto arrivesBefore = [&](uint32_t a, uint32_t b) {
            return std::tie(edges_[a].to, edges_[a].port, a) <
                   std::tie(edges_[b].to, edges_[b].port, b);
        };
        if (!std::is_sorted(order.begin(), order.end(), arrivesBefore))
            std::sort(order.begin(), order.end(), arrivesBefore);
        for (std::size_t i = 0; i < order.size();) {
            const uint32_t to = edges_[order[i]].to;
            std::size_t end = i;
            while (end < order.size() && edges_[order[end]].to == to) ++end;
            const float step = graph_.height[to] / static_cast<float>(end - i + 1);
            for (std::size_t k = i; k < end; ++k)
                graph_.portY[order[k]] =
                    static_cast<float>(k - i + 1) * step - graph_.height[to] / 2;
            i = end;
        }
        return order;
    }

    std::span<const LayoutEdge> edges_;
    const Ranks& ranks_;
    bool capped_ = false;
    std::vector<uint32_t> trunkEnd_;  // by node: layer of the last dummy behind it
    Layered graph_;
};

}  // namespace

Layered addDummies(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                   const Ranks& ranks) {
    return DummyBuilder(nodes, edges, ranks).build();
}

void addNeighbours(Layered& graph, std::span<const uint8_t> of) {
    graph.left = neighbours(graph, of, &LayerLink::to, &LayerLink::from);
    graph.right = neighbours(graph, of, &LayerLink::from, &LayerLink::to);
}

}  // namespace cst
