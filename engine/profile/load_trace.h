#pragma once

#include "engine/profile/run_log.h"
#include "engine/profile/trace.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cst {

/// Many runs of one pipeline, as they were recorded.
struct RecordedLoad {
    Ticks begin = 0;  // of the load, which is the beginning of its trace
    double nsPerTick = 1;
    unsigned workers = 1;
    uint8_t caller = UINT8_MAX;  // the worker of records of a thread that is none
    uint64_t before = 0;         // number of the run before its first one, which is shown as run 1
    uint64_t ended = 0;          // runs, also those that are not here
    std::vector<LoggedRun> runs;
    std::vector<AttemptRecord> records;  // also of others, in any order
    /// The one that took longest, with records of its own; it may stand in `runs` too.
    std::optional<LoggedRun> slowest;
    std::vector<AttemptRecord> slowestRecords;
    uint64_t slowestLost = 0;  // of those
    std::function<TraceNode(uint32_t node)> describe;
};

/// Records that a trace of a load is made of, at most (16 MB): those of the newest runs.
constexpr std::size_t kMostLoadRecords = 1U << 18U;

/// A lane for each worker; one for each slot, in which each run is a span that bears its number;
/// one of all that waited. Of runs that are not whole, and of those beyond kMostLoadRecords, there
/// is that span alone: Trace::runs tells how many these are. Any thread.
/// Cost: O(records · log records + runs), about 100 ms for 32,768 records.
std::shared_ptr<const Trace> traceOfLoad(const RecordedLoad& load);

}  // namespace cst
