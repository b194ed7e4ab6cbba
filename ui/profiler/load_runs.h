#pragma once

#include "engine/profile/trace.h"

#include <cstdint>

namespace cst {

/// Number of a run of a load that took so long, `toNs` exclusive: rather one whose nodes are known,
/// of those the newest. 0 = none is in the trace. Cost: O(spans).
uint32_t runThatTook(const Trace& trace, int64_t fromNs, int64_t toNs);

}  // namespace cst
