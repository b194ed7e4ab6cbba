#include "engine/profile/node_statistics.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cst {

NodeStatistics::Pointer NodeStatistics::with(const Pointer& before, const NodeSample& sample) {
    const auto now =
        before ? std::make_shared<NodeStatistics>(*before) : std::make_shared<NodeStatistics>();
    const double us = sample.tookUs();
    now->append(static_cast<float>(us));
    now->minUs_ = before ? std::min(now->minUs_, us) : us;
    now->maxUs_ = std::max(now->maxUs_, us);
    now->sumUs_ += us;
    now->attempts_ += sample.attempts;
    now->histogram_.add(us);
    const double cpuBefore = now->latest_.cpuUs;
    now->latest_ = sample;
    if (sample.cpuUs < 0) {
        now->latest_.cpuUs = cpuBefore;
    }
    return now;
}

NodeStatistics::Pointer NodeStatistics::joined(const NodeStatistics& before,
                                               const NodeStatistics& newer) {
    const auto now = std::make_shared<NodeStatistics>(before);
    for (const float us : newer.lastUs()) {
        now->append(us);
    }
    now->histogram_.add(newer.histogram_);
    now->minUs_ = std::min(before.minUs_, newer.minUs_);
    now->maxUs_ = std::max(before.maxUs_, newer.maxUs_);
    now->sumUs_ += newer.sumUs_;
    now->attempts_ += newer.attempts_;
    now->latest_ = newer.latest_;
    if (newer.latest_.cpuUs < 0) {
        now->latest_.cpuUs = before.latest_.cpuUs;
    }
    return now;
}

NodeStatistics::Pointer NodeStatistics::of(const Parts& parts) {
    const auto made = std::make_shared<NodeStatistics>();
    const bool isHistogram =
        LogHistogram::restore(parts.firstBucket, parts.counts, made->histogram_);
    const std::size_t last = parts.lastUs.size();
    if (!isHistogram || last == 0 || last > std::min<uint64_t>(made->count(), kLast) ||
        !(parts.minUs <= parts.maxUs)) {
        return nullptr;
    }
    for (const float us : parts.lastUs) {
        made->append(us);
    }
    made->sumUs_ = parts.sumUs;
    made->minUs_ = parts.minUs;
    made->maxUs_ = parts.maxUs;
    made->attempts_ = parts.attempts;
    made->latest_ = parts.latest;
    return made;
}

/// Twice the last 128 have room, so they are moved once in 128 runs; few runs take little room.
void NodeStatistics::append(float us) {
    const bool isNewest = times_ && times_->used == end_;
    if (!isNewest || end_ == times_->room) {
        const std::size_t kept = std::min(end_ - begin_, kLast - 1);
        auto moved = std::make_shared<Times>(std::clamp<std::size_t>(4 * kept, 8, 2 * kLast));
        if (kept > 0) {
            std::copy_n(times_->begin() + end_ - kept, kept, moved->begin());
        }
        times_ = std::move(moved);
        begin_ = 0;
        end_ = kept;
    }
    times_->begin()[end_++] = us;
    times_->used = end_;
    begin_ = std::max(begin_, end_ - std::min(end_, kLast));
}

double NodeStatistics::percentileOfAllUs(double share) const {
    return std::clamp(histogram_.percentileUs(share), minUs_, maxUs_);
}

double NodeStatistics::percentileUs(double share) const {
    const std::span<const float> last = lastUs();
    std::array<float, kLast> times{};
    std::copy(last.begin(), last.end(), times.begin());
    const double rank = std::ceil(share * static_cast<double>(last.size()));
    const auto place = times.begin() + static_cast<std::ptrdiff_t>(std::max(rank, 1.0) - 1);
    std::nth_element(times.begin(), place,
                     times.begin() + static_cast<std::ptrdiff_t>(last.size()));
    return *place;
}

}  // namespace cst
