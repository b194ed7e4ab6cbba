#pragma once

#include "engine/profile/trace.h"

#include <cstdint>
#include <span>
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
        const bool isStill = starts_[earlier.begun] >= time.nextNs;
        return placeAt(time, isStill ? earlier.begun : begunBefore(time.nextNs));
    }
    /// The places of rising times, as at() tells them one by one. `into` is as long as they are.
    /// Cost: O(times), and less for each where up to two spans begin between two of them.
    void places(std::span<const Time> times, std::span<Place> into) const;
    Place at(double timeNs) const { return at(Time(timeNs)); }
    /// When the next span begins behind a place; INT64_MAX = none does.
    int64_t nextStart(const Place& place) const { return starts_[place.begun]; }
    /// Does a span go on at a place? Until when?
    bool isBusy(const Place& place) const {
        return place.busyNs < static_cast<double>(before_[place.begun]);
    }
    int64_t lastEnd(const Place& place) const {
        const std::size_t last = place.begun - 1;
        return starts_[last] + before_[place.begun] - before_[last];
    }

private:
    static constexpr std::size_t kFewToCount = 8;

    Place placeAt(const Time& time, std::size_t begun) const {
        if (begun == 0) return {};
        const int64_t before = before_[begun - 1];
        const auto longest = static_cast<double>(before_[begun] - before);
        const double since = time.exactNs - static_cast<double>(starts_[begun - 1]);
        return {begun, static_cast<double>(before) + (since < longest ? since : longest)};
    }
    std::size_t begunBefore(int64_t timeNs) const {
        if (timeNs <= 0) return 0;
        const auto stretch = static_cast<std::size_t>(timeNs >> shift_);
        if (stretch + 1 >= firstOf_.size()) return size();
        const std::size_t from = firstOf_[stretch], to = firstOf_[stretch + 1];
        if (to - from > kFewToCount) return begunBefore(timeNs, from, to);
        // Counted, not searched: where to stop could not be foretold by a processor, and each pixel
        // would wait for that. Those behind the stretch begin later and do not count.
        const int64_t* const first = starts_.data() + from;
        uint64_t begun = 0;
        for (std::size_t i = 0; i < kFewToCount; ++i) begun += isBefore(first[i], timeNs);
        return from + begun;
    }
    std::size_t begunBefore(int64_t timeNs, std::size_t from, std::size_t to) const;
    /// 1 or 0, by the sign of their difference: neither is below 0. No processor has to guess it,
    /// and several are compared at once.
    static uint64_t isBefore(int64_t startNs, int64_t timeNs) {
        return static_cast<uint64_t>(startNs - timeNs) >> 63U;
    }

    SpanKind kind_;
    std::size_t size_ = 0;
    // By span: when it begins, and how long those before it took. Behind them some that close the
    // row: so many that counting needs no end.
    std::vector<int64_t> starts_{INT64_MAX}, before_{0};
    // Where to begin to look: the first span of each stretch of 2^shift_ ns.
    std::vector<uint32_t> firstOf_;
    int shift_ = 0;
};

}  // namespace cst
