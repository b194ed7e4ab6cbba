#include "engine/session/ended_run.h"

#include "engine/base/hash.h"
#include "engine/session/text_groups.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace cst {
namespace {

/// What the nodes of a plan that ran are called in the text.
class Naming {
public:
    Naming(RunSnapshotPtr run, const OptimisedPlan& optimised)
        : run_(std::move(run)),
          graph_(*run_->compiled->graph),
          bytesIn_(bytesInOf(*run_)),
          groups_(textGroups(*run_->compiled)),
          shownAs_(optimised.plan->size(), kNoIndex) {
        const std::vector<NodeId>& graphNode = run_->compiled->plan->graphNode;
        const auto show = [&](NodeFate::Kind kind, bool worked) {
            for (uint32_t node = 0; node < graphNode.size(); ++node) {
                const NodeFate& fate = optimised.fates[node];
                const NodeRun& row = run_->nodes[graphNode[node].index];
                const bool isIt = !worked || (row.attempts > 0 && row.sharedWith < 0);
                if (fate.kind == kind && isIt && shownAs_[fate.node] == kNoIndex) {
                    shownAs_[fate.node] = graphNode[node].index;
                }
            }
        };
        // Of several that are one in the plan, the one that shows the time.
        show(NodeFate::Kind::Kept, true);
        show(NodeFate::Kind::Kept, false);
        show(NodeFate::Kind::Forwarded, false);
    }

    TraceNode operator()(uint32_t planNode) const {
        const uint32_t shown = planNode < shownAs_.size() ? shownAs_[planNode] : kNoIndex;
        if (shown == kNoIndex) {
            return {};
        }
        const GraphNode& node = graph_.nodes[NodeId(shown)];
        const TextGroup* const group = groupAt(groups_, node.range.begin);
        return {std::string(node.key), group == nullptr ? "" : group->name, node.line,
                bytesIn_[shown], run_->nodes[shown].bytes};
    }

private:
    const RunSnapshotPtr run_;
    const Graph& graph_;
    const std::vector<int64_t> bytesIn_;  // by node of the graph
    const std::vector<TextGroup> groups_;
    std::vector<uint32_t> shownAs_;  // by node of the plan: in the graph
};

}  // namespace

std::function<TraceNode(uint32_t planNode)>
traceNames(RunSnapshotPtr run, std::shared_ptr<const OptimisedPlan> optimised) {
    auto naming = std::make_shared<const Naming>(std::move(run), *optimised);
    return [naming](uint32_t node) { return (*naming)(node); };
}

RunRecordPtr recordOf(EndedRun ended) {
    auto record = std::make_shared<RunRecord>();
    ended.times.describe = traceNames(ended.run, ended.optimised);
    record->trace = traceOfRun(ended.times);
    record->sourceHash = sourceHashOf(*ended.run->compiled);
    record->startedAtMs = ended.startedAtMs;
    record->threads = ended.times.workers;
    record->document = ended.document;
    record->run = std::move(ended.run);
    return record;
}

void setPhases(RecordedTimes& times, const RunSnapshot& run, bool withCompile) {
    const auto add = [](std::vector<TracedPhase>& phases, const char* name, int64_t ns) {
        if (ns > 0) {
            phases.push_back({name, ns});
        }
    };
    if (withCompile) {
        const PhaseTimes& compile = run.compiled->times;
        add(times.before, "parse", compile.parse);
        add(times.before, "check", compile.check);
        add(times.before, "plan", compile.plan);
        add(times.before, "layout", compile.layout);
    }
    add(times.before, "optimise", std::llround(run.times.optimiseUs * 1000));
    add(times.before, "decode", std::llround(run.times.inputUs * 1000));
    add(times.after, "encode", std::llround(run.times.outputUs * 1000));
}

std::vector<int64_t> bytesInOf(const RunSnapshot& run) {
    const Graph& graph = *run.compiled->graph;
    if (run.nodes.size() != graph.nodes.size()) {
        return {};
    }
    std::vector<int64_t> bytes(graph.nodes.size(), -1);
    std::vector<bool> isKnown(graph.nodes.size(), true);
    for (const GraphEdge& edge : graph.edges) {
        const int64_t more = run.nodes[edge.from.index].bytes;
        isKnown[edge.to.index] = isKnown[edge.to.index] && more >= 0;
        int64_t& sum = bytes[edge.to.index];
        sum = isKnown[edge.to.index] ? std::max<int64_t>(sum, 0) + more : -1;
    }
    return bytes;
}

std::string sourceHashOf(const Snapshot& compiled) {
    return hashBytes(compiled.text->bytes()).hex();
}

}  // namespace cst
