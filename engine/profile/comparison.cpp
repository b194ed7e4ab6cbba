#include "engine/profile/comparison.h"

#include "engine/profile/crowd.h"
#include "engine/profile/noise_band.h"
#include "engine/profile/time_text.h"
#include "engine/profile/witnesses.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace cst {
namespace {

/// The nearest rank, as everywhere: what a profile shows as its p50 is what is compared.
double medianUs(const TimeSummary& times) {
    if (times.lastUs.empty()) {
        return times.p50Us;
    }
    std::vector<float> sorted = times.lastUs;
    const auto median = sorted.begin() + static_cast<std::ptrdiff_t>((sorted.size() - 1) / 2);
    std::nth_element(sorted.begin(), median, sorted.end());
    return static_cast<double>(*median);
}

bool ran(const TimeSummary& times) {
    return times.count > 0 || !times.lastUs.empty();
}

std::string tooFew(const TimeSummary& before, const TimeSummary& after, std::size_t least) {
    if (before.lastUs.empty() || after.lastUs.empty()) {
        return "the single times of the runs are not kept, so their noise is not known";
    }
    return "too few runs to tell (" + std::to_string(before.lastUs.size()) + " before, " +
           std::to_string(after.lastUs.size()) + " after): " + std::to_string(least) +
           " each are needed for so many nodes";
}

constexpr double kShortestUs = 0.001;
/// Between recordings a node moves by so many standard deviations of what witnesses move: their
/// noise has heavier tails than a normal distribution.
constexpr double kOfSpread = 3.5;
/// Waking a thread, taking memory from the system: once a run it costs whoever comes by, and on a
/// busy machine that is another node tomorrow.
constexpr double kEventUs = 5;
/// A change that only the clocks' grain hides is no sign of a busy machine.
constexpr double kFineUs = 10 * kLeastChangeUs;
/// Where most changes below this would go unseen, `same` would be no answer.
constexpr double kMostNoise = 0.25;
/// Nor is it of one node, where even this change would.
constexpr double kBlind = 2;

/// A row, with what it takes to judge it once all rows are there.
struct Measured {
    ComparedTime row;
    std::optional<NoiseBand> band;  // none = nothing can be said
    bool isWitness = false;         // means the same on both sides
};

Measured measured(std::string key, const TimeSummary& before, const TimeSummary& after,
                  const NoiseModel& noise, Recorded how) {
    Measured result;
    ComparedTime& row = result.row;
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
        return result;
    }
    row.change = std::max(*row.afterUs, kShortestUs) / std::max(*row.beforeUs, kShortestUs);
    const bool isPaired = how == Recorded::InTurns && before.lastUs.size() == after.lastUs.size();
    const NoiseBand band = isPaired ? noise.bandInTurns(before.lastUs, after.lastUs)
                                    : noise.band(before.lastUs, after.lastUs);
    if (band.isKnown) {
        result.band = band;
        if (isPaired) {
            row.change = std::exp(band.change);
        }
    } else {
        row.reason = tooFew(before, after, isPaired ? noise.leastPairs() : noise.leastRuns());
    }
    return result;
}

/// Are the clocks fine enough for it?
bool isFine(const ComparedTime& row, double leastUs) {
    return row.beforeUs && *row.beforeUs >= leastUs;
}

BetweenRecordings betweenOf(const std::vector<Measured>& rows) {
    std::vector<WitnessChange> witnesses;
    for (const Measured& each : rows) {
        if (each.band && each.isWitness && isFine(each.row, 2 * kLeastChangeUs)) {
            witnesses.push_back({each.band->shift, each.band->ownError, each.band->moves});
        }
    }
    return betweenRecordings(witnesses);
}

/// Of those nodes for which the clocks are fine enough to tell.
Crowd crowdAmong(const std::vector<Measured>& rows, double spread) {
    std::vector<double> changes;
    for (const Measured& each : rows) {
        if (each.band && isFine(each.row, 2 * kLeastChangeUs)) {
            changes.push_back(std::log(*each.row.change));
        }
    }
    return crowdOf(std::move(changes), spread);
}

/// What the machine did between the two recordings.
struct Machine {
    BetweenRecordings between;
    Crowd crowd;
    double leastUs = kLeastChangeUs;  // what it costs here today, and there tomorrow
};

/// Widens the band of a row by what the machine did, and judges the row by it.
void judge(Measured& measured, const Machine& machine) {
    if (!measured.band) {
        return;
    }
    ComparedTime& row = measured.row;
    NoiseBand& band = *measured.band;
    const BetweenRecordings& between = machine.between;
    const double each = kOfSpread * between.spread;
    double high = std::max(0.0, each - band.drift) + band.high;
    double low = std::max(0.0, each - band.drift) - band.low;
    if (between.isBusy) {
        high = std::max(high, band.high - band.drift + band.levelsHigh);
        low = std::max(low, -band.low - band.drift + band.levelsLow);
    } else if (!between.isKnown) {
        const double few = std::log1p(NoiseModel::kLeastChangeOfFew);
        high = std::max(high, std::hypot(high - band.drift, few));
        low = std::max(low, std::hypot(low - band.drift, few));
    }
    const double shift = between.isBusy ? between.shift : 0;
    row.noiseHigh = std::exp(std::max(machine.crowd.high + band.high, std::max(shift, 0.0) + high));
    row.noiseLow = std::exp(std::min(machine.crowd.low + band.low, std::min(shift, 0.0) - low));
    // What the clocks cannot tell apart is noise as well.
    const double grain = machine.leastUs / std::max(*row.beforeUs, kShortestUs);
    row.noiseHigh = std::max(row.noiseHigh, 1 + grain);
    row.noiseLow = std::clamp(1 - grain, 0.0, row.noiseLow);
    if (*row.change > row.noiseHigh) {
        row.verdict = ChangeVerdict::Slower;
    } else if (*row.change < row.noiseLow) {
        row.verdict = ChangeVerdict::Faster;
    } else if (row.noiseHigh > kBlind && isFine(row, kFineUs)) {
        row.reason = "the noise is so large that a doubling would not show";
    }
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

/// The whole run: as such, or where a profile does not tell, its phase `run`. Of a part nothing.
TimeSummary wholeOf(const Profile& profile) {
    if (profile.isPart) {
        return {};
    }
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

/// What the text of a profile has beside what took time.
class Idle {
public:
    /// `isOneText`: that of the other side is the same.
    Idle(const Profile& profile, bool isOneText) : isOneText_(isOneText) {
        for (const IdleNode& node : profile.idle) {
            whys_.emplace(node.key, node.why);
        }
    }
    /// Of a node of the other side that took no time here; nothing = the text has none.
    std::optional<IdleWhy> why(const std::string& key) const {
        if (const auto found = whys_.find(key); found != whys_.end()) {
            return found->second;
        }
        return isOneText_ ? std::optional(IdleWhy::NotRun) : std::nullopt;
    }

private:
    std::unordered_map<std::string_view, IdleWhy> whys_;
    bool isOneText_;
};

std::string idleReason(IdleWhy why, const std::string& when) {
    switch (why) {
    case IdleWhy::NotRun: break;
    case IdleWhy::Part: return "another node did its work " + when;
    case IdleWhy::Constant: return "it was a constant " + when;
    }
    return "did not run " + when;
}

/// What took time on one side only.
ComparedTime oneSided(const ProfileNode& node, bool isAfter, const Idle& other) {
    ComparedTime row = onlyOne(node, isAfter ? ChangeVerdict::New : ChangeVerdict::Gone);
    if (const auto why = other.why(node.key)) {
        row.verdict = ChangeVerdict::Same;
        row.reason = idleReason(*why, isAfter ? "before" : "after");
        (isAfter ? row.idleBefore : row.idleAfter) = why;
    }
    return row;
}

Nodes byKey(const Profile& profile) {
    Nodes nodes;
    for (const ProfileNode& node : profile.nodes) {
        nodes.emplace(node.key, &node);
    }
    return nodes;
}

bool has(const Comparison& comparison, ChangeVerdict verdict) {
    return comparison.total.verdict == verdict ||
           std::any_of(comparison.nodes.begin(), comparison.nodes.end(),
                       [&](const ComparedTime& row) { return row.verdict == verdict; });
}

/// Is there anything of which the runs tell something?
bool isMeasured(const Comparison& comparison) {
    const auto isTold = [](const ComparedTime& row) { return std::isfinite(row.noiseHigh); };
    return isTold(comparison.total) ||
           std::any_of(comparison.nodes.begin(), comparison.nodes.end(), isTold);
}

/// By how much a node in the middle would have to get slower, to be called so.
double usualNoise(const Comparison& comparison) {
    std::vector<double> highs;
    for (const ComparedTime& row : comparison.nodes) {
        if (std::isfinite(row.noiseHigh) && isFine(row, kFineUs)) {
            highs.push_back(row.noiseHigh);
        }
    }
    if (highs.empty()) {
        return 1;
    }
    const auto middle = highs.begin() + static_cast<std::ptrdiff_t>(highs.size() / 2);
    std::nth_element(highs.begin(), middle, highs.end());
    return *middle;
}

/// Why a comparison that found nothing has not shown that there is nothing.
std::string whyUnclear(const Comparison& comparison, const Machine& machine) {
    if (!isMeasured(comparison)) {
        return "nothing ran often enough on both sides";
    }
    const double usual = usualNoise(comparison) - 1;
    if (machine.between.spread == 0 || usual <= kMostNoise) {
        return "";
    }
    return "the machine was busy: nodes that nobody changed differ by " +
           shownShare(std::expm1(machine.between.spread)) +
           ", so that most nodes would have to change by more than " + shownShare(usual);
}

WholeVerdict wholeVerdict(const Comparison& comparison, bool isUnclear) {
    const bool hasSlower = has(comparison, ChangeVerdict::Slower);
    const bool hasFaster = has(comparison, ChangeVerdict::Faster);
    if (hasSlower && hasFaster && comparison.total.verdict != ChangeVerdict::Slower) {
        return WholeVerdict::Mixed;
    }
    if (hasSlower || hasFaster) {
        return hasSlower ? WholeVerdict::Slower : WholeVerdict::Faster;
    }
    return isUnclear ? WholeVerdict::Unknown : WholeVerdict::Same;
}

/// Two pipelines that have little in common.
void addNoteOfStrangers(Comparison& comparison, std::size_t before, std::size_t after,
                        std::size_t both) {
    if (before == 0 || after == 0 || 2 * both >= std::min(before, after)) {
        return;
    }
    comparison.notes.push_back(
        (both == 0 ? std::string("the two share no node")
                   : "the two share only " + std::to_string(both) + " of " +
                         std::to_string(std::max(before, after)) + " nodes") +
        ": these seem to be profiles of different pipelines; nodes are compared by their keys");
}

void addNotes(Comparison& comparison, const Profile& before, const Profile& after,
              const Machine& machine) {
    if (before.threads != after.threads && before.threads != 0 && after.threads != 0) {
        comparison.notes.push_back("before there were " + std::to_string(before.threads) +
                                   " workers, after " + std::to_string(after.threads));
    }
    const Crowd& crowd = machine.crowd;
    if (crowd.low != 0 || crowd.high != 0) {
        const bool isSlower = crowd.high != 0;
        comparison.notes.push_back(
            std::string("nearly every node is ") + (isSlower ? "slower" : "faster") +
            ", by up to " + shownShare(std::abs(std::expm1(isSlower ? crowd.high : crowd.low))) +
            ": the machine rather than the pipeline, so nodes that moved with the others are "
            "called the same; measure both anew to be sure");
    }
    if (machine.between.spread > 0 && comparison.verdict != WholeVerdict::Unknown) {
        comparison.notes.push_back("nodes that nobody changed differ by " +
                                   shownShare(std::expm1(machine.between.spread)) +
                                   " between the two: noise of the machine, so the noise of every "
                                   "node is that much wider");
    }
}

/// Does it mean the same on both sides? Profiles that do not say so of each node are of one text,
/// or are taken to be mostly so.
bool meansTheSame(const ProfileNode& before, const ProfileNode& after) {
    return before.ownHash.empty() || after.ownHash.empty() || before.ownHash == after.ownHash;
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

const char* wholeVerdictName(WholeVerdict verdict) {
    switch (verdict) {
    case WholeVerdict::Same: return "same";
    case WholeVerdict::Faster: return "faster";
    case WholeVerdict::Slower: return "slower";
    case WholeVerdict::Mixed: return "mixed";
    case WholeVerdict::Unknown: return "unknown";
    }
    return "unknown";
}

Comparison compareProfiles(const Profile& before, const Profile& after, Recorded how) {
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
    // 32 digits are ours; what other programs write there may be the same for all texts.
    const bool isOneText = before.sourceHash.size() == 32 && before.sourceHash == after.sourceHash;
    const Idle idleBefore(before, isOneText);
    const Idle idleAfter(after, isOneText);
    std::size_t known = both;  // to both texts
    std::vector<Measured> rows;
    for (const ProfileNode& node : after.nodes) {
        const auto found = old.find(node.key);
        if (found == old.end()) {
            rows.push_back({oneSided(node, true, idleBefore), {}});
            known += rows.back().row.idleBefore ? 1 : 0;
            continue;
        }
        rows.push_back(measured(node.key, found->second->times, node.times, noise, how));
        rows.back().isWitness = meansTheSame(*found->second, node);
    }
    Machine machine;
    machine.between = betweenOf(rows);
    if (how == Recorded::InTurns) {
        // There was no time between the two. But two texts have their memory in two places: where
        // that shows, it costs single nodes some microseconds, and none of them a share.
        machine.leastUs = machine.between.spread > 0 ? kEventUs : kEventUs / 2;
        machine.between = {.isKnown = true};
    } else {
        machine.leastUs = machine.between.spread > 0 ? kEventUs : kLeastChangeUs;
        machine.crowd = crowdAmong(rows, machine.between.spread);
    }
    Comparison comparison;
    for (Measured& each : rows) {
        judge(each, machine);
        comparison.nodes.push_back(std::move(each.row));
    }
    for (const ProfileNode& node : before.nodes) {
        if (now.find(node.key) == now.end()) {
            comparison.nodes.push_back(oneSided(node, false, idleAfter));
            known += comparison.nodes.back().idleAfter ? 1 : 0;
        }
    }
    Measured total = measured("", wholeOf(before), wholeOf(after), noise, how);
    judge(total, machine);
    comparison.total = std::move(total.row);
    addNoteOfStrangers(comparison, old.size(), now.size(), known);
    const std::string unclear = whyUnclear(comparison, machine);
    comparison.verdict = wholeVerdict(comparison, !unclear.empty());
    if (comparison.verdict == WholeVerdict::Unknown) {
        comparison.notes.push_back("cannot tell: " + unclear);
    }
    addNotes(comparison, before, after, machine);
    return comparison;
}

}  // namespace cst
