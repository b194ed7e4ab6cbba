#pragma once

#include "engine/profile/record.h"
#include "engine/profile/trace.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cst {

/// Of the compile, or of the run around its nodes.
struct TracedPhase {
    std::string name;  // "parse", "decode", …
    int64_t ns = 0;
};

/// One run that has ended, as it was recorded.
struct RecordedTimes {
    uint64_t run = 1;
    Ticks start = 0;
    Ticks end = 0;
    double nsPerTick = 1;
    unsigned workers = 1;
    uint8_t caller = UINT8_MAX;          // the worker of records of a thread that is none
    std::vector<AttemptRecord> records;  // of that run, in any order
    uint64_t lost = 0;                   // records that were overwritten before they were read
    std::vector<TracedPhase> before;     // the run; in order
    std::vector<TracedPhase> after;      // likewise
    /// What a node of the plan that ran is called; asked once for each that has a span.
    std::function<TraceNode(uint32_t node)> describe;
};

/// In:   records as Run writes them; of runs that were cut short too.
/// Out:  a lane for each worker, also for those that had nothing to do, one of all that waited, and
///       one of phases. A span bears the key of its node. A stretch that holds one attempt and
///       nothing else is that attempt. What went on after the end of the run is cut off.
///       Phases stand one behind the other, as if there had been no time between them.
/// Cost: O(records · log records).
std::shared_ptr<const Trace> traceOfRun(const RecordedTimes& run);

/// Time that workers were at nodes, all together.
int64_t workNs(const Trace& trace);
/// Time that things of this kind took, all together.
int64_t sumNs(const Trace& trace, SpanKind kind);

}  // namespace cst
