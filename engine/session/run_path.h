#pragma once

#include "engine/profile/critical_path.h"
#include "engine/session/run_snapshot.h"

namespace cst {

/// Did this node do work of its own in the run, and show its time? Not if its value was there
/// already or was settled before the run, if it was worked out within another node, or if another
/// one did the same.
bool hasOwnTime(const RunSnapshot& run, uint32_t node);

/// The chain of nodes that decided how long a run took that has ended, by index of its nodes. A
/// node waits for what it needs, and for what it asked for of what it can do without; one that
/// shares the work of another waits for that. (An arm that only its condition has begun is not
/// taken to wait for the condition.) Time is run and wait, each charged once. Any thread. Cost:
/// O(nodes + edges · log edges).
CriticalPath criticalPathOf(const RunSnapshot& run);
/// What waited for what in a run that has ended.
std::vector<PathEdge> pathEdgesOf(const RunSnapshot& run);

}  // namespace cst
