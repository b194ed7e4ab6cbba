#include "ui/profiler/timeline_track.h"

#include <algorithm>

namespace cst {

namespace {

constexpr std::size_t kSpansAStretch = 4;  // where they are spread evenly

}  // namespace

void TimelineTrack::add(const Span& span) {
    starts_.back() = span.startNs;
    starts_.push_back(INT64_MAX);
    before_.push_back(before_.back() + span.endNs - span.startNs);
    ++size_;
}

void TimelineTrack::seal() {
    starts_.resize(size_ + 1 + kFewToCount, INT64_MAX);
    starts_.shrink_to_fit();
    before_.shrink_to_fit();
    const int64_t end = size() == 0 ? 0 : starts_[size() - 1];
    const auto stretches = static_cast<int64_t>(size() / kSpansAStretch + 1);
    while ((end >> shift_) >= stretches) ++shift_;
    firstOf_.resize(static_cast<std::size_t>(end >> shift_) + 2);
    std::size_t span = 0;
    for (std::size_t i = 0; i + 1 < firstOf_.size(); ++i) {
        while (span < size() && (starts_[span] >> shift_) < static_cast<int64_t>(i)) ++span;
        firstOf_[i] = static_cast<uint32_t>(span);
    }
    firstOf_.back() = static_cast<uint32_t>(size());
}

std::size_t TimelineTrack::begunBefore(int64_t timeNs, std::size_t from, std::size_t to) const {
    const auto found = std::lower_bound(starts_.begin() + static_cast<std::ptrdiff_t>(from),
                                        starts_.begin() + static_cast<std::ptrdiff_t>(to), timeNs);
    return static_cast<std::size_t>(found - starts_.begin());
}

void TimelineTrack::places(std::span<const Time> times, std::span<Place> into) const {
    std::size_t begun = times.empty() ? 0 : at(times.front()).begun;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const int64_t nextNs = std::max<int64_t>(0, times[i].nextNs);  // as isBefore() asks
        begun += isBefore(starts_[begun], nextNs);
        begun += isBefore(starts_[begun], nextNs);
        if (starts_[begun] < nextNs) begun = begunBefore(nextNs);
        into[i] = placeAt(times[i], begun);
    }
}

}  // namespace cst
