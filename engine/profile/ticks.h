#pragma once

#include <chrono>
#include <cstdint>

namespace cst {

/// A reading of the processor's time stamp counter, the same on all its cores; where it is not
/// known to tick evenly (or there is none) steady-clock nanoseconds.
/// Cost: 8 ns against 17 ns for steady_clock.
using Ticks = uint64_t;

namespace ticks {

/// Does now() read the counter?
extern const bool kFromCounter;

inline Ticks now() {
#if defined(__x86_64__)
    if (kFromCounter) {
        // Not by <x86intrin.h>: it has 40,000 lines, and nearly every file comes by here.
        return __builtin_ia32_rdtsc();
    }
#endif
    return static_cast<Ticks>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                  std::chrono::steady_clock::now().time_since_epoch())
                                  .count());
}

/// Nanoseconds a tick, measured against steady_clock since the process began: the longer that is
/// ago the better (1e-4 after a millisecond). Thread safe.
double nanoseconds();

/// Length of a span of ticks; negative spans (two cores may differ by a few ticks) count as 0.
inline int64_t toNs(Ticks from, Ticks to, double nsPerTick) {
    return to <= from ? 0 : static_cast<int64_t>(static_cast<double>(to - from) * nsPerTick);
}

}  // namespace ticks
}  // namespace cst
