#include "ui/profiler/timeline_track.h"

#include <algorithm>

namespace cst {

namespace {

constexpr std::size_t kSpansAStretch = 4;  // where they are spread evenly

}  // namespace

void TimelineTrack::add(const Span& span) {
    Entry& last = entries_.back();
    const int64_t before = last.beforeNs;
    last.startNs = span.startNs;
    entries_.push_back({INT64_MAX, before + span.endNs - span.startNs});
    ++size_;
}

void TimelineTrack::seal() {
    const Entry closing = entries_.back();
    entries_.resize(size_ + 1 + kFewToCount, closing);
    entries_.shrink_to_fit();
    const int64_t end = size() == 0 ? 0 : entries_[size() - 1].startNs;
    const auto stretches = static_cast<int64_t>(size() / kSpansAStretch + 1);
    while ((end >> shift_) >= stretches) ++shift_;
    firstOf_.resize(static_cast<std::size_t>(end >> shift_) + 2);
    std::size_t span = 0;
    for (std::size_t i = 0; i + 1 < firstOf_.size(); ++i) {
        while (span < size() && (entries_[span].startNs >> shift_) < static_cast<int64_t>(i))
            ++span;
        firstOf_[i] = static_cast<uint32_t>(span);
    }
    firstOf_.back() = static_cast<uint32_t>(size());
}

std::size_t TimelineTrack::begunBefore(int64_t timeNs, std::size_t from, std::size_t to) const {
    const auto found =
        std::lower_bound(entries_.begin() + static_cast<std::ptrdiff_t>(from),
                         entries_.begin() + static_cast<std::ptrdiff_t>(to), timeNs,
                         [](const Entry& entry, int64_t time) { return entry.startNs < time; });
    return static_cast<std::size_t>(found - entries_.begin());
}

}  // namespace cst
