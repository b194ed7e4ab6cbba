#include "engine/session/graph_delta.h"

#include <algorithm>
#include <optional>
#include <span>
#include <tuple>

namespace cst {
namespace {

constexpr uint32_t kIsNew = UINT32_MAX;

/// A graph with what is needed to compare its nodes.
class Side {
public:
    explicit Side(const Snapshot& snapshot)
        : graph_(*snapshot.graph), shown_(snapshot.shown), firstEdge_(graph_.nodes.size() + 1) {
        for (const GraphEdge& edge : graph_.edges) {
            ++firstEdge_[edge.to.index + 1];
        }
        for (std::size_t i = 1; i < firstEdge_.size(); ++i) {
            firstEdge_[i] += firstEdge_[i - 1];
        }
    }

    uint32_t size() const { return static_cast<uint32_t>(graph_.nodes.size()); }
    const GraphNode& node(uint32_t i) const { return graph_.nodes[NodeId(i)]; }
    NodeIdentity identity(uint32_t i) const { return shown_[i].identity; }
    bool isGhost(uint32_t i) const { return shown_[i].ghost; }
    std::span<const GraphEdge> edgesInto(uint32_t i) const {
        return std::span(graph_.edges).subspan(firstEdge_[i], firstEdge_[i + 1] - firstEdge_[i]);
    }

private:
    const Graph& graph_;
    const std::vector<ShownNode>& shown_;
    std::vector<uint32_t> firstEdge_;  // by consumer
};

bool looksTheSame(const Side& a, uint32_t i, const Side& b, uint32_t k) {
    const GraphNode& left = a.node(i);
    const GraphNode& right = b.node(k);
    const auto look = [](const GraphNode& node) {
        return std::tie(node.key, node.name, node.label, node.module, node.kind, node.type,
                        node.broken, node.effectful, node.shape);
    };
    const std::span<const GraphEdge> ins = a.edgesInto(i);
    const std::span<const GraphEdge> others = b.edgesInto(k);
    return look(left) == look(right) && a.isGhost(i) == b.isGhost(k) &&
           std::equal(ins.begin(), ins.end(), others.begin(), others.end(),
                      [&](const GraphEdge& x, const GraphEdge& y) {
                          return a.identity(x.from.index) == b.identity(y.from.index) &&
                                 x.port == y.port && x.portName == y.portName && x.kind == y.kind &&
                                 x.type == y.type;
                      });
}

}  // namespace

GraphDelta graphDelta(const Snapshot* before, const Snapshot& now) {
    GraphDelta delta;
    const Side fresh(now);
    std::vector<uint32_t> oldOf;  // by identity: index in the graph before
    std::optional<Side> old;
    if (before != nullptr) {
        old.emplace(*before);
        for (uint32_t i = 0; i < old->size(); ++i) {
            const uint32_t identity = old->identity(i).index;
            oldOf.resize(std::max<std::size_t>(oldOf.size(), identity + 1), kIsNew);
            oldOf[identity] = i;
        }
    }
    for (uint32_t i = 0; i < fresh.size(); ++i) {
        const NodeIdentity identity = fresh.identity(i);
        const bool isKnown = identity.index < oldOf.size() && oldOf[identity.index] != kIsNew;
        if (!isKnown) {
            delta.added.push_back(identity);
            continue;
        }
        if (!looksTheSame(*old, oldOf[identity.index], fresh, i)) {
            delta.changed.push_back(identity);
        }
        oldOf[identity.index] = kIsNew;
    }
    for (uint32_t i = 0; i < oldOf.size(); ++i) {
        if (oldOf[i] != kIsNew) {
            delta.removed.push_back(NodeIdentity(i));
        }
    }
    return delta;
}

}  // namespace cst
