#include "engine/profile/ticks.h"

#include <algorithm>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace cst::ticks {
namespace {

/// An invariant counter ticks at one rate, whatever the core does (Intel SDM vol. 3, 17.17.1).
bool isInvariant() {
#if defined(__x86_64__)
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    return __get_cpuid(0x80000007U, &a, &b, &c, &d) != 0 && (d & (1U << 8U)) != 0;
#else
    return false;
#endif
}

struct Pair {
    Ticks ticks;
    std::chrono::steady_clock::time_point time;
};

/// Both clocks at one moment. Of a few tries the one that took least, so that an interruption in
/// between does not count.
Pair readBoth() {
    Pair best{};
    Ticks least = UINT64_MAX;
    for (int i = 0; i < 5; ++i) {
        const Ticks before = now();
        const auto time = std::chrono::steady_clock::now();
        const Ticks after = now();
        if (after - before < least) {
            least = after - before;
            best = {before + least / 2, time};
        }
    }
    return best;
}

}  // namespace

const bool kFromCounter = isInvariant();

namespace {
const Pair kStart = readBoth();
}  // namespace

double nanoseconds() {
    if (!kFromCounter) {
        return 1.0;
    }
    const Pair end = readBoth();
    const double ns = std::chrono::duration<double, std::nano>(end.time - kStart.time).count();
    return ns / static_cast<double>(std::max<Ticks>(1, end.ticks - kStart.ticks));
}

}  // namespace cst::ticks
