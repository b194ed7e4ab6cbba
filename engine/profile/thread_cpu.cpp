#include "engine/profile/thread_cpu.h"

#include "engine/profile/ticks.h"

#include <algorithm>
#include <ctime>

namespace cst {

int64_t threadCpuNs() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

double threadCpuCostNs() {
    static const double cost = [] {
        constexpr int kEach = 8;
        Ticks best = UINT64_MAX;
        for (int round = 0; round < 8; ++round) {
            const Ticks begin = ticks::now();
            for (int i = 0; i < kEach; ++i) {
                threadCpuNs();
            }
            best = std::min(best, ticks::now() - begin);
        }
        return static_cast<double>(best) * ticks::nanoseconds() / kEach;
    }();
    return cost;
}

}  // namespace cst
