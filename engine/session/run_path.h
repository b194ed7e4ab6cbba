#pragma once

#include "engine/profile/critical_path.h"
#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// Did this node do work of its own in the run, and show its time? Not if its value was there
/// already or was settled before the run, if it was worked out within another node, or if another
/// one did the same.
bool hasOwnTime(const RunSnapshot& run, uint32_t node);

/// The chain of nodes that decided how long a run took that has ended, by index of its nodes. A
/// node waits for what it needs, and for what it asked for of what it can do without; one that
/// shares the work of another waits for that. (An arm that only its condition has begun is not
/// taken to wait for the condition.) One that was ready, and had to wait for a worker or a permit,
/// waits for the node that gave it back. Time is run and wait, and what a throttle kept it back,
/// each charged once. Any thread. Cost: O(nodes · log nodes + edges · log edges).
CriticalPath criticalPathOf(const RunSnapshot& run);

/// What waited for what in a run that has ended: by the text, the same in nearly all runs.
std::vector<PathEdge> pathEdgesOf(const RunSnapshot& run);
/// A node that waited for a place which another one gave back.
struct MadeRoom {
    PathEdge edge;
    bool isBehindThrottle = false;  // which had let the node go by then
};
/// And by what there was too little of in this one: a worker, a permit.
std::vector<MadeRoom> madeRoomIn(const RunSnapshot& run);
/// The node that took longest of those with a time of their own, by index; -1 = none has. Of some
/// that took about as long, the one without which the run would have been shortest.
int slowestNode(const RunSnapshot& run);
/// What a throttle kept a call back before it began; 0 = none did.
double pacedUs(const NodeRun& node);

/// A node that a throttle kept back so long.
struct PacedNode {
    uint32_t node = 0;
    int64_t waitNs = 0;
};
/// criticalPath() where throttles kept some nodes back: a wait before the node and on the path, but
/// none of its time, so it stays where the node takes none. What the node waited for behind that
/// went on meanwhile.
CriticalPath criticalPathPaced(std::vector<int64_t> tookNs, std::vector<PathEdge> edges,
                               std::span<const MadeRoom> rooms, std::span<const PacedNode> paced);

}  // namespace cst
