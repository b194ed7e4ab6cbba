#include "engine/profile/export_events.h"

#include <algorithm>

namespace cst {
namespace {

/// By beginning, the longer one first: what lies within another comes behind it.
std::vector<Span> inOrder(std::vector<Span> spans) {
    for (Span& span : spans) {
        span.endNs = std::max(span.startNs, span.endNs);
    }
    std::stable_sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
        return a.startNs != b.startNs ? a.startNs < b.startNs : a.endNs > b.endNs;
    });
    return spans;
}

std::vector<TrackEvent> nestedEvents(std::vector<Span> spans) {
    std::vector<TrackEvent> events;
    events.reserve(2 * spans.size());
    std::vector<Span> open;  // the outermost first
    const auto closeUntil = [&](int64_t ns) {
        while (!open.empty() && open.back().endNs <= ns) {
            events.push_back({open.back().endNs, false, open.back()});
            open.pop_back();
        }
    };
    for (Span& span : inOrder(std::move(spans))) {
        closeUntil(span.startNs);
        if (!open.empty()) {
            span.endNs = std::min(span.endNs, open.back().endNs);
        }
        events.push_back({span.startNs, true, span});
        open.push_back(span);
    }
    closeUntil(INT64_MAX);
    return events;
}

}  // namespace

std::vector<Track> tracksOf(const Trace& trace) {
    std::vector<Track> tracks;
    for (const TraceLane& lane : trace.lanes) {
        if (lane.kind == LaneKind::Waiting) {
            for (std::size_t row = 0; row < lane.rows.size(); ++row) {
                const std::string number = row == 0 ? "" : " " + std::to_string(row + 1);
                tracks.push_back({lane.name + number, lane.kind, nestedEvents(lane.rows[row])});
            }
            continue;
        }
        std::vector<Span> all;
        for (const std::vector<Span>& row : lane.rows) {
            all.insert(all.end(), row.begin(), row.end());
        }
        tracks.push_back({lane.name, lane.kind, nestedEvents(std::move(all))});
    }
    return tracks;
}

std::string_view labelOf(const Trace& trace, const Span& span) {
    if (span.label < trace.labels.size()) {
        return trace.labels[span.label];
    }
    const TraceNode* node = nodeOf(trace, span);
    return node != nullptr ? std::string_view(node->key) : std::string_view();
}

const TraceNode* nodeOf(const Trace& trace, const Span& span) {
    return span.node < trace.nodes.size() ? &trace.nodes[span.node] : nullptr;
}

}  // namespace cst
