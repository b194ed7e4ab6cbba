// Two recordings of one pipeline differ by more than the runs of either do among themselves:
// another process has its memory elsewhere, other neighbours run on the machine, another thread is
// woken. No test on the times of one node can know by how much, but the nodes that mean the same on
// both sides can: whatever happened to them is no change of theirs. So their log ratios are a
// sample of that noise. Their median is what the machine did to all; their spread about it, less
// what their own runs explain, is what it did to each.
//
// The spread is measured by the median absolute deviation: a few of them may be slower in earnest
// (a new build of a module, other inputs), and must not hide themselves. A deviation of so few
// nodes is uncertain itself, by 1.17 / sqrt(2n), so that only what lies beyond that is believed:
// else a quiet machine would be called a noisy one every other time.
//
// Levels also move within a recording. Where the nodes have moved together between the two, they
// did so within them as well: that is in the shift, and explains nothing of the spread. Where they
// have not, it does.
//
// Sources: Rousseeuw, Croux, Alternatives to the Median Absolute Deviation, 1993; Efron,
// Large-Scale Simultaneous Hypothesis Testing: the choice of a null hypothesis, 2004.

#include "engine/profile/witnesses.h"

#include <algorithm>
#include <cmath>

namespace cst {
namespace {

constexpr std::size_t kFewestWitnesses = 5;
constexpr double kOfNormal = 1.4826;     // standard deviation / median absolute deviation
constexpr double kSureDeviation = 3.5;   // standard deviations of a deviation
constexpr double kMovedTogether = 0.04;  // shift from which on they moved together

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 != 0) {
        return *middle;
    }
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

BetweenRecordings betweenRecordings(std::span<const WitnessChange> witnesses) {
    BetweenRecordings between;
    if (witnesses.size() < kFewestWitnesses) {
        return between;
    }
    between.isKnown = true;
    std::vector<double> values;
    for (const WitnessChange& each : witnesses) {
        values.push_back(each.change);
    }
    between.shift = medianOf(values);
    for (double& value : values) {
        value = std::abs(value - between.shift);
    }
    const auto count = static_cast<double>(values.size());
    const double spread = kOfNormal * medianOf(values) * count / (count - 0.8);
    values.clear();
    for (const WitnessChange& each : witnesses) {
        const double drift = std::abs(between.shift) > kMovedTogether ? 0 : each.drift;
        values.push_back(each.ownError * each.ownError + drift * drift);
    }
    const double explained = medianOf(std::move(values));
    const bool haveMoved = std::abs(between.shift) > kMovedTogether;
    const double byChance = haveMoved ? 1 : 1 + kSureDeviation * 1.17 / std::sqrt(2 * count);
    if (spread * spread > explained * byChance * byChance) {
        between.spread = std::sqrt(spread * spread - explained);
        between.isBusy = haveMoved;
    }
    return between;
}

}  // namespace cst
