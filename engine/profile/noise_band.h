#pragma once

#include <cstddef>
#include <span>

namespace cst {

/// By how much the logarithm of a node's time differs between two recordings, and by how much it
/// would have to differ to mean something.
struct NoiseBand {
    double change = 0;     // log of median after / median before
    double low = 0;        // below 0; what lies below it is faster
    double high = 0;       // above 0; what lies above it is slower
    bool isKnown = false;  // false = too few runs for any answer
    double moves = 0;      // how far levels move within the recordings, standard deviation
    double drift = 0;      // what of that is part of both
    double shift = 0;      // the change, by all pairs of runs: steadier than that of the medians
    double ownError = 0;   // standard error of `shift` if nothing but chance told runs apart
    /// By how much the levels that single runs have lie above the one median and below the other:
    /// a node that has been there in some runs of one recording may be there in most of another.
    double levelsHigh = 0;
    double levelsLow = 0;  // likewise the other way, above 0
};

/// What is noise and what is not, for all nodes of two recordings. First learns from each node how
/// much the level of the machine moved, then answers for each node.
/// Times are one by one, in the order of the runs. Source, reasons: noise_band.cpp.
class NoiseModel {
public:
    /// `tests` = how many answers are given at once; changes below `leastChange` (0.05 = 5 %) are
    /// never called one.
    NoiseModel(std::size_t tests, double leastChange);

    void learn(std::span<const float> timesUs);
    NoiseBand band(std::span<const float> beforeUs, std::span<const float> afterUs) const;
    /// The same of runs that were made in turns, as many on both sides: the k-th of one stands
    /// beside the k-th of the other, so what the machine did to both is no noise.
    NoiseBand bandInTurns(std::span<const float> beforeUs, std::span<const float> afterUs) const;
    /// The least number of runs on both sides for an answer.
    std::size_t leastRuns() const;
    /// Likewise of runs that were made in turns.
    std::size_t leastPairs() const;

    /// A recording of fewer runs cannot show whether the level moved: then a change has to be
    /// larger than what machines do for a while.
    static constexpr std::size_t kFewRuns = 20;
    static constexpr double kLeastChangeOfFew = 0.25;

private:
    double driftOf(std::span<const float> timesUs) const;

    const double quantile_;
    const double leastChange_;
    double variance_ = 0;  // sum of all nodes of their H
    double degrees_ = 0;   // what that would be if no level moved
};

}  // namespace cst
