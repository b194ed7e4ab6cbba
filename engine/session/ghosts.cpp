#include "engine/session/ghosts.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>

namespace cst {
namespace {

constexpr uint32_t kNoNode = UINT32_MAX;

/// One overlay in the making. Everything that a node asks for is looked up once for all of them: a
/// text may have as many broken declarations as lines.
class Overlay {
public:
    Overlay(const Graph& graph, std::vector<ShownNode>& shown, const Graph& last,
            const std::vector<ShownNode>& lastShown)
        : graph_(std::make_shared<Graph>(graph)),
          shown_(shown),
          last_(last),
          lastShown_(lastShown),
          newOf_(last.nodes.size(), kNoNode),
          lastOf_(shown.size(), kNoNode),
          hasOperands_(shown.size()),
          givesUpUses_(shown.size()) {
        std::unordered_map<NodeIdentity, uint32_t> nodes;
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            nodes.emplace(shown_[i].identity, static_cast<uint32_t>(i));
        }
        for (uint32_t i = 0; i < lastShown_.size(); ++i) {
            const auto found = nodes.find(lastShown_[i].identity);
            if (found != nodes.end()) {
                newOf_[i] = found->second;
                lastOf_[found->second] = i;
            } else if (const std::string_view key = last_.nodes[NodeId(i)].key;
                       key.find('/') != std::string_view::npos) {
                goneIn_[key.substr(0, key.find('/'))].push_back(i);
            }
        }
        for (const GraphEdge& edge : graph_->edges) {
            hasOperands_[edge.to.index] = hasOperands_[edge.to.index] || edge.portName != kUsesPort;
        }
        // Edges are ordered by consumer: this is where those of each consumer begin.
        lastEdges_.assign(last_.nodes.size() + 1, 0);
        for (const GraphEdge& edge : last_.edges) {
            ++lastEdges_[edge.to.index + 1];
        }
        std::partial_sum(lastEdges_.begin(), lastEdges_.end(), lastEdges_.begin());
    }

    void restore(uint32_t node) {
        shown_[node].ghost = true;
        const uint32_t old = lastOf_[node];
        if (old == kNoNode) {
            return;
        }
        const GraphNode& was = last_.nodes[NodeId(old)];
        GraphNode& row = graph_->nodes[NodeId(node)];
        if (was.broken && !lastShown_[old].ghost) {
            return;  // it never compiled
        }
        const bool isPort = row.kind == NodeKind::Input || row.kind == NodeKind::Output;
        if (!isPort || row.name.empty()) {  // ports are called as they are written
            row.label = was.label;
        }
        row.kind = was.kind;
        row.type = was.type;
        row.module = was.module;
        if (hasOperands_[node]) {
            return;  // it stands as it is written, something above it is wrong
        }
        givesUpUses_[node] = true;
        bringBack(old, row);
    }

    std::shared_ptr<const Graph> finish() {
        std::erase_if(graph_->edges, [&](const GraphEdge& edge) {
            return edge.portName == kUsesPort && givesUpUses_[edge.to.index];
        });
        graph_->edges.insert(graph_->edges.end(), broughtBack_.begin(), broughtBack_.end());
        std::stable_sort(graph_->edges.begin(), graph_->edges.end(),
                         [](const GraphEdge& a, const GraphEdge& b) {
                             return a.to != b.to ? a.to < b.to : a.port < b.port;
                         });
        // Old texts live in the old graph's arena, and it may go: take them over.
        const auto own = [&](std::string_view& text) { text = graph_->texts.add(text); };
        for (std::size_t i = 0; i < graph_->nodes.size(); ++i) {
            if (shown_[i].ghost) {
                GraphNode& node = graph_->nodes[NodeId(i)];
                for (std::string_view* text : {&node.key, &node.name, &node.label, &node.module}) {
                    own(*text);
                }
            }
        }
        for (GraphEdge& edge : graph_->edges) {
            if (shown_[edge.to.index].ghost) {
                own(edge.portName);
            }
        }
        return graph_;
    }

private:
    /// The nodes that were nested in a declaration, and the edges of all of it.
    void bringBack(uint32_t old, GraphNode whole) {
        const auto firstNested = static_cast<uint32_t>(shown_.size());
        std::vector<uint32_t> consumers{old};
        const auto gone = goneIn_.find(last_.nodes[NodeId(old)].key);
        if (gone != goneIn_.end()) {
            for (const uint32_t nested : gone->second) {
                newOf_[nested] = addGhost(nested, whole);
                consumers.push_back(nested);
            }
            goneIn_.erase(gone);
        }
        for (const uint32_t consumer : consumers) {
            for (uint32_t e = lastEdges_[consumer]; e < lastEdges_[consumer + 1]; ++e) {
                GraphEdge edge = last_.edges[e];
                const uint32_t from = newOf_[edge.from.index];
                // From inside of it, or from what stands above it now: an edge from below could
                // close a circle.
                const bool isGood = from != kNoNode &&
                                    (from >= firstNested ||
                                     graph_->nodes[NodeId(from)].range.begin < whole.range.begin);
                if (isGood) {
                    edge.from = NodeId(from);
                    edge.to = NodeId(newOf_[consumer]);
                    broughtBack_.push_back(edge);
                }
            }
        }
    }

    uint32_t addGhost(uint32_t old, const GraphNode& whole) {
        GraphNode row = last_.nodes[NodeId(old)];
        row.key = graph_->texts.add({whole.key, row.key.substr(row.key.find('/'))});
        row.range = whole.range;
        row.line = whole.line;
        row.broken = true;
        ShownNode shown;
        shown.identity = lastShown_[old].identity;
        shown.ghost = true;
        shown_.push_back(shown);
        return graph_->nodes.add(row).index;
    }

    std::shared_ptr<Graph> graph_;
    std::vector<ShownNode>& shown_;
    const Graph& last_;
    const std::vector<ShownNode>& lastShown_;
    std::vector<uint32_t> newOf_;      // by node of last_
    std::vector<uint32_t> lastOf_;     // by node of the new graph
    std::vector<bool> hasOperands_;    // likewise: more than `uses`
    std::vector<bool> givesUpUses_;    // likewise
    std::vector<uint32_t> lastEdges_;  // by node of last_
    // Nodes of last_ that the new graph lacks, by the key of their declaration.
    std::unordered_map<std::string_view, std::vector<uint32_t>> goneIn_;
    std::vector<GraphEdge> broughtBack_;
};

}  // namespace

std::shared_ptr<const Graph> GhostKeeper::apply(std::shared_ptr<const Graph> graph,
                                                std::vector<ShownNode>& shown) {
    std::vector<uint32_t> broken;
    for (uint32_t i = 0; i < graph->nodes.size(); ++i) {
        if (graph->nodes[NodeId(i)].broken) {
            broken.push_back(i);
        }
    }
    if (!broken.empty()) {
        Overlay overlay(*graph, shown, *last_, lastShown_);
        for (const uint32_t node : broken) {
            overlay.restore(node);
        }
        graph = overlay.finish();
    }
    last_ = graph;
    lastShown_ = shown;
    return graph;
}

std::vector<uint32_t> sourceOrder(const Graph& graph, const std::vector<ShownNode>& shown) {
    std::vector<uint32_t> order(graph.nodes.size());
    std::iota(order.begin(), order.end(), 0U);
    const bool hasGhosts =
        std::any_of(shown.begin(), shown.end(), [](const ShownNode& node) { return node.ghost; });
    if (hasGhosts) {
        std::vector<uint64_t> places(order.size());  // beside each other, not a row apart
        for (const uint32_t node : order) {
            places[node] = uint64_t{graph.nodes[NodeId(node)].range.begin} << 32U | node;
        }
        std::sort(places.begin(), places.end());
        std::transform(places.begin(), places.end(), order.begin(),
                       [](uint64_t place) { return static_cast<uint32_t>(place); });
    }
    return order;
}

}  // namespace cst
