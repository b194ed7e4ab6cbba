#include "engine/session/broken_cause.h"

#include "engine/session/compiled_text.h"

#include <algorithm>

namespace cst {
namespace {

/// Where errors begin, from the first.
std::vector<uint32_t> errorPlaces(const Snapshot& snapshot) {
    std::vector<uint32_t> places;
    for (const Diagnostic& diagnostic : snapshot.diagnostics)
        if (diagnostic.isError()) places.push_back(diagnostic.range.begin);
    std::sort(places.begin(), places.end());
    return places;
}

}  // namespace

std::vector<uint32_t> brokenCauses(const Snapshot& snapshot) {
    if (snapshot.errorCount == 0) {
        return {};
    }
    // Not the graph that is shown: a ghost has the place of an older text. Indices are the same.
    std::shared_ptr<const Graph> graph = snapshot.graph.get();
    if (snapshot.compiled) {
        graph = CompiledText::lowered(snapshot.compiled).graph;
    }
    const std::vector<uint32_t> places = errorPlaces(snapshot);
    const auto count = static_cast<uint32_t>(graph->nodes.size());
    std::vector<uint32_t> causes(snapshot.graph->nodes.size(), kNoCause);
    std::vector<std::vector<uint32_t>> users(count);  // that are broken
    for (const GraphEdge& edge : graph->edges)
        if (graph->nodes[edge.to].broken) users[edge.from.index].push_back(edge.to.index);
    std::vector<uint32_t> open;
    for (uint32_t i = 0; i < count; ++i) {
        const GraphNode& node = graph->nodes[NodeId(i)];
        if (!node.broken) continue;
        const auto error =
            std::lower_bound(places.begin(), places.end(), snapshot.text->lineStart(node.line));
        if (error == places.end() || *error > node.range.end) continue;
        causes[i] = i;
        open.push_back(i);
    }
    for (std::size_t next = 0; next < open.size(); ++next) {  // the nearest first
        for (const uint32_t user : users[open[next]]) {
            if (causes[user] != kNoCause) continue;
            causes[user] = causes[open[next]];
            open.push_back(user);
        }
    }
    return causes;
}

}  // namespace cst
