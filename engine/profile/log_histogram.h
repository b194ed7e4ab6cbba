#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cst {

/// Counts times in buckets that grow with what they count: eight an octave, from 1 ns on. It takes
/// room for what lies between the shortest and the longest time only.
class LogHistogram {
public:
    /// By this factor at most is percentileUs() off: half the width of a bucket.
    static constexpr double kError = 1.0443;      // 2^(1/16)
    static constexpr std::size_t kBuckets = 384;  // that there can be: up to 78 hours

    LogHistogram() = default;
    /// As firstBucket() and counts() told it. False: there can be no such histogram.
    static bool restore(uint32_t firstBucket, std::vector<uint32_t> counts, LogHistogram& to);

    void add(double us);
    /// What another one has counted. Cost: O(buckets).
    void add(const LogHistogram& other);
    /// The time that this share of all did not exceed (nearest rank): the middle of its bucket.
    /// Of none: 0. Cost: O(buckets).
    double percentileUs(double share) const;
    uint64_t count() const { return count_; }

    /// By bucket, from the one of the shortest time on.
    const std::vector<uint32_t>& counts() const { return counts_; }
    uint32_t firstBucket() const { return first_; }
    /// Where the bucket of that index begins; counts().size() = where the last one ends.
    double boundUs(std::size_t bucket) const;

private:
    /// So that there are buckets from the one of that number to the one before the other.
    void makeRoom(uint32_t from, uint32_t to);

    uint64_t count_ = 0;
    uint32_t first_ = 0;  // number of the bucket counts_ begins with, of all that there could be
    std::vector<uint32_t> counts_;
};

}  // namespace cst
