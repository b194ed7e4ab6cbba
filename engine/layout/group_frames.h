#pragma once

#include "engine/layout/layout.h"
#include "engine/layout/node_group.h"

#include <span>
#include <string>
#include <vector>

namespace cst {

/// Nodes of one group of the text that stand together: no other node is between them.
struct GroupFrame {
    std::string group;            // NodeGroup::name
    std::string shown;            // NodeGroup::shown()
    std::vector<uint32_t> nodes;  // rising; never empty
    bool isWidest = false;        // of those of its group, where they belong
};

// How far a frame stands off its nodes, in pixels at 100 %; badges hang out by 8.
inline constexpr float kFrameSide = 10, kFrameAbove = 6, kFrameBelow = 8;

/// Where groups stand in a picture. The layout knows nothing of groups, so one may stand in several
/// places and has a frame at each; no frame holds a node that is not in its group. Of one in more
/// than 40 places, nodes that stand alone have none, or it would be nothing but frames; what is
/// scattered all over the picture has none at all. `groups`: of the graph that was laid out.
/// Cost: O(nodes log nodes), and for each group O(members · log members) and as often what stands
/// between them.
std::vector<GroupFrame> groupFrames(const Layout& layout, std::span<const NodeGroup> groups);

/// The nodes of one group, put together where they belong, those that stand alone as well. Those
/// that would take more than eight looks at each of them stand nowhere together.
std::vector<std::vector<uint32_t>> placesOf(const Layout& layout, const NodeGroup& group);

}  // namespace cst
