#pragma once

#include "engine/profile/profile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cst {

/// Which time of the nodes a flame tree adds up, per run.
enum class FlameMeasure : uint8_t { Wall, Cpu, Wait };  // Wall = run and wait together

/// A box of a flame graph, a row of the tree.
struct FlameFrame {
    static constexpr uint32_t kNone = UINT32_MAX;
    std::string name;       // of the group; of the node: its whole key
    uint32_t node = kNone;  // into Profile::nodes; kNone = a group, or a node that was not measured
    uint32_t parent = kNone;  // into the frames, always before this one; kNone = the root
    uint32_t depth = 0;       // of the root 0
    uint32_t end = 0;         // what lies in it are the frames up to here, without it
    double ownUs = 0;         // of the node itself
    double totalUs = 0;       // and of all that lies in it
    double startUs = 0;       // where its box begins: those of one parent lie side by side
};

/// The profile as a tree: the run, in it the groups of the text and the nodes outside of any, in
/// those the nodes, in a node what its key says lies in it (`total/args.0` in `total`). Each frame
/// is followed by all that lies in it, the largest first; a node without time is left out unless
/// one with time lies in it. The first frame is the run; with no time at all it is the only one.
/// Times are means over all runs of the profile: what ran in every second one counts half.
/// Cost: O(nodes · log nodes).
std::vector<FlameFrame> flameTree(const Profile& profile, FlameMeasure measure);

}  // namespace cst
