#include "engine/profile/load_series.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

constexpr int64_t kLongestNs = int64_t{1} << 60U;

void fill(LoadBucket& bucket, const FineHistogram& took) {
    const auto us = [&](double share) {
        return static_cast<double>(took.percentileNs(share)) / 1000;
    };
    bucket.ended = took.count();
    bucket.p50Us = us(0.5);
    bucket.p95Us = us(0.95);
    bucket.p99Us = us(0.99);
    bucket.maxUs = static_cast<double>(took.maxNs()) / 1000;
    if (bucket.endNs > bucket.startNs) {
        bucket.perSecond = static_cast<double>(bucket.ended) * 1e9 /
                           static_cast<double>(bucket.endNs - bucket.startNs);
    }
}

}  // namespace

void LoadSeries::add(const LoadRun& run) {
    const int64_t startNs = std::clamp<int64_t>(run.startNs, 0, kLongestNs);
    const int64_t tookNs = std::clamp<int64_t>(run.tookNs, 0, kLongestNs);
    const int64_t endNs = startNs + tookNs;
    while (endNs / widthNs_ >= static_cast<int64_t>(kMostSlices)) {
        widen();
    }
    const auto at = static_cast<std::size_t>(endNs / widthNs_);
    if (at >= slices_.size()) {
        slices_.resize(at + 1);
    }
    slices_[at].took.add(tookNs);
    slices_[at].failed += run.failed ? 1 : 0;
    all_.add(tookNs);
    failed_ += run.failed ? 1 : 0;
    endNs_ = std::max(endNs_, endNs);
}

void LoadSeries::widen() {
    const std::size_t half = (slices_.size() + 1) / 2;
    for (std::size_t i = 0; i < half; ++i) {
        Slice both = std::move(slices_[2 * i]);
        if (2 * i + 1 < slices_.size()) {
            both.took.add(slices_[2 * i + 1].took);
            both.failed += slices_[2 * i + 1].failed;
        }
        slices_[i] = std::move(both);
    }
    slices_.resize(half);
    widthNs_ *= 2;
}

LoadBucket LoadSeries::bucketOf(std::size_t begin, std::size_t end) const {
    LoadBucket bucket;
    bucket.startNs = static_cast<int64_t>(begin) * widthNs_;
    bucket.endNs = std::min(static_cast<int64_t>(end) * widthNs_, endNs_);
    FineHistogram took;
    for (std::size_t i = begin; i < end; ++i) {
        took.add(slices_[i].took);
        bucket.failed += slices_[i].failed;
    }
    fill(bucket, took);
    return bucket;
}

LoadProfile LoadSeries::profile(std::size_t buckets) const {
    LoadProfile profile;
    if (ended() == 0) {
        profile.drift.reason = "nothing ran";
        return profile;
    }
    const std::size_t wanted = std::clamp<std::size_t>(ended() / LoadBucket::kLeastRuns, 1,
                                                       std::max<std::size_t>(buckets, 1));
    const std::size_t count = std::min(wanted, slices_.size());
    for (std::size_t i = 0; i < count; ++i) {
        profile.buckets.push_back(
            bucketOf(i * slices_.size() / count, (i + 1) * slices_.size() / count));
    }
    profile.whole.endNs = endNs_;
    profile.whole.failed = failed_;
    fill(profile.whole, all_);
    if (endNs_ > 0) {
        profile.meanConcurrency = all_.sumNs() / static_cast<double>(endNs_);
    }
    profile.drift = loadDrift(profile.buckets);
    return profile;
}

}  // namespace cst
