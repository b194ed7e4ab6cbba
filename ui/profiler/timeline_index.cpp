#include "ui/profiler/timeline_index.h"

#include <algorithm>
#include <array>

// What is under a pixel is told apart by kind, because a pixel of a failed call and of a thousand
// others is red, and one of work and of waiting is some of both. So each row has a track a kind,
// which costs 16 bytes a span whatever the number of kinds, and a frame asks each of them once a
// pixel. Spans that are wide enough to be drawn one by one are found by LongestSpans.

namespace cst {

TimelineRow::TimelineRow(uint32_t laneOfIt, std::span<const Span> row)
    : lane(laneOfIt), spans(row), longest(row) {
    constexpr std::size_t kKinds = static_cast<std::size_t>(SpanKind::Paint) + 1;
    std::array<int, kKinds> trackOf;
    trackOf.fill(-1);
    for (const Span& span : row) {
        int& track = trackOf[static_cast<std::size_t>(span.kind)];
        if (track < 0) {
            track = static_cast<int>(tracks.size());
            tracks.emplace_back(span.kind);
        }
        tracks[static_cast<std::size_t>(track)].add(span);
    }
    for (TimelineTrack& track : tracks) track.seal();
    std::stable_partition(tracks.begin(), tracks.end(),
                          [](const TimelineTrack& track) { return !isTrouble(track.kind()); });
}

std::size_t TimelineRow::firstEndingAfter(double timeNs) const {
    const auto found = std::partition_point(spans.begin(), spans.end(), [&](const Span& span) {
        return static_cast<double>(span.endNs) <= timeNs;
    });
    return static_cast<std::size_t>(found - spans.begin());
}

double TimelineRow::busyNs(double fromNs, double toNs) const {
    double busy = 0;
    for (const TimelineTrack& track : tracks) {
        busy += track.at(toNs).busyNs - track.at(fromNs).busyNs;
    }
    return busy;
}

TimelineIndex::TimelineIndex(std::shared_ptr<const Trace> trace) : trace_(std::move(trace)) {
    for (uint32_t lane = 0; lane < trace_->lanes.size(); ++lane) {
        firstRowOf_.push_back(static_cast<uint32_t>(rows_.size()));
        for (const std::vector<Span>& row : trace_->lanes[lane].rows) {
            rows_.emplace_back(lane, row);
            count_ += row.size();
            for (const TimelineTrack& track : rows_.back().tracks) {
                kinds_ |= 1U << static_cast<unsigned>(track.kind());
            }
        }
    }
    firstRowOf_.push_back(static_cast<uint32_t>(rows_.size()));
    indexNodes();
}

/// Counts, then puts each where it belongs: the order of rows and of time stays.
void TimelineIndex::indexNodes() {
    const std::size_t nodes = trace_->nodes.size();
    firstOfNode_.assign(nodes + 1, 0);
    for (const TimelineRow& row : rows_) {
        for (const Span& span : row.spans) {
            if (span.node < nodes) ++firstOfNode_[span.node + 1];
        }
    }
    for (std::size_t i = 0; i < nodes; ++i) firstOfNode_[i + 1] += firstOfNode_[i];
    places_.resize(firstOfNode_[nodes]);
    std::vector<uint32_t> next(firstOfNode_.begin(), firstOfNode_.end() - 1);
    for (uint32_t row = 0; row < rows_.size(); ++row) {
        for (uint32_t i = 0; i < rows_[row].spans.size(); ++i) {
            const uint32_t node = rows_[row].spans[i].node;
            if (node < nodes) places_[next[node]++] = {row, i};
        }
    }
}

uint32_t TimelineIndex::nodeOf(std::string_view key) const {
    const std::vector<TraceNode>& nodes = trace_->nodes;
    for (uint32_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].key == key) return i;
    }
    return UINT32_MAX;
}

SpanSet TimelineIndex::spansOfNode(uint32_t node) const {
    SpanSet set;
    if (node >= trace_->nodes.size()) return set;
    const uint32_t from = firstOfNode_[node], to = firstOfNode_[node + 1];
    set.firstOf.assign(rows_.size() + 1, 0);
    set.spans.reserve(to - from);
    for (uint32_t i = from; i < to; ++i) {
        ++set.firstOf[places_[i].row + 1];
        set.spans.push_back(places_[i].span);
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) set.firstOf[i + 1] += set.firstOf[i];
    return set;
}

SpanSet TimelineIndex::spansOfRun(uint32_t run) const {
    SpanSet set;
    if (trace_->runs.ended == 0 || run == 0) return set;
    set.firstOf.push_back(0);
    for (const TimelineRow& row : rows_) {
        for (uint32_t i = 0; i < row.spans.size(); ++i) {
            if (row.spans[i].run == run) set.spans.push_back(i);
        }
        set.firstOf.push_back(static_cast<uint32_t>(set.spans.size()));
    }
    return set;
}

std::optional<SpanPlace> TimelineIndex::placeOfRun(uint32_t run) const {
    for (uint32_t row = 0; row < rows_.size() && trace_->runs.ended > 0; ++row) {
        if (trace_->lanes[rows_[row].lane].kind != LaneKind::Phases) continue;
        const std::span<const Span> spans = rows_[row].spans;
        const auto found = std::find_if(spans.begin(), spans.end(),
                                        [&](const Span& span) { return span.run == run; });
        if (found != spans.end())
            return SpanPlace{row, static_cast<uint32_t>(found - spans.begin())};
    }
    return std::nullopt;
}

double TimelineIndex::load(uint32_t lane, double fromNs, double toNs) const {
    const auto [first, end] = rowsOf(lane);
    const uint32_t last = isNested(trace_->lanes[lane].kind) ? std::min(first + 1, end) : end;
    double busy = 0;
    for (uint32_t row = first; row < last; ++row) busy += rows_[row].busyNs(fromNs, toNs);
    return toNs > fromNs ? busy / (toNs - fromNs) : 0;
}

}  // namespace cst
