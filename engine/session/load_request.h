#pragma once

#include "engine/session/run_request.h"

#include <chrono>
#include <cstdint>

namespace cst {

/// Runs of one text on one set of inputs, again and again: so many or for so long, so many at once.
struct LoadRequest {
    static constexpr unsigned kMostAtOnce = 64;
    // That people may ask for; a load keeps what it takes bounded however many they are.
    static constexpr unsigned kMostRuns = 1'000'000;
    static constexpr unsigned kMostSeconds = 86'400;

    /// What each run takes. Its target does not count, nor what it expects or resumes; `afresh` is
    /// as if it were set.
    RunRequest run;
    uint64_t runs = 0;  // 0 = as many as there is time for
    std::chrono::nanoseconds time{
        0};                // 0 = as long as they take; what has begun goes on to its end
    unsigned atOnce = 1;   // 1 … kMostAtOnce
    uint64_t warmUps = 0;  // before these, not counted
};

}  // namespace cst
