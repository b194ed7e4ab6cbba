#pragma once

#include "engine/profile/trace.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

// What the exports of a trace have in common: tracks of events that begin and end strictly nested,
// as the formats ask for, whatever the lanes hold.

struct TrackEvent {
    int64_t atNs = 0;
    bool begins = true;
    Span span;  // of which it is the beginning or the end
};

/// One row of a picture of the trace: a worker, one row of what waits, the phases, the studio.
struct Track {
    std::string name;  // "worker 1", "waiting 2"
    LaneKind kind = LaneKind::Worker;
    std::vector<TrackEvent> events;  // by time; each end is that of the newest one that is open
};

/// A track for each lane, of a lane of what waits one for each row, which overlap. Spans that lie
/// neither apart nor one in the other are cut where the one that began before ends.
/// Cost: O(spans · log spans).
std::vector<Track> tracksOf(const Trace& trace);

/// The name that a span goes by; "" = nothing is known of it.
std::string_view labelOf(const Trace& trace, const Span& span);
const TraceNode* nodeOf(const Trace& trace, const Span& span);  // null = of none

}  // namespace cst
