#pragma once

#include "engine/profile/ticks.h"
#include "engine/profile/trace.h"

#include <memory>
#include <span>
#include <string_view>

namespace cst {

/// What the programme itself did for a while: painted a part of its window.
struct StudioSpan {
    Ticks from = 0, to = 0;
    std::string_view name;  // "paint graph"; outlives the call
};

/// The trace with a lane of what the studio did meanwhile, behind all others; what went on at its
/// beginning or end is cut there. The same trace where there is nothing of it, or where nobody
/// knows when it began.
/// Cost: O(spans of the trace + done · log done).
std::shared_ptr<const Trace> withStudio(const std::shared_ptr<const Trace>& trace,
                                        std::span<const StudioSpan> done,
                                        double nsPerTick = ticks::nanoseconds());

}  // namespace cst
