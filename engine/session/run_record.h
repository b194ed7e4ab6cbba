#pragma once

#include "engine/profile/trace.h"
#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cst {

/// A run that has ended, for who looks at it later: what it came to, and what happened when.
/// Immutable: any thread reads it.
/// Bounded: the recorder keeps the last 16,384 records of each thread, so a trace has some 50,000
/// spans of 40 bytes a worker at most; of a longer run it tells how many records it lacks.
struct RunRecord {
    RunSnapshotPtr run;  // its last report
    std::shared_ptr<const Trace> trace;
    std::string sourceHash;   // of the text, 32 digits; see Profile
    int64_t startedAtMs = 0;  // since the epoch
    unsigned threads = 0;     // of workers
    uint64_t document = 0;    // as Session::setText() numbers them; 0 = of none
};
using RunRecordPtr = std::shared_ptr<const RunRecord>;

/// What the operands of each node took together, by index; -1 = it has none, or of one it is not
/// known. Empty for a run that did not begin.
std::vector<int64_t> bytesInOf(const RunSnapshot& run);

/// The hash that binds runs and profiles to a text.
std::string sourceHashOf(const Snapshot& compiled);

}  // namespace cst
