#pragma once

#include "engine/profile/profile.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cst {

enum class ChangeVerdict : uint8_t { Same, Faster, Slower, New, Gone };
const char* changeVerdictName(ChangeVerdict verdict);  // "same", …; saved: never change

/// What became of one node, or of the whole run, from one profile to another.
struct ComparedTime {
    std::string key;                 // NodeKey; "" = of the whole run
    std::optional<double> beforeUs;  // median of the runs; none = did not run, or is new
    std::optional<double> afterUs;
    std::optional<double> change;  // after / before; 1.2 = takes a fifth longer
    /// A change within these tells nothing: what lies beyond them is faster or slower. Too few
    /// runs: 0 … infinity.
    double noiseLow = 0;
    double noiseHigh = 0;
    ChangeVerdict verdict = ChangeVerdict::Same;
    std::string reason;  // why nothing can be said; "" = something can
};

struct Comparison {
    std::vector<ComparedTime> nodes;  // in the order of `after`, then what is gone
    ComparedTime total;
    /// Of the whole: what the total says, or where that is the same, what the nodes say together.
    ChangeVerdict verdict = ChangeVerdict::Same;
    std::vector<std::string> notes;  // what else a reader has to know: other workers, …
};

/// Changes below this are never called one, whatever the runs say: for most people they are none,
/// and where code lies in memory does as much.
inline constexpr double kLeastChange = 0.05;
inline constexpr double kLeastChangeUs = 0.02;  // the grain of the clocks

/// Compares by key. Chance calls one or more of equal nodes faster or slower in one comparison of
/// five hundred at most, however many nodes there are; what runs tell less than that is `same`,
/// with a reason where there are too few of them. Cost: some 50 us a node with 128 runs on both
/// sides.
Comparison compareProfiles(const Profile& before, const Profile& after);

}  // namespace cst
