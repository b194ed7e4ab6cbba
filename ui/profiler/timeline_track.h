#pragma once

#include "engine/profile/trace.h"

#include <cstdint>
#include <vector>

namespace cst {

/// The spans of one kind in one row, so laid down that the time in which one of them goes on is
/// known for any stretch without looking at each: where they begin, and how long those before took
/// together. Immutable.
class TimelineTrack {
public:
    /// How far into the track a point in time is.
    struct Place {
        std::size_t begun = 0;  // spans that began before
        double busyNs = 0;      // in which a span went on before
    };

    explicit TimelineTrack(SpanKind kind) : kind_(kind) {}

    SpanKind kind() const { return kind_; }
    std::size_t size() const { return size_; }

    // While it is built: in the order of time, without overlaps; then once seal().
    void add(const Span& span);
    void seal();

    /// A point in time, since the beginning of the trace; made once for all tracks.
    struct Time {
        explicit Time(double ns) : exactNs(ns), nextNs(static_cast<int64_t>(ns)) {
            if (static_cast<double>(nextNs) < ns) ++nextNs;
        }
        double exactNs;
        int64_t nextNs;  // whole: not before it
    };
    /// Two of these tell all of the stretch between: of the time, and how many spans began.
    /// Cost: O(1) where spans are spread evenly, O(log spans) anywhere.
    Place at(const Time& time) const { return placeAt(time, begunBefore(time.nextNs)); }
    /// The same for a time that is not before that of `earlier`: cheaper where no span begins
    /// between them.
    Place after(const Place& earlier, const Time& time) const {
        const bool isStill = entries_[earlier.begun].startNs >= time.nextNs;
        return placeAt(time, isStill ? earlier.begun : begunBefore(time.nextNs));
    }
    Place at(double timeNs) const { return at(Time(timeNs)); }
    /// When the next span begins behind a place; INT64_MAX = none does.
    int64_t nextStart(const Place& place) const { return entries_[place.begun].startNs; }
    /// Does a span go on at a place? Until when?
    bool isBusy(const Place& place) const {
        return place.busyNs < static_cast<double>(entries_[place.begun].beforeNs);
    }
    int64_t lastEnd(const Place& place) const {
        const Entry& last = entries_[place.begun - 1];
        return last.startNs + entries_[place.begun].beforeNs - last.beforeNs;
    }

private:
    static constexpr std::size_t kFewToCount = 8;
    struct Entry {
        int64_t startNs;
        int64_t beforeNs;  // that the spans before this one took
    };

    Place placeAt(const Time& time, std::size_t begun) const {
        if (begun == 0) return {};
        const Entry& last = entries_[begun - 1];
        const auto longest = static_cast<double>(entries_[begun].beforeNs - last.beforeNs);
        const double since = time.exactNs - static_cast<double>(last.startNs);
        return {begun, static_cast<double>(last.beforeNs) + (since < longest ? since : longest)};
    }
    std::size_t begunBefore(int64_t timeNs) const {
        if (timeNs <= 0) return 0;
        const auto stretch = static_cast<std::size_t>(timeNs >> shift_);
        if (stretch + 1 >= firstOf_.size()) return size();
        const std::size_t from = firstOf_[stretch], to = firstOf_[stretch + 1];
        if (to - from > kFewToCount) return begunBefore(timeNs, from, to);
        // Counted, not searched: where to stop could not be foretold by a processor, and each pixel
        // would wait for that. Those behind the stretch begin later and do not count.
        const Entry* const first = entries_.data() + from;
        std::size_t begun = from;
        for (std::size_t i = 0; i < kFewToCount; ++i) begun += first[i].startNs < timeNs ? 1 : 0;
        return begun;
    }
    std::size_t begunBefore(int64_t timeNs, std::size_t from, std::size_t to) const;

    SpanKind kind_;
    std::size_t size_ = 0;
    // Behind those of the spans some that close the row: so many that counting needs no end.
    std::vector<Entry> entries_{{INT64_MAX, 0}};
    // Where to begin to look: the first span of each stretch of 2^shift_ ns.
    std::vector<uint32_t> firstOf_;
    int shift_ = 0;
};

}  // namespace cst
