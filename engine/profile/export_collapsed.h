#pragma once

#include "engine/profile/trace.h"

#include <string>

namespace cst {

/// The trace as folded stacks, for flame graphs: a line for each stack, `group;total;total/args.0
/// 1234`, with the nanoseconds that were spent in it and in nothing within it, over all runs and
/// workers; lines sorted. What waits stands in a frame of its own, `…;total;[throttle] 99`, so that
/// it is never counted as work. Phases and the studio are left out: they would count the work once
/// more. Semicolons and line breaks in names become commas and blanks.
/// Source: Brendan Gregg, FlameGraph, stackcollapse-*.pl.
std::string collapsedStacks(const Trace& trace);

}  // namespace cst
