#include "engine/session/statistics_keeper.h"

#include "engine/session/run_path.h"

#include <vector>

namespace cst {
namespace {

/// By node of the graph. One that a person sees as one may be several of the plan.
std::vector<Hash128> ownHashes(const RunSnapshot& report, const RunResults& results,
                               const Plan& source) {
    std::vector<Hash128> own(report.nodes.size());
    for (uint32_t node = 0; node < source.size(); ++node) {
        Hash128& hash = own[source.graphNode[node].index];
        hash = hash == Hash128() ? results.ownOf(node) : hashPair(hash, results.ownOf(node));
    }
    return own;
}

bool counts(const RunSnapshot& report, uint32_t node) {
    return report.nodes[node].status == NodeStatus::Completed && hasOwnTime(report, node);
}

NodeSample sampleOf(const NodeRun& row) {
    return {row.runUs, row.waitUs, row.cpuUs, row.keptBytes, row.attempts};
}

}  // namespace

void StatisticsKeeper::show(RunSnapshot& report, const RunResults& results, const Plan& source) {
    const std::vector<Hash128> own = ownHashes(report, results, source);
    const bool isNew = report.finished() && report.run > lastRun_;
    for (uint32_t node = 0; node < report.nodes.size(); ++node) {
        const NodeIdentity identity = report.compiled->shown[node].identity;
        NodeRun& row = report.nodes[node];
        const bool adds = isNew && counts(report, node);
        const auto found = adds ? kept_.try_emplace(identity).first : kept_.find(identity);
        if (found == kept_.end()) {
            continue;
        }
        Kept& kept = found->second;
        const bool isSame = kept.own == own[node];
        if (adds) {
            kept.statistics =
                NodeStatistics::with(isSame ? kept.statistics : nullptr, sampleOf(row));
            kept.own = own[node];
        }
        if (kept.own == own[node]) {
            row.statistics = kept.statistics;
        }
    }
    if (isNew) {
        lastRun_ = report.run;
        forgetOld(report);
    }
}

/// Nodes that are gone are kept for a while: what is undone comes back.
void StatisticsKeeper::forgetOld(const RunSnapshot& report) {
    if (kept_.size() <= 4 * report.nodes.size() + 1000) {
        return;
    }
    std::unordered_map<NodeIdentity, Kept> current;
    for (const ShownNode& shown : report.compiled->shown) {
        if (const auto found = kept_.find(shown.identity); found != kept_.end()) {
            current.insert(*found);
        }
    }
    kept_ = std::move(current);
}

}  // namespace cst
