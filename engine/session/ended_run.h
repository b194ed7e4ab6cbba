#pragma once

#include "engine/plan/optimise.h"
#include "engine/profile/run_trace.h"
#include "engine/session/run_record.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace cst {

/// What is to be taken of a run at its end, before other runs write over it. The rest of making a
/// record can be done later, and anywhere.
struct EndedRun {
    RunSnapshotPtr run;
    std::shared_ptr<const OptimisedPlan> optimised;  // what ran
    RecordedTimes times;                             // without `describe`
    int64_t startedAtMs = 0;
    uint64_t document = 0;
};

/// Cost: O(records · log records + nodes).
RunRecordPtr recordOf(EndedRun ended);

/// What the nodes of a plan that ran are called in the text. Cost: O(nodes), and little a call.
std::function<TraceNode(uint32_t planNode)>
traceNames(RunSnapshotPtr run, std::shared_ptr<const OptimisedPlan> optimised);

/// Of the run, and of what came before and behind it; what took no time is left out.
/// `withCompile`: the text was compiled for this run.
void setPhases(RecordedTimes& times, const RunSnapshot& run, bool withCompile);

}  // namespace cst
