#pragma once

#include "engine/profile/fine_histogram.h"
#include "engine/profile/load_profile.h"

#include <cstdint>
#include <vector>

namespace cst {

/// The runs of a load as they end, in bounded room however many they are: a histogram for each
/// slice of its time. Where time goes on beyond the last slice, two become one, so slices are
/// always short against the whole. What it sums up to is what loadProfile() makes of all runs, but
/// for FineHistogram::kError. Not thread safe.
class LoadSeries {
public:
    static constexpr std::size_t kMostSlices = 128;

    /// In the order of their ends, or nearly so. Cost: some ten ns.
    void add(const LoadRun& run);

    uint64_t ended() const { return all_.count(); }
    uint64_t failed() const { return failed_; }
    const FineHistogram& latencies() const { return all_; }
    /// Cost: O(slices · buckets of a histogram), about 100 us.
    LoadProfile profile(std::size_t buckets = 60) const;

private:
    struct Slice {
        FineHistogram took;
        uint64_t failed = 0;
    };
    void widen();
    LoadBucket bucketOf(std::size_t begin, std::size_t end) const;

    std::vector<Slice> slices_;
    int64_t widthNs_ = 1 << 14;  // of a slice
    int64_t endNs_ = 0;          // of the last run
    FineHistogram all_;
    uint64_t failed_ = 0;
};

}  // namespace cst
