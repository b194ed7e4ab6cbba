// When is a node slower, and when was it only a bad day?
//
// Times of runs are skewed, have far outliers and often two or three levels (which core, which
// clock rate), so nothing here takes a mean, a variance or a normal distribution for granted. What
// is asked is by which factor one recording is off the other: the confidence interval of Hodges,
// Lehmann and Moses, which turns the rank test of Mann, Whitney and Wilcoxon round. Of all n·m
// ratios of a run after to a run before, it reaches from the K-th smallest to the K-th largest,
// with
//     K = n·m/2 - z · sqrt(n·m·(n + m + 1)/12).
// If both recordings are of one distribution, whatever that is, 1 lies in it but for the chance
// that belongs to z. Ties make it wider, never narrower, and so does the normal approximation,
// whose tails are heavier than those of the exact distribution; where K is below 1 there are too
// few runs to say anything.
//
// Many nodes: with a thousand nodes, one in a hundred is off by chance, and people look at that
// one. So the chance of one in two hundred is that of the whole comparison, divided by the number
// of answers (Bonferroni): z is 2.8 for one node, 4.6 for a thousand.
//
// Drift: the test takes runs to be independent of each other. They are not when a machine warms up
// or a neighbour comes and goes: then a recording of 128 runs is really one of three. So each
// recording is cut into blocks of runs that stand together, and what the blocks' ranks differ is
// held against what those of independent runs do (H of Kruskal and Wallis). One node alone shows
// too little of that, but all nodes ran on the same machine at the same time, so their H are added
// up. What moves within a recording may have moved between the two as well: some of the spread of
// the block medians, of both recordings, is added to the band. A recording that is too short to
// be cut has to change by more than what machines do for a while.
//
// What two processes differ in though nothing changed (where code and data came to lie: some
// percent, and the runs of one process do not show it) is independent of what runs differ in, so
// the squares of the least change and of the interval's width add up.
//
// What no recording can show is what changed between two: a machine that is slower today. That is
// for crowd.cpp.
//
// Sources: Hodges, Lehmann 1963; Moses, in Walker, Lev 1953; Hollander, Wolfe, Chicken,
// Nonparametric Statistical Methods, 4.1-4.3 and 6.1; Kalibera, Jones, Rigorous Benchmarking in
// Reasonable Time, 2013, on levels of repetition.

#include "engine/profile/noise_band.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace cst {
namespace {

constexpr double kErrorOfAll = 0.005;  // of one comparison, two-sided
constexpr double kShortestRunUs = 0.001;
constexpr std::size_t kNewest = 512;  // runs; more only take time
/// Between two recordings a level moves by so many times what it moves within them (found with the
/// noises of tst_comparison).
constexpr double kBetween = 1.7;
/// A level that one run of twenty has is one of the node's.
constexpr double kOftenEnough = 0.95;
constexpr double kSureLevels = 3;  // standard deviations from which on levels did move

/// The z above which a standard normal lies with this chance.
double normalQuantile(double chanceAbove) {
    double low = 0;
    double high = 40;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (std::erfc(middle / std::sqrt(2.0)) / 2 > chanceAbove ? low : high) = middle;
    }
    return high;
}

/// K of the interval; 0 = there is none.
std::size_t rankOf(std::size_t before, std::size_t after, double z) {
    const auto n = static_cast<double>(before);
    const auto m = static_cast<double>(after);
    const double rank = std::floor(n * m / 2 - z * std::sqrt(n * m * (n + m + 1) / 12));
    return rank < 1 ? 0 : static_cast<std::size_t>(rank);
}

std::vector<double> logarithms(std::span<const float> timesUs) {
    std::vector<double> logs;
    for (const float us : timesUs.last(std::min(timesUs.size(), kNewest))) {
        logs.push_back(std::log(std::max(static_cast<double>(us), kShortestRunUs)));
    }
    return logs;
}

std::vector<double> sorted(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values;
}

double median(const std::vector<double>& inOrder) {
    const std::size_t half = inOrder.size() / 2;
    return inOrder.size() % 2 != 0 ? inOrder[half] : (inOrder[half - 1] + inOrder[half]) / 2;
}

/// The value that this share of them does not exceed.
double nearestAtShare(const std::vector<double>& inOrder, double share) {
    return inOrder[static_cast<std::size_t>(share * static_cast<double>(inOrder.size() - 1) + 0.5)];
}

/// By how much `from` may rise to get where `to` is, going by single runs of either.
double levelsBetween(const std::vector<double>& from, const std::vector<double>& to) {
    return std::max(nearestAtShare(from, kOftenEnough) - median(from),
                    median(to) - nearestAtShare(to, 1 - kOftenEnough));
}

/// Ranks from 1; of equal values each gets the mean of theirs.
std::vector<double> ranksOf(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && values[order[end]] == values[order[begin]]) {
            ++end;
        }
        for (std::size_t i = begin; i < end; ++i) {
            ranks[order[i]] = static_cast<double>(begin + 1 + end) / 2;
        }
        begin = end;
    }
    return ranks;
}

/// A recording, cut into blocks of runs that stand together.
struct Blocks {
    double degrees = 0;  // blocks less one; 0 = too short to be cut
    double h = 0;        // of Kruskal and Wallis: as much as degrees if runs are independent
    double spread = 0;   // standard deviation of the medians
};

Blocks blocksOf(const std::vector<double>& logs) {
    Blocks result;
    if (logs.size() < NoiseModel::kFewRuns) {
        return result;
    }
    const std::size_t blocks = logs.size() < 64 ? 4 : 8;
    const std::vector<double> ranks = ranksOf(logs);
    const auto count = static_cast<double>(logs.size());
    std::vector<double> medians;
    for (std::size_t block = 0; block < blocks; ++block) {
        const auto begin = static_cast<std::ptrdiff_t>(block * logs.size() / blocks);
        const auto end = static_cast<std::ptrdiff_t>((block + 1) * logs.size() / blocks);
        const auto size = static_cast<double>(end - begin);
        const double off = std::accumulate(ranks.begin() + begin, ranks.begin() + end, 0.0) / size -
                           (count + 1) / 2;
        result.h += size * off * off * 12 / (count * (count + 1));
        medians.push_back(median(sorted({logs.begin() + begin, logs.begin() + end})));
    }
    result.degrees = static_cast<double>(blocks - 1);
    const double mean =
        std::accumulate(medians.begin(), medians.end(), 0.0) / static_cast<double>(blocks);
    for (const double each : medians) {
        result.spread += (each - mean) * (each - mean) / result.degrees;
    }
    result.spread = std::sqrt(result.spread);
    return result;
}

/// Is this H more than independent runs have? Its variance is twice its degrees.
bool isSure(double h, double degrees) {
    return h > degrees + kSureLevels * std::sqrt(2 * degrees);
}

/// The rank-th smallest of all differences a - b; both in order. Differences are counted, not
/// listed: O((a + b) · digits).
double difference(const std::vector<double>& a, const std::vector<double>& b, std::size_t rank) {
    double low = a.front() - b.back();
    double high = a.back() - b.front();
    for (int i = 0; i < 48 && low < high; ++i) {
        const double middle = (low + high) / 2;
        std::size_t count = 0;  // of differences up to here
        std::size_t first = 0;  // b from here on is near enough
        for (const double each : a) {
            while (first < b.size() && each - b[first] > middle) {
                ++first;
            }
            count += b.size() - first;
        }
        (count >= rank ? high : low) = middle;
    }
    return high;
}

/// Below 1 = they are too few for an answer.
double rankOfPairs(std::size_t pairs, double quantile) {
    const auto n = static_cast<double>(pairs);
    return std::floor(n * (n + 1) / 4 - quantile * std::sqrt(n * (n + 1) * (2 * n + 1) / 24));
}

}  // namespace

NoiseModel::NoiseModel(std::size_t tests, double leastChange)
    : quantile_(
          normalQuantile(kErrorOfAll / 2 / static_cast<double>(std::max<std::size_t>(tests, 1)))),
      leastChange_(leastChange) {}

void NoiseModel::learn(std::span<const float> timesUs) {
    const Blocks blocks = blocksOf(logarithms(timesUs));
    variance_ += blocks.h;
    degrees_ += blocks.degrees;
}

/// By how much the level of this recording moves; 0 if it stands still, for all that one can tell.
double NoiseModel::driftOf(std::span<const float> timesUs) const {
    const Blocks blocks = blocksOf(logarithms(timesUs));
    if (blocks.degrees == 0) {
        return 0;
    }
    double share = 0;  // of the blocks' variance: what independent runs do not have
    if (isSure(variance_, degrees_)) {
        share = 1 - degrees_ / variance_;
    }
    // One node of a hundred is that far off by chance, so it takes more to say it of one alone.
    if (isSure(blocks.h, 2 * blocks.degrees)) {
        share = std::max(share, 1 - blocks.degrees / blocks.h);
    }
    return blocks.spread * std::sqrt(share);
}

NoiseBand NoiseModel::band(std::span<const float> beforeUs, std::span<const float> afterUs) const {
    NoiseBand band;
    const std::vector<double> before = sorted(logarithms(beforeUs));
    const std::vector<double> after = sorted(logarithms(afterUs));
    if (before.empty() || after.empty()) {
        return band;
    }
    band.change = median(after) - median(before);
    const std::size_t rank = rankOf(before.size(), after.size(), quantile_);
    if (rank == 0) {
        return band;
    }
    band.isKnown = true;
    const double lowest = difference(after, before, rank);
    const double highest = -difference(before, after, rank);
    band.moves = std::hypot(driftOf(beforeUs), driftOf(afterUs));
    band.drift = kBetween * band.moves;
    band.shift = (lowest + highest) / 2;
    band.ownError = (highest - lowest) / 2 / quantile_;
    band.levelsHigh = levelsBetween(before, after);
    band.levelsLow = levelsBetween(after, before);
    const bool isShort = std::min(before.size(), after.size()) < kFewRuns;
    const double least =
        std::log1p(isShort ? std::max(leastChange_, kLeastChangeOfFew) : leastChange_);
    // The interval lies round the change; the same width round no change is the band, so that the
    // change lies outside of the one where nothing lies in the other.
    band.high = std::hypot(least, std::max(0.0, band.change - lowest)) + band.drift;
    band.low = -std::hypot(least, std::max(0.0, highest - band.change)) - band.drift;
    return band;
}

/// The interval of Hodges and Lehmann for pairs: of the means of any two of the n differences, the
/// K-th smallest to the K-th largest, with K = n(n + 1)/4 - z · sqrt(n(n + 1)(2n + 1)/24) of the
/// signed rank test of Wilcoxon.
NoiseBand NoiseModel::bandInTurns(std::span<const float> beforeUs,
                                  std::span<const float> afterUs) const {
    NoiseBand band;
    const std::vector<double> before = logarithms(beforeUs);
    const std::vector<double> after = logarithms(afterUs);
    if (before.empty() || before.size() != after.size()) {
        return band;
    }
    std::vector<double> means;
    std::vector<double> differences;
    for (std::size_t i = 0; i < before.size(); ++i) {
        differences.push_back(after[i] - before[i]);
        for (const double other : differences) {
            means.push_back((differences.back() + other) / 2);
        }
    }
    const double rank = rankOfPairs(before.size(), quantile_);
    band.change = median(sorted(after)) - median(sorted(before));
    if (rank < 1) {
        return band;
    }
    band.isKnown = true;
    std::sort(means.begin(), means.end());
    const auto place = static_cast<std::size_t>(rank) - 1;
    const double lowest = means[place];
    const double highest = means[means.size() - 1 - place];
    band.shift = median(means);
    band.change = band.shift;
    band.ownError = (highest - lowest) / 2 / quantile_;
    const bool isShort = before.size() < kFewRuns;
    const double least =
        std::log1p(isShort ? std::max(leastChange_, kLeastChangeOfFew) : leastChange_);
    const Blocks blocks = blocksOf(differences);
    if (isSure(blocks.h, 2 * blocks.degrees)) {
        band.moves = blocks.spread * std::sqrt(1 - blocks.degrees / blocks.h);
        band.drift = kBetween * band.moves;
    }
    band.high = std::hypot(least, std::max(0.0, band.shift - lowest)) + band.drift;
    band.low = -std::hypot(least, std::max(0.0, highest - band.shift)) - band.drift;
    return band;
}

std::size_t NoiseModel::leastRuns() const {
    std::size_t runs = 1;
    while (rankOf(runs, runs, quantile_) == 0) {
        ++runs;
    }
    return runs;
}

std::size_t NoiseModel::leastPairs() const {
    std::size_t pairs = 1;
    while (rankOfPairs(pairs, quantile_) < 1) {
        ++pairs;
    }
    return pairs;
}

}  // namespace cst
