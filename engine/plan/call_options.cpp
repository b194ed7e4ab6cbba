#include "engine/plan/call_options.h"

#include <algorithm>

namespace cst {

std::chrono::nanoseconds delayBefore(const CallOptions& options, uint32_t next) {
    using std::chrono::nanoseconds;
    const int64_t failures = static_cast<int64_t>(next) - 1;
    const int64_t delay = options.delay.count();
    const int64_t most = std::max(delay, int64_t{nanoseconds(std::chrono::seconds(30)).count()});
    if (delay == 0 || options.backoff == Backoff::Fixed) {
        return options.delay;
    }
    int64_t factor = failures;
    if (options.backoff == Backoff::Exponential) {
        constexpr int64_t kMostDoublings = 62;
        factor = int64_t{1} << std::min(failures - 1, kMostDoublings);
    }
    return nanoseconds(factor > most / delay ? most : factor * delay);
}

}  // namespace cst
