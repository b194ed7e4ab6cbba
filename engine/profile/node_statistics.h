#pragma once

#include "engine/profile/log_histogram.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace cst {

/// What a node took in one run that did its work.
struct NodeSample {
    double runUs = 0;       // on a worker
    double waitUs = 0;      // for anything but a worker
    double cpuUs = -1;      // -1 = not measured
    uint64_t bytes = 0;     // that its value takes, about; 0 = not measured
    uint32_t attempts = 1;  // calls of what it does
    double heldUs = 0;      // of the wait: for a throttle or a permit
    double tookUs() const { return runUs + std::max(0.0, waitUs - heldUs); }
};

/// What a node took over its runs: run and wait together, but for what held it back before its
/// attempts, as its badge shows them.
/// Immutable: any thread reads it. A run more makes a new one that shares the times of this one, so
/// it is cheap to hand out one a run.
class NodeStatistics {
public:
    static constexpr std::size_t kLast = 128;  // times that are kept one by one
    using Pointer = std::shared_ptr<const NodeStatistics>;

    /// Those of `before` (null = none yet) and of a run more. One thread at a time for all that
    /// come of one another. Cost: some 200 ns.
    static Pointer with(const Pointer& before, const NodeSample& sample);
    /// Those of `before` and of the runs of `newer`, which came behind them; neither is null.
    static Pointer joined(const NodeStatistics& before, const NodeStatistics& newer);

    /// What they are made of, for a file.
    struct Parts {
        std::vector<float> lastUs;
        uint32_t firstBucket = 0;
        std::vector<uint32_t> counts;  // of the histogram
        double sumUs = 0, minUs = 0, maxUs = 0;
        uint64_t attempts = 0;
        NodeSample latest;
    };
    /// Null if they contradict each other: whoever wrote them, nothing here is harmed.
    static Pointer of(const Parts& parts);

    // Of all runs.
    uint64_t count() const { return histogram_.count(); }
    uint64_t attempts() const { return attempts_; }
    double meanUs() const { return sumUs_ / static_cast<double>(count()); }
    double sumUs() const { return sumUs_; }
    double minUs() const { return minUs_; }
    double maxUs() const { return maxUs_; }
    const LogHistogram& histogram() const { return histogram_; }
    /// The time that this share of all runs did not exceed: from the histogram, so that it is off
    /// by LogHistogram::kError at most. Cost: O(buckets).
    double percentileOfAllUs(double share) const;

    /// The same of the last 128 runs, exact (nearest rank). Cost: about 1 us.
    double percentileUs(double share) const;
    /// Times of the last runs, the oldest first, 128 at most. Good as long as this is.
    std::span<const float> lastUs() const {
        return {times_->begin() + begin_, times_->begin() + end_};
    }
    /// The last run; its processor time is that of the last one that measured it.
    const NodeSample& latest() const { return latest_; }

private:
    /// Times in the order in which they came. What was written never changes: it belongs to all
    /// statistics that end behind it, and whoever goes on from the newest of them writes behind
    /// that.
    struct Times {
        explicit Times(std::size_t places) : room(places), values(new float[places]) {}
        float* begin() const { return values.get(); }
        const std::size_t room;
        std::size_t used = 0;  // of who writes
        const std::unique_ptr<float[]> values;
    };
    void append(float us);

    std::shared_ptr<Times> times_;
    std::size_t begin_ = 0, end_ = 0;  // of times_
    LogHistogram histogram_;
    double sumUs_ = 0, minUs_ = 0, maxUs_ = 0;
    uint64_t attempts_ = 0;
    NodeSample latest_;
};

}  // namespace cst
