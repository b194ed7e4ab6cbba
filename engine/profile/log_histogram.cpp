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
    if (counts_.empty()) {
        first_ = bucket;
    } else if (bucket < first_) {
        counts_.insert(counts_.begin(), first_ - bucket, 0);
        first_ = bucket;
    }
    if (bucket - first_ >= counts_.size()) {
        counts_.resize(bucket - first_ + 1);
    }
    ++counts_[bucket - first_];
    ++count_;
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
