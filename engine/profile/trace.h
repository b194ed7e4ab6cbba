#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cst {

/// What happens on a lane of a trace.
enum class LaneKind : uint8_t {  // saved: never renumber
    Worker = 0,                  // one worker of the arena: what it works on
    Waiting = 1,                 // what holds no worker
    Phases = 2,                  // of the run and of the compile before it
    Studio = 3,                  // what the programme itself does: painting, …
};

/// What goes on during a span.
enum class SpanKind : uint8_t {  // saved: never renumber
    Completed = 0,               // work of a node on a worker, by how the attempt ended
    Failed = 1,
    Cancelled = 2,
    TimedOut = 3,
    Queue = 4,  // a node is ready, and no worker has taken it
    Io = 5,     // a call waits for its program, service, timer
    Throttle = 6,
    Permit = 7,
    RetryDelay = 8,
    Cache = 9,   // for the disk, or for an equal call that is under way
    Phase = 10,  // parse, check, decode, run, encode, …
    Paint = 11,
};
const char* spanKindName(SpanKind kind);  // "completed", "queue", …; for people and for exports
bool isWork(SpanKind kind);               // of a node, on a worker
bool isWait(SpanKind kind);               // of a node, without a worker

/// One stretch of time.
struct Span {
    static constexpr uint32_t kNone = UINT32_MAX;
    int64_t startNs = 0;    // since the beginning of the trace
    int64_t endNs = 0;      // not before startNs
    uint32_t label = 0;     // into Trace::labels: what is written in it
    uint32_t node = kNone;  // into Trace::nodes; kNone = of none
    uint32_t run = 0;       // number of the run; 0 = of none
    uint16_t attempt = 0;   // of the node, from 1; 0 = is none
    SpanKind kind = SpanKind::Phase;
};

/// A node that has spans.
struct TraceNode {
    std::string key;    // NodeKey
    std::string group;  // of the text; "" = in none
    uint32_t line = 0;  // from 1; 0 = not known
    // That its operands and its value take, about; -1 = not known.
    int64_t bytesIn = -1, bytesOut = -1;
};

struct TraceLane {
    std::string name;  // "worker 1", "waiting", "phases"
    LaneKind kind = LaneKind::Worker;
    /// Outermost first. Spans of one row are in the order of time and do not overlap; in a lane of
    /// workers, phases or of the studio each lies within one of the row above.
    std::vector<std::vector<Span>> rows;
};

/// Of how many runs a trace of a load tells, all of which are numbered from 1 on.
struct TracedRuns {
    uint64_t ended = 0;    // that there were; 0 = it is no trace of a load
    uint64_t shown = 0;    // the newest ones, and the slowest: when they began and ended
    uint64_t whole = 0;    // of those: what each of their nodes did, too
    uint32_t slowest = 0;  // its number; 0 = not known
};

/// What happened when, in one run or in many: what a timeline shows and what is exported.
/// Immutable once published.
struct Trace {
    std::vector<std::string> labels;
    std::vector<TraceNode> nodes;
    std::vector<TraceLane> lanes;
    int64_t endNs = 0;  // of the last span
    uint64_t lost = 0;  // records that were overwritten before they were read: spans are missing
    uint64_t beginTicks = 0;  // ticks::now() at its beginning; 0 = not known, or of several runs
    TracedRuns runs;
};

/// Lays spans, which may overlap, into as few rows as hold them one behind the other.
/// Cost: O(spans · log spans).
std::vector<std::vector<Span>> packedRows(std::vector<Span> spans);
/// Lays spans, of which each two lie apart or one within the other, into rows: what lies within a
/// span stands in the row below it. Of two equal ones the first is the outer. Overlaps are cut: the
/// later one begins where the one before it ends.
std::vector<std::vector<Span>> nestedRows(std::vector<Span> spans);

}  // namespace cst
