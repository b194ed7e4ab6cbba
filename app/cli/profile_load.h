#pragma once

#include "engine/session/load_snapshot.h"

#include <cstdint>
#include <string>

namespace cst {

/// What runs that were under way at once came to, for people: throughput and latency, how many
/// failed, and whether they got slower.
std::string loadText(const LoadSnapshot& load);
/// How far it is while it goes: `1,234 of 5,000 runs, 823/s, 4 s left`.
std::string loadProgressText(const LoadSnapshot& load);
/// Of one that was stopped before its time: `stopped after 12 of 5,000 runs`, `stopped after 12
/// runs, 3 s of 60 s`.
std::string loadStoppedText(const LoadSnapshot& load);
/// What the trace of a load leaves out, as a sentence; "" = nothing.
std::string leftOutText(const Trace& trace);

}  // namespace cst
