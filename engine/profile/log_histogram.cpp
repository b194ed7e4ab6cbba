#include "engine/profile/log_histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace cst {
namespace {

constexpr double kPerOctave = 8;
constexpr double kMostBuckets = LogHistogram::kBuckets;

/// What is shorter than a nanosecond, or longer than all buckets, counts in the last one there.
uint32_t bucketOf(double us) {
    const double ns = std::max(1.0, us * 1000);
    const double bucket = std::min(std::floor(std::log2(ns) * kPerOctave), kMostBuckets - 1);
    return static_cast<uint32_t>(bucket);
}

double timeUs(double bucket) {
    return std::exp2(bucket / kPerOctave) / 1000;
}

}  // namespace

void LogHistogram::add(double us) {
    const uint32_t bucket = bucketOf(us);
    makeRoom(bucket, bucket + 1);
    ++counts_[bucket - first_];
    ++count_;
}

void LogHistogram::add(const LogHistogram& other) {
    if (other.counts_.empty()) {
        return;
    }
    const auto size = static_cast<uint32_t>(other.counts_.size());
    makeRoom(other.first_, other.first_ + size);
    for (uint32_t i = 0; i < size; ++i) {
        counts_[other.first_ - first_ + i] += other.counts_[i];
    }
    count_ += other.count_;
}

void LogHistogram::makeRoom(uint32_t from, uint32_t to) {
    if (counts_.empty()) {
        first_ = from;
    } else if (from < first_) {
        counts_.insert(counts_.begin(), first_ - from, 0);
        first_ = from;
    }
    if (to - first_ > counts_.size()) {
        counts_.resize(to - first_);
    }
}

bool LogHistogram::restore(uint32_t firstBucket, std::vector<uint32_t> counts, LogHistogram& to) {
    if (firstBucket > kBuckets || counts.size() > kBuckets - firstBucket) {
        return false;
    }
    to.first_ = firstBucket;
    to.count_ = std::accumulate(counts.begin(), counts.end(), uint64_t{0});
    to.counts_ = std::move(counts);
    return true;
}

double LogHistogram::percentileUs(double share) const {
    const double rank = std::max(1.0, std::ceil(share * static_cast<double>(count_)));
    uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        seen += counts_[i];
        if (static_cast<double>(seen) >= rank) {
            return timeUs(first_ + static_cast<double>(i) + 0.5);
        }
    }
    return 0;
}

double LogHistogram::boundUs(std::size_t bucket) const {
    return timeUs(first_ + static_cast<double>(bucket));
}

}  // namespace cst
