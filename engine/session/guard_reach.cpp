#include "engine/session/guard_reach.h"

#include <cstdint>
#include <utility>

namespace cst {
namespace {

using Sources = std::vector<std::vector<uint32_t>>;

Sources sourcesOf(const Graph& graph) {
    Sources sources(graph.nodes.size());
    for (const GraphEdge& edge : graph.edges) {
        sources[edge.to.index].push_back(edge.from.index);
    }
    return sources;
}

/// Marks what the open ones take their values from, and those from, up to what is marked already.
void markSources(const Sources& sources, std::vector<uint32_t> open, std::vector<bool>& marked) {
    while (!open.empty()) {
        const uint32_t node = open.back();
        open.pop_back();
        for (const uint32_t source : sources[node]) {
            if (!marked[source]) {
                marked[source] = true;
                open.push_back(source);
            }
        }
    }
}

}  // namespace

std::vector<bool> neededBy(const Graph& graph, std::span<const NodeId> nodes) {
    std::vector<uint32_t> open;
    for (const NodeId node : nodes) {
        const bool isKnown = node.index < graph.nodes.size();
        if (isKnown && graph.nodes[node].kind != NodeKind::Output) {
            open.push_back(node.index);
        }
    }
    std::vector<bool> needed(graph.nodes.size());
    markSources(sourcesOf(graph), std::move(open), needed);
    return needed;
}

std::vector<bool> askedWithout(const Graph& graph, std::span<const NodeId> closed) {
    std::vector<bool> isUsed(graph.nodes.size()), asked(graph.nodes.size());
    for (const GraphEdge& edge : graph.edges) {
        isUsed[edge.from.index] = true;
    }
    for (const NodeId node : closed) {
        asked[node.index] = true;  // so that nothing goes on behind it
    }
    std::vector<uint32_t> ends;
    for (uint32_t i = 0; i < isUsed.size(); ++i) {
        if (!isUsed[i] && !asked[i]) {
            asked[i] = true;
            ends.push_back(i);
        }
    }
    markSources(sourcesOf(graph), std::move(ends), asked);
    for (const NodeId node : closed) {
        asked[node.index] = false;
    }
    return asked;
}

}  // namespace cst
