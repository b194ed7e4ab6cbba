#pragma once

#include "engine/base/hash.h"
#include "engine/session/run_results.h"
#include "engine/session/run_snapshot.h"

#include <unordered_map>

namespace cst {

/// What the nodes of a document took over its runs, by identity and by what a node itself does: its
/// operation, options and types. Where that changes, the node begins anew, and no other; renaming
/// it, or a change of what it is given, does nothing.
/// What counts are runs that completed the node's work: not what was known from a run before, was
/// skipped, was settled before the run, or was worked out within another node or by its twin. A
/// node takes the time of what is worked out within it, as its badge shows it. Not thread safe.
/// Cost: O(nodes) a report.
class StatisticsKeeper {
public:
    /// Fills in what is known of the nodes of a report; that of a run which has ended counts first,
    /// once. `source`: the plan that runs.
    void show(RunSnapshot& report, const RunResults& results, const Plan& source);

private:
    struct Kept {
        Hash128 own;
        NodeStatistics::Pointer statistics;
    };

    void forgetOld(const RunSnapshot& report);

    std::unordered_map<NodeIdentity, Kept> kept_;
    uint64_t lastRun_ = 0;  // that counts
};

}  // namespace cst
