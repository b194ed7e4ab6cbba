#pragma once

#include "engine/profile/load_series.h"
#include "engine/profile/run_log.h"
#include "engine/session/load_nodes.h"
#include "engine/session/load_snapshot.h"
#include "engine/session/pipeline_run.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace cst {

/// What the runs of a load come to. Memory is bounded: times go into histograms. Of the runs that
/// completed the one is kept whose time lies nearest to the median so far: what waited for what,
/// which decides about the critical path, is read from it at the end. What happened when is read
/// from the recorder at the end, as far as it is still there; the slowest run so far leaves its
/// records here at once. Thread safe. The engine outlives it.
class LoadTally {
public:
    LoadTally(Engine& engine, SnapshotPtr compiled, Executable executable);

    /// The clock of the load starts. Once, before a run that counts begins. `before`: the number of
    /// the run before that.
    void begin(Ticks at, uint64_t before);
    /// Takes a run that has ended, on the worker that ended it. `took` is room to work in. False if
    /// somebody stopped it, so that it does not count. Cost: O(nodes); of the slowest so far
    /// O(records since it began).
    bool count(std::shared_ptr<PipelineRun> ended, uint32_t slot,
               std::vector<LoadNodes::Took>& took);

    /// Throughput, latency, and the first failure. Cost: that of LoadSeries::profile().
    void tell(LoadSnapshot& report) const;
    /// At the end, of the runs that completed; null if none did. Takes a while: O(nodes).
    std::shared_ptr<const Profile> profile() const;
    /// At the end and soon: other runs write over what it is made of. Null if no run completed.
    /// Takes a while, see traceOfLoad().
    std::shared_ptr<const Trace> trace() const;

private:
    /// With what the recorder knows of it.
    struct Recorded {
        LoggedRun run;
        std::vector<AttemptRecord> records;
        uint64_t lost = 0;
    };
    std::optional<Recorded> recordedIfSlowest(const PipelineRun& ended, const LoggedRun& run,
                                              int64_t tookNs);
    void countCompleted(std::shared_ptr<PipelineRun>& ended, int64_t tookNs);
    void keepLast(int64_t tookNs);

    Engine& engine_;
    const SnapshotPtr compiled_;
    std::atomic<bool> hasError_{false};
    std::atomic<int64_t> slowestNs_{-1};

    mutable std::mutex mutex_;
    Ticks beganTicks_ = 0;  // guarded by mutex_, like all below
    uint64_t before_ = 0;
    LoadSeries series_;
    LoadNodes nodes_;
    FineHistogram completed_;    // what runs took that completed
    std::vector<float> lastUs_;  // likewise, one by one: every stride_th
    uint64_t stride_ = 1;
    std::optional<RunError> firstError_;
    std::shared_ptr<PipelineRun> nearest_;  // completed, and took about as long as most
    int64_t nearestNs_ = 0;
    int64_t medianNs_ = 0;  // as it was when there were medianOf_
    uint64_t medianOf_ = 0;
    RunLog log_;
    std::optional<Recorded> slowest_;
};

}  // namespace cst
