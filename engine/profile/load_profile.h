#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cst {

/// One run of a load, on a clock of the load's own.
struct LoadRun {
    int64_t startNs = 0;  // since the load began
    int64_t tookNs = 0;
    bool failed = false;
};

/// What a load did during one stretch of its time.
struct LoadBucket {
    static constexpr std::size_t kLeastRuns = 10;  // in each, where there are as many

    int64_t startNs = 0;
    int64_t endNs = 0;
    uint64_t ended = 0;   // runs that ended in it; latencies are theirs
    uint64_t failed = 0;  // of those
    double perSecond = 0;
    double p50Us = 0, p95Us = 0, p99Us = 0, maxUs = 0;  // 0 if none ended
};

/// Does it get slower or faster the longer it goes on?
struct LoadDrift {
    enum class Kind : uint8_t { None, Slower, Faster };
    Kind kind = Kind::None;
    double change = 0;    // of the median, from the beginning of the load to its end: 0.1 = +10 %
    int64_t sinceNs = 0;  // where the level changed most
    std::string reason;   // why nothing can be said; "" = something can
};

/// N runs at some concurrency, summed up: throughput and latency over time.
struct LoadProfile {
    std::vector<LoadBucket> buckets;  // equally long, from 0 to the end of the last run
    LoadBucket whole;
    double meanConcurrency = 0;  // runs that were under way at once, over the whole time
    LoadDrift drift;
};

/// In:  runs in any order; negative times count as 0. `buckets` at most that many, fewer if there
///      are not ten runs for each.
/// Cost: O(runs · log runs).
LoadProfile loadProfile(std::span<const LoadRun> runs, std::size_t buckets = 60);

/// In:  buckets that follow on each other, of ten runs and more.
/// Cost: O(buckets²).
LoadDrift loadDrift(std::span<const LoadBucket> buckets);

}  // namespace cst
