#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cst {

/// Counts times so finely that it can stand in for them: 128 buckets an octave, below 256 ns one a
/// nanosecond. It takes room for what lies between the shortest and the longest time only, half a
/// kilobyte an octave. Not thread safe.
class FineHistogram {
public:
    /// By this share at most is a percentile off: half the width of a bucket.
    static constexpr double kError = 0.004;

    void add(int64_t ns);  // negative counts as 0. Cost: a few ns
    void add(const FineHistogram& other);

    uint64_t count() const { return count_; }
    // Exact; of none 0:
    double meanNs() const { return count_ == 0 ? 0 : sumNs_ / static_cast<double>(count_); }
    double sumNs() const { return sumNs_; }
    int64_t minNs() const { return minNs_; }
    int64_t maxNs() const { return maxNs_; }
    /// The time that this share of all did not exceed (nearest rank). Of none: 0.
    /// Cost: O(buckets).
    int64_t percentileNs(double share) const;

    /// Times that are shown as one.
    struct Bar {
        int64_t fromNs = 0;
        int64_t toNs = 0;  // exclusive
        uint64_t count = 0;
    };
    /// At most so many, from the shortest time to the longest, each of as many buckets: as good as
    /// equally wide on a logarithmic axis.
    std::vector<Bar> bars(std::size_t most) const;

private:
    void makeRoom(std::size_t index);

    uint64_t count_ = 0;
    double sumNs_ = 0;
    int64_t minNs_ = 0;
    int64_t maxNs_ = 0;
    std::size_t first_ = 0;  // the bucket that counts_ begins with
    std::vector<uint32_t> counts_;
};

}  // namespace cst
