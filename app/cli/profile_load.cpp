#include "app/cli/profile_load.h"

#include "app/cli/progress_line.h"
#include "engine/profile/time_text.h"

#include <algorithm>
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
                       shortTime(us(load.tookNs())) + ", " +
                       threeDigits(load.numbers.meanConcurrency) + " at once on average.\n";
    text += "A run took: p50 " + shortTime(whole.p50Us) + ", p95 " + shortTime(whole.p95Us) +
            ", p99 " + shortTime(whole.p99Us) + ", max " + shortTime(whole.maxUs) +
            ", from the moment that it was asked for.\n";
    return text + driftText(load.numbers.drift);
}

std::string loadProgressText(const LoadSnapshot& load) {
    const uint64_t ended = load.numbers.whole.ended;
    if (load.state == LoadSnapshot::State::WarmingUp) {
        return "warming up: " + groupedNumber(load.warmUpsEnded) + " of " +
               groupedNumber(load.request.warmUps);
    }
    std::string text = groupedNumber(ended);
    double share = 0;
    if (load.request.runs > 0) {
        text += " of " + groupedNumber(load.request.runs);
        share = static_cast<double>(ended) / static_cast<double>(load.request.runs);
    }
    text += " runs, " + threeDigits(load.numbers.whole.perSecond) + "/s";
    if (load.request.time.count() > 0) {
        share = std::max(share, static_cast<double>(load.elapsedNs) /
                                    static_cast<double>(load.request.time.count()));
    }
    if (load.numbers.whole.failed > 0) {
        text += ", " + groupedNumber(load.numbers.whole.failed) + " failed";
    }
    if (share > 0.01 && share < 1) {
        const double seconds = static_cast<double>(load.elapsedNs) / 1e9;
        text += ", " + wholeTime(seconds * (1 - share) / share) + " left";
    }
    return text;
}

std::string loadStoppedText(const LoadSnapshot& load) {
    const uint64_t ended = load.numbers.whole.ended;
    std::string text = "stopped after " + groupedNumber(ended);
    if (load.request.runs > 0) {
        text += " of " + groupedNumber(load.request.runs);
    }
    text += ended == 1 && load.request.runs == 0 ? " run" : " runs";
    if (load.request.time.count() > 0) {
        text += ", " + shortTime(us(load.tookNs())) + " of " +
                wholeTime(std::chrono::duration<double>(load.request.time).count());
    }
    return text;
}

std::string leftOutText(const Trace& trace) {
    const TracedRuns& runs = trace.runs;
    if (runs.whole == runs.ended && trace.lost == 0) {
        return "";
    }
    std::string text;
    if (runs.shown < runs.ended) {
        text = "the trace tells of the last " + groupedNumber(runs.shown) + " of " +
               groupedNumber(runs.ended) + " runs, and ";
    }
    text += text.empty() ? "the trace tells what nodes did " : "what nodes did ";
    text += "in the last " + groupedNumber(runs.whole) + " of " + groupedNumber(runs.ended) +
            " runs, and in the slowest";
    return trace.lost == 0
               ? text
               : text + ", which lacks its first " + groupedNumber(trace.lost) + " records";
}

}  // namespace cst
