#include "engine/session/run_path.h"

#include <algorithm>
#include <cmath>

namespace cst {
namespace {

/// What is skipped or was not reached waits for nothing, and nothing waits for it.
bool hasEnded(const NodeRun& node) {
    return isDone(node.status) || node.status == NodeStatus::Failed ||
           node.status == NodeStatus::TimedOut;
}

bool waits(const NodeRun& node, const GraphEdge& edge) {
    return edge.kind == EdgeKind::Strict ||
           std::find(node.askedFor.begin(), node.askedFor.end(), edge.port) != node.askedFor.end();
}

}  // namespace

bool hasOwnTime(const RunSnapshot& run, uint32_t node) {
    const NodeRun& row = run.nodes[node];
    const NodeKind kind = run.compiled->graph->nodes[NodeId(node)].kind;
    const bool isWork =
        kind != NodeKind::Input && kind != NodeKind::Literal && kind != NodeKind::Output;
    return isWork && hasEnded(row) && row.status != NodeStatus::Cached && row.attempts > 0 &&
           !row.kept && row.wasUs < 0 && !row.folded && row.sharedWith < 0 && row.fusedInto < 0;
}

CriticalPath criticalPathOf(const RunSnapshot& run) {
    std::vector<int64_t> tookNs(run.nodes.size());
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        if (hasOwnTime(run, node)) {
            tookNs[node] = std::llround(run.nodes[node].shownUs() * 1000);
        }
    }
    return criticalPath(tookNs, pathEdgesOf(run));
}

std::vector<PathEdge> pathEdgesOf(const RunSnapshot& run) {
    std::vector<PathEdge> edges;
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        if (run.nodes[node].sharedWith >= 0) {
            edges.push_back({static_cast<uint32_t>(run.nodes[node].sharedWith), node});
        }
    }
    for (const GraphEdge& edge : run.compiled->graph->edges) {
        const NodeRun& consumer = run.nodes[edge.to.index];
        if (hasEnded(run.nodes[edge.from.index]) && hasEnded(consumer) && waits(consumer, edge)) {
            edges.push_back({edge.from.index, edge.to.index});
        }
    }
    return edges;
}

}  // namespace cst
