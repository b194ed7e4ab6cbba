#include "engine/plan/call_options.h"

#include <algorithm>
#include <array>

namespace cst {

void appendOptions(std::string& bytes, const CallOptions& options) {
    const std::array<int64_t, 11> numbers{options.attempts,
                                          options.delay.count(),
                                          static_cast<int64_t>(options.backoff),
                                          options.timeout.count(),
                                          options.cacheFor.count(),
                                          options.throttleCount,
                                          options.throttlePeriod.count(),
                                          options.concurrency,
                                          static_cast<int64_t>(options.onError),
                                          options.hasFallback ? 1 : 0,
                                          static_cast<int64_t>(options.cacheBackend.size())};
    bytes.append(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
    bytes += options.cacheBackend;
}

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
