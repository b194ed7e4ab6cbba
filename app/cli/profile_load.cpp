#include "app/cli/profile_load.h"

#include "app/cli/short_time.h"

#include <cmath>
#include <cstdio>

namespace cst {
namespace {

double us(int64_t ns) {
    return static_cast<double>(ns) / 1000;
}

std::string threeDigits(double value) {
    char text[32];
    std::snprintf(text, sizeof(text), value < 100 ? "%.3g" : "%.0f", value);
    return text;
}

std::string driftText(const LoadDrift& drift) {
    if (!drift.reason.empty()) {
        return "Whether they got slower cannot be told: " + drift.reason + ".\n";
    }
    if (drift.kind == LoadDrift::Kind::None) {
        return "The median run took as long at the end as in the beginning.\n";
    }
    return std::string("The median run got ") +
           (drift.kind == LoadDrift::Kind::Slower ? "slower" : "faster") + " by " +
           threeDigits(std::abs(drift.change) * 100) + " % since " + shortTime(us(drift.sinceNs)) +
           ".\n";
}

}  // namespace

std::string loadText(const LoadSnapshot& load) {
    const LoadBucket& whole = load.numbers.whole;
    std::string text = "Throughput: " + threeDigits(whole.perSecond) + " runs/s for " +
                       shortTime(us(load.elapsedNs)) + ", " +
                       threeDigits(load.numbers.meanConcurrency) + " at once on average.\n";
    text += "A run took: p50 " + shortTime(whole.p50Us) + ", p95 " + shortTime(whole.p95Us) +
            ", p99 " + shortTime(whole.p99Us) + ", max " + shortTime(whole.maxUs) +
            ", from the moment that it was asked for.\n";
    return text + driftText(load.numbers.drift);
}

}  // namespace cst
