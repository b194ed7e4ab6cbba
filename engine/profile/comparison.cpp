#include "engine/profile/comparison.h"

#include "engine/profile/noise_band.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace cst {
namespace {

/// Of so many nodes that changed alike, the machine is to blame rather than the pipeline.
constexpr std::size_t kManyNodes = 8;
constexpr double kNearlyAll = 0.8;

double medianUs(const TimeSummary& times) {
    if (times.lastUs.empty()) {
        return times.p50Us;
    }
    std::vector<float> sorted = times.lastUs;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t half = sorted.size() / 2;
    const double upper = sorted[half];
    return sorted.size() % 2 != 0 ? upper : (upper + static_cast<double>(sorted[half - 1])) / 2;
}

bool ran(const TimeSummary& times) {
    return times.count > 0 || !times.lastUs.empty();
}

std::string tooFew(const TimeSummary& before, const TimeSummary& after, const NoiseModel& noise) {
    if (before.lastUs.empty() || after.lastUs.empty()) {
        return "the single times of the runs are not kept, so their noise is not known";
    }
    return "too few runs to tell (" + std::to_string(before.lastUs.size()) + " before, " +
           std::to_string(after.lastUs.size()) + " after): " + std::to_string(noise.leastRuns()) +
           " each are needed for so many nodes";
}

ComparedTime compared(std::string key, const TimeSummary& before, const TimeSummary& after,
                      const NoiseModel& noise) {
    ComparedTime row;
    row.key = std::move(key);
    row.noiseHigh = std::numeric_limits<double>::infinity();
    if (ran(before)) {
        row.beforeUs = medianUs(before);
    }
    if (ran(after)) {
        row.afterUs = medianUs(after);
    }
    if (!row.beforeUs || !row.afterUs) {
        row.reason = row.beforeUs  ? "did not run after"
                     : row.afterUs ? "did not run before"
                                   : "did not run";
        return row;
    }
    constexpr double kShortestUs = 0.001;
    row.change = std::max(*row.afterUs, kShortestUs) / std::max(*row.beforeUs, kShortestUs);
    const NoiseBand band = noise.band(before.lastUs, after.lastUs);
    if (!band.isKnown) {
        row.reason = tooFew(before, after, noise);
        return row;
    }
    row.noiseHigh = std::exp(band.high);
    row.noiseLow = std::exp(band.low);
    // What the clocks cannot tell apart is noise as well.
    const double grain = kLeastChangeUs / std::max(*row.beforeUs, kShortestUs);
    row.noiseHigh = std::max(row.noiseHigh, 1 + grain);
    row.noiseLow = std::clamp(1 - grain, 0.0, row.noiseLow);
    if (*row.change > row.noiseHigh) {
        row.verdict = ChangeVerdict::Slower;
    } else if (*row.change < row.noiseLow) {
        row.verdict = ChangeVerdict::Faster;
    }
    return row;
}

ComparedTime onlyOne(const ProfileNode& node, ChangeVerdict verdict) {
    ComparedTime row;
    row.key = node.key;
    row.noiseHigh = std::numeric_limits<double>::infinity();
    row.verdict = verdict;
    if (ran(node.times)) {
        (verdict == ChangeVerdict::New ? row.afterUs : row.beforeUs) = medianUs(node.times);
    }
    return row;
}

/// The whole run: as such, or where a profile does not tell, its phase `run`.
const TimeSummary& wholeOf(const Profile& profile) {
    if (!ran(profile.total)) {
        for (const ProfilePhase& phase : profile.phases) {
            if (phase.name == "run") {
                return phase.times;
            }
        }
    }
    return profile.total;
}

using Nodes = std::unordered_map<std::string_view, const ProfileNode*>;

Nodes byKey(const Profile& profile) {
    Nodes nodes;
    for (const ProfileNode& node : profile.nodes) {
        nodes.emplace(node.key, &node);
    }
    return nodes;
}

std::size_t countOf(const Comparison& comparison, ChangeVerdict verdict) {
    return static_cast<std::size_t>(
        std::count_if(comparison.nodes.begin(), comparison.nodes.end(),
                      [&](const ComparedTime& row) { return row.verdict == verdict; }));
}

ChangeVerdict wholeVerdict(const Comparison& comparison) {
    if (comparison.total.verdict != ChangeVerdict::Same) {
        return comparison.total.verdict;
    }
    const bool hasSlower = countOf(comparison, ChangeVerdict::Slower) > 0;
    const bool hasFaster = countOf(comparison, ChangeVerdict::Faster) > 0;
    if (hasSlower == hasFaster) {
        return ChangeVerdict::Same;
    }
    return hasSlower ? ChangeVerdict::Slower : ChangeVerdict::Faster;
}

void addNotes(Comparison& comparison, const Profile& before, const Profile& after,
              std::size_t both) {
    if (before.threads != after.threads && before.threads != 0 && after.threads != 0) {
        comparison.notes.push_back("before there were " + std::to_string(before.threads) +
                                   " workers, after " + std::to_string(after.threads));
    }
    for (const ChangeVerdict verdict : {ChangeVerdict::Slower, ChangeVerdict::Faster}) {
        const std::size_t count = countOf(comparison, verdict);
        if (both >= kManyNodes &&
            static_cast<double>(count) >= kNearlyAll * static_cast<double>(both)) {
            comparison.notes.push_back(std::string("nearly every node is ") +
                                       changeVerdictName(verdict) +
                                       ": rather the machine than the pipeline; measure both anew");
        }
    }
}

}  // namespace

const char* changeVerdictName(ChangeVerdict verdict) {
    switch (verdict) {
    case ChangeVerdict::Same: return "same";
    case ChangeVerdict::Faster: return "faster";
    case ChangeVerdict::Slower: return "slower";
    case ChangeVerdict::New: return "new";
    case ChangeVerdict::Gone: return "gone";
    }
    return "same";
}

Comparison compareProfiles(const Profile& before, const Profile& after) {
    const Nodes old = byKey(before);
    const Nodes now = byKey(after);
    const auto both =
        static_cast<std::size_t>(std::count_if(now.begin(), now.end(), [&](const auto& each) {
            return old.find(each.first) != old.end();
        }));
    NoiseModel noise(both + 1, kLeastChange);  // and the whole
    for (const Profile* profile : {&before, &after}) {
        for (const ProfileNode& node : profile->nodes) {
            noise.learn(node.times.lastUs);
        }
    }
    Comparison comparison;
    for (const ProfileNode& node : after.nodes) {
        const auto found = old.find(node.key);
        comparison.nodes.push_back(
            found == old.end() ? onlyOne(node, ChangeVerdict::New)
                               : compared(node.key, found->second->times, node.times, noise));
    }
    for (const ProfileNode& node : before.nodes) {
        if (now.find(node.key) == now.end()) {
            comparison.nodes.push_back(onlyOne(node, ChangeVerdict::Gone));
        }
    }
    comparison.total = compared("", wholeOf(before), wholeOf(after), noise);
    comparison.verdict = wholeVerdict(comparison);
    addNotes(comparison, before, after, both);
    return comparison;
}

}  // namespace cst
