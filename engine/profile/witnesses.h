#pragma once

#include <span>
#include <vector>

namespace cst {

/// What one node that means the same on both sides did from one recording to another.
struct WitnessChange {
    double change = 0;    // NoiseBand::shift
    double ownError = 0;  // likewise
    double drift = 0;     // by how much its level moves within the recordings, standard deviation
};

/// What the machine did between two recordings, going by nodes that nobody changed.
struct BetweenRecordings {
    bool isKnown = false;  // false = too few witnesses
    double shift = 0;      // all of them together, as a logarithm
    /// Standard deviation of what each did beside that, without what its own runs explain; 0 = no
    /// more than chance makes of it.
    double spread = 0;
    /// Did it move them all, and each by itself? Then nothing is sure that single runs have shown.
    bool isBusy = false;
};

/// Robust: a third of them may have changed for other reasons. Cost: O(n log n).
/// Reasons: witnesses.cpp.
BetweenRecordings betweenRecordings(std::span<const WitnessChange> witnesses);

}  // namespace cst
