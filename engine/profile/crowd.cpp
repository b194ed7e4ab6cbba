// Two recordings of one pipeline, a minute apart, differ by a fifth if the processor's clock or a
// neighbour did: in all nodes at once, and far beyond the noise of either. No test on the times of
// one node can know that, but the other nodes can: what changed in a pipeline changes a node or a
// few, or most, but hardly four of five, all to one side. Then what the crowd moved is noise for
// each of them, up to what the foremost of the crowd moved, because nodes do not feel a machine
// alike (caches, memory); who moved beyond that stands out all the same.
//
// Machines that are left alone do not change by more than a third from one minute to the next. If
// all nodes take twice as long, that is a fact about them: fewer workers, larger inputs, another
// build. What a busy machine does is uneven: the further apart the nodes moved, the further it may
// have moved them all.

#include "engine/profile/crowd.h"

#include <algorithm>

namespace cst {
namespace {

constexpr std::size_t kFewest = 5;    // nodes that are a crowd
constexpr double kNearlyAll = 0.8;    // of the nodes
constexpr double kMost = 0.9;         // the last one of five, or of ten, may be the changed one
constexpr double kMoved = 0.02;       // who moved less stood still
constexpr double kOfMachines = 0.30;  // log 1.35
constexpr double kOfOwnSpread = 5;

double atShare(const std::vector<double>& inOrder, double share) {
    return inOrder[static_cast<std::size_t>(share * static_cast<double>(inOrder.size() - 1))];
}

/// How far the crowd moved upwards.
double upwards(const std::vector<double>& inOrder, double most) {
    if (atShare(inOrder, 1 - kNearlyAll) < kMoved) {
        return 0;
    }
    return std::min(atShare(inOrder, kMost), most);
}

}  // namespace

Crowd crowdOf(std::vector<double> changes, double spread) {
    const double most = kOfMachines + kOfOwnSpread * spread;
    Crowd crowd;
    if (changes.size() < kFewest) {
        return crowd;
    }
    std::sort(changes.begin(), changes.end());
    crowd.high = upwards(changes, most);
    std::reverse(changes.begin(), changes.end());
    for (double& change : changes) {
        change = -change;
    }
    crowd.low = -upwards(changes, most);
    return crowd;
}

}  // namespace cst
