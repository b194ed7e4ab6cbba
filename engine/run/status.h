#pragma once

#include <cstdint>

namespace cst {

/// `status` of a run, as in JSON; saved: never renumber.
enum class RunStatus : uint8_t {
    Running = 0,
    Completed = 1,
    Failed = 2,
    Suspended = 3,
    Cancelled = 4,
    TimedOut = 5,
    Invalid = 6,
    BadInput = 7,
};
const char* runStatusName(RunStatus status);  // "completed", "timed-out", …

/// State of a node in a run, as in JSON; saved: never renumber.
enum class NodeStatus : uint8_t {
    Pending = 0,  // not needed yet, or waits for what it needs
    Queued = 1,   // ready, waits for a worker
    Running = 2,  // a worker is at it
    Waiting = 3,  // started, holds no worker
    Completed = 4,
    Failed = 5,
    Skipped = 6,
    Blocked = 7,
    UpstreamFailed = 8,
    Cancelled = 9,
    TimedOut = 10,
    Cached = 11,    // completed: its value was there already
    FellBack = 12,  // completed: its call failed, its fallback did not
    Zeroed = 13,    // completed: its call failed, `on_error` gave the zero value
    Stale = 14,     // it has effects, or needs what has, and they are done in a run only
};
/// Has it a value?
constexpr bool isDone(NodeStatus status) {
    return status == NodeStatus::Completed ||
           (status >= NodeStatus::Cached && status <= NodeStatus::Zeroed);
}
/// Did what it does fail? Not what could not be reached for another's sake.
constexpr bool hasFailed(NodeStatus status) {
    return status == NodeStatus::Failed || status == NodeStatus::TimedOut;
}
/// Did it come to an end by itself? What was skipped, cancelled or not reached was not done.
constexpr bool hasEnded(NodeStatus status) {
    return isDone(status) || hasFailed(status);
}
const char* nodeStatusName(NodeStatus status);  // "completed", "upstream-failed", …

}  // namespace cst
