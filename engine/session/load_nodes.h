#pragma once

#include "engine/profile/fine_histogram.h"
#include "engine/profile/profile.h"
#include "engine/session/optimised_once.h"
#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <vector>

namespace cst {

class Run;

/// What the nodes of a text take over the runs of a load, in bounded room however many runs these
/// are. Not thread safe; look() is.
class LoadNodes {
public:
    LoadNodes(SnapshotPtr compiled, Executable executable);

    /// Has every output and effect of a run that has ended got its value?
    bool isComplete(const Run& run) const;
    /// What one node took in one run.
    struct Took {
        uint32_t node = 0;  // of the graph
        int64_t runNs = 0;
        int64_t waitNs = 0;
        int64_t queueNs = 0;
        int64_t cpuNs = -1;
        NodeWaits waits;
    };
    /// Those of a run that has ended that did work of their own. Cost: O(nodes), some ten ns each.
    void look(const Run& run, std::vector<Took>& took) const;
    void add(const std::vector<Took>& took);

    /// A row for each node that did work of its own, in source order. `middle`: a run in the
    /// middle, of which are the path and the sizes. Cost: O(nodes + edges · log edges).
    std::vector<ProfileNode> rows(const RunSnapshot& middle) const;
    /// Those that have no row, as that run tells.
    std::vector<IdleNode> idle(const RunSnapshot& middle) const;

private:
    static constexpr std::size_t kLast = 128;
    struct Sums {
        FineHistogram took;       // run and wait, without what held it back
        std::vector<float> last;  // a ring, once it is full
        double waitNs = 0, queueNs = 0, cpuNs = 0;
        NodeWaits waits;
        uint64_t cpuRuns = 0;
    };
    struct Shown {
        uint32_t node = 0;  // of the graph
        uint32_t step = 0;  // that does its work
    };
    static TimeSummary summaryOf(const Sums& sums);

    const SnapshotPtr compiled_;
    const Executable executable_;
    std::vector<uint32_t> roots_;  // steps
    std::vector<Shown> shown_;
    std::vector<Sums> sums_;  // by node of the graph
};

/// Exact but for the percentiles, see FineHistogram::kError. `lastUs` is left empty.
TimeSummary summaryOf(const FineHistogram& times);

}  // namespace cst
