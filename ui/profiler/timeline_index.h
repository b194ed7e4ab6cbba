#pragma once

#include "engine/profile/trace.h"
#include "ui/profiler/longest_spans.h"
#include "ui/profiler/timeline_track.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cst {

/// One span of a trace.
struct SpanPlace {
    uint32_t row = 0;   // of TimelineIndex::rows()
    uint32_t span = 0;  // of the row
    friend bool operator==(const SpanPlace&, const SpanPlace&) = default;
};

/// Some spans of a trace, in the order of rows and of time: those of a node, those that were found.
struct SpanSet {
    std::vector<uint32_t> firstOf;  // by row and one more: where its spans begin
    std::vector<uint32_t> spans;    // of the row

    bool isEmpty() const { return spans.empty(); }
    std::span<const uint32_t> of(uint32_t row) const {
        if (spans.empty()) return {};
        return std::span(spans).subspan(firstOf[row], firstOf[row + 1] - firstOf[row]);
    }
};

/// A row of a lane, ready to be drawn at any zoom.
struct TimelineRow {
    TimelineRow(uint32_t laneOfIt, std::span<const Span> row);

    /// The first span that ends behind this time. Cost: O(log spans).
    std::size_t firstEndingAfter(double timeNs) const;
    /// In which any span goes on. Cost: O(kinds · log spans).
    double busyNs(double fromNs, double toNs) const;

    uint32_t lane;
    std::span<const Span> spans;        // of the trace
    std::vector<TimelineTrack> tracks;  // one a kind that there is; what went wrong comes last
    LongestSpans longest;
};

/// What a timeline needs to know to draw a trace of any size in a time that depends on its own
/// width alone. Immutable: any thread reads it.
class TimelineIndex {
public:
    /// Cost: O(spans); a million took 38 to 54 ms. Not for the UI thread.
    explicit TimelineIndex(std::shared_ptr<const Trace> trace);

    const Trace& trace() const { return *trace_; }
    const std::vector<TimelineRow>& rows() const { return rows_; }
    /// Its first row and the one behind its last one.
    std::pair<uint32_t, uint32_t> rowsOf(uint32_t lane) const {
        return {firstRowOf_[lane], firstRowOf_[lane + 1]};
    }
    const Span& span(SpanPlace place) const { return rows_[place.row].spans[place.span]; }
    std::size_t spanCount() const { return count_; }
    bool has(SpanKind kind) const { return (kinds_ >> static_cast<unsigned>(kind) & 1U) != 0; }

    /// UINT32_MAX = no node of the trace has this key. Cost: O(nodes).
    uint32_t nodeOf(std::string_view key) const;
    SpanSet spansOfNode(uint32_t node) const;  // Cost: O(spans of the node + rows)
    /// In a trace of a load, else none. Cost: O(spans).
    SpanSet spansOfRun(uint32_t run) const;
    /// The span that is a run of a load; nothing if it is not there. Cost: O(runs).
    std::optional<SpanPlace> placeOfRun(uint32_t run) const;
    /// How much of the stretch a lane was busy, or how many at once waited, on average.
    /// Cost: O(rows of the lane · log spans).
    double load(uint32_t lane, double fromNs, double toNs) const;

private:
    void indexNodes();

    std::shared_ptr<const Trace> trace_;
    std::vector<TimelineRow> rows_;
    std::vector<uint32_t> firstRowOf_;  // by lane and one more
    std::size_t count_ = 0;
    uint32_t kinds_ = 0;
    std::vector<uint32_t> firstOfNode_;  // by node and one more: into places_
    std::vector<SpanPlace> places_;
};

using TimelineIndexPtr = std::shared_ptr<const TimelineIndex>;

/// Is it work that failed or took too long: seen however small it is?
inline bool isTrouble(SpanKind kind) {
    return kind == SpanKind::Failed || kind == SpanKind::TimedOut;
}
/// Lanes whose rows overlap in time hold what waits; in others the first row holds all that the
/// others do.
inline bool isNested(LaneKind kind) {
    return kind != LaneKind::Waiting;
}

}  // namespace cst
