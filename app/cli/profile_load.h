#pragma once

#include "engine/session/load_snapshot.h"

#include <cstdint>
#include <string>

namespace cst {

/// What runs that were under way at once came to, for people: throughput and latency, how many
/// failed, and whether they got slower.
std::string loadText(const LoadSnapshot& load);

}  // namespace cst
