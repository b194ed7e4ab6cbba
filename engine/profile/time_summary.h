#pragma once

#include "engine/profile/profile.h"

#include <cstddef>
#include <vector>

namespace cst {

/// So many times of a node are told one by one, and so many of the whole or of a phase.
inline constexpr std::size_t kMostOfNode = 128;
inline constexpr std::size_t kMostOfRun = 100'000;

/// All of them, in this order. Exact: nearest rank. `mostLast`: so many are told one by one.
TimeSummary summaryOf(std::vector<float> timesUs, std::size_t mostLast);

}  // namespace cst
