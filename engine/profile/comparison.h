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
    /// Why the node has no time on that side though the text there has it.
    std::optional<IdleWhy> idleBefore, idleAfter;
};

/// What the rows say together: Slower or Faster if any is, and none the other way; Mixed if both
/// are there, unless the whole run is slower. So something is slower exactly if it is Slower or
/// Mixed. Unknown = no row is either, but the runs could not have shown it: a note says why.
enum class WholeVerdict : uint8_t { Same, Faster, Slower, Mixed, Unknown };
const char* wholeVerdictName(WholeVerdict verdict);  // "same", …; saved: never change

struct Comparison {
    std::vector<ComparedTime> nodes;  // in the order of `after`, then what has no time there
    ComparedTime total;
    WholeVerdict verdict = WholeVerdict::Same;
    std::vector<std::string> notes;  // what else a reader has to know: other workers, …
};

/// Changes below this are never called one, whatever the runs say: two processes differ by as much
/// though nothing changed.
inline constexpr double kLeastChange = 0.05;
inline constexpr double kLeastChangeUs = 0.05;  // reading the clocks, and the cache around it

/// One after the other, or in turns by one process.
enum class Recorded : uint8_t { Apart, InTurns };

/// Compares by key. New and gone is what only one of the texts has; what only did not run on one
/// side is neither, there is nothing to tell of it. Chance calls one or more of equal nodes faster
/// or slower in one comparison of two hundred at most, however many nodes there are; what runs tell
/// less than that is `same`, with a reason where there are too few of them. What the machine did
/// between the two is noise as well, for each node and for the whole: what nearly all nodes did
/// together (crowd.h), and what those did that mean the same on both sides (witnesses.h). Both are
/// told in notes. Of runs that were made in turns (PairedRuns) the k-th on one side is held against
/// the k-th on the other, and nothing happened between the two; `change` is then that of the pairs.
/// A side that moves by itself for some runs on end (where its memory lies) is taken for changed:
/// in trials 36 of 100 equal pairs that wander each by itself. Cost: some 50 us a node with 128
/// runs on both sides, in turns 500 us.
Comparison compareProfiles(const Profile& before, const Profile& after,
                           Recorded how = Recorded::Apart);

}  // namespace cst
