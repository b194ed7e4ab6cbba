#include "engine/session/statistics_keeper.h"

#include "engine/session/lasting_hashes.h"
#include "engine/session/run_path.h"

#include <utility>

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

/// As a profile of runs that completed counts them. What failed for good has none: nobody knows
/// what it would have taken.
bool counts(const RunSnapshot& report, uint32_t node) {
    const NodeRun& row = report.nodes[node];
    return hasOwnTime(report, node) && (isDone(row.status) || row.recovered);
}

/// The size that everybody shows; of values that a look does not measure, about.
NodeSample sampleOf(const NodeRun& row) {
    const uint64_t bytes = row.bytes >= 0 ? static_cast<uint64_t>(row.bytes) : row.keptBytes;
    return {row.runUs, row.waitUs, row.cpuUs, bytes, row.attempts, row.waits.heldUs()};
}

}  // namespace

void StatisticsKeeper::show(RunSnapshot& report, const RunResults& results, const Plan& source) {
    const std::vector<Hash128> own = ownHashes(report, results, source);
    if (!saved_.empty()) {
        adopt(report, own, source);
    }
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

void StatisticsKeeper::goOnFrom(std::vector<SavedStatistics> saved) {
    for (SavedStatistics& each : saved) {
        saved_.emplace(each.key, std::move(each));
    }
}

std::vector<SavedStatistics> StatisticsKeeper::left() const {
    std::vector<SavedStatistics> left;
    for (const auto& [key, saved] : saved_) {
        left.push_back(saved);
    }
    return left;
}

void StatisticsKeeper::adopt(const RunSnapshot& report, const std::vector<Hash128>& own,
                             const Plan& source) {
    const Snapshot& compiled = *report.compiled;
    std::unordered_map<uint32_t, SavedStatistics> found;  // by node
    for (uint32_t node = 0; node < report.nodes.size(); ++node) {
        const auto place = saved_.find(std::string(compiled.graph->nodes[NodeId(node)].key));
        if (place != saved_.end()) {
            found.emplace(node, std::move(place->second));
            saved_.erase(place);
        }
    }
    const std::unordered_map<uint32_t, Hash128> lasting = lastingHashes(
        compiled, source, [&](uint32_t node) { return found.find(node) != found.end(); });
    for (auto& [node, saved] : found) {
        const auto hash = lasting.find(node);
        if (hash == lasting.end() || hash->second != saved.own) {
            continue;
        }
        Kept& kept = kept_[compiled.shown[node].identity];
        const bool isSame = kept.statistics && kept.own == own[node];
        if (kept.statistics && !isSame) {
            continue;  // it has been another one meanwhile
        }
        // Runs may have ended before it was known what there was.
        kept.statistics =
            isSame ? NodeStatistics::joined(*saved.statistics, *kept.statistics) : saved.statistics;
        kept.own = own[node];
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
