#pragma once

#include "engine/base/hash.h"
#include "engine/profile/statistics_file.h"
#include "engine/session/run_results.h"
#include "engine/session/run_snapshot.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace cst {

/// What the nodes of a document took over its runs, by identity and by what a node itself does: its
/// operation, options and types. Where that changes, the node begins anew, and no other; renaming
/// it, or a change of what it is given, does nothing.
/// What counts are runs that did the node's work, be it that a fallback or what needed it stood in
/// for what it failed to bring, as in ProfileBuilder: not what failed for good, was known from a
/// run before, was skipped, was settled before the run, or was worked out within another node or by
/// its twin. A node takes the time of what is worked out within it, as its badge shows it. Not
/// thread safe. Cost: O(nodes) a report.
class StatisticsKeeper {
public:
    /// Fills in what is known of the nodes of a report; that of a run which has ended counts first,
    /// once. `source`: the plan that runs.
    void show(RunSnapshot& report, const RunResults& results, const Plan& source);

    /// What the document's nodes took before this process. A node goes on from there if there is
    /// one of its key that does the same; where another one has its key, that begins anew.
    void goOnFrom(std::vector<SavedStatistics> saved);
    /// Of those, the ones that no graph has had a node for.
    std::vector<SavedStatistics> left() const;

private:
    struct Kept {
        Hash128 own;
        NodeStatistics::Pointer statistics;
    };

    void adopt(const RunSnapshot& report, const std::vector<Hash128>& own, const Plan& source);
    void forgetOld(const RunSnapshot& report);

    std::unordered_map<NodeIdentity, Kept> kept_;
    std::unordered_map<std::string, SavedStatistics> saved_;  // by key: not asked for yet
    uint64_t lastRun_ = 0;                                    // that counts
};

}  // namespace cst
