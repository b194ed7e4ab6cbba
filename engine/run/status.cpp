#include "engine/run/status.h"

#include <array>

namespace cst {

const char* runStatusName(RunStatus status) {
    constexpr std::array kNames{"running",   "completed", "failed",  "suspended",
                                "cancelled", "timed-out", "invalid", "bad-input"};
    return kNames[static_cast<std::size_t>(status)];
}

const char* nodeStatusName(NodeStatus status) {
    constexpr std::array kNames{"pending",   "queued",  "running",   "waiting",         "completed",
                                "failed",    "skipped", "blocked",   "upstream-failed", "cancelled",
                                "timed-out", "cached",  "fell-back", "zeroed",          "stale"};
    return kNames[static_cast<std::size_t>(status)];
}

}  // namespace cst
