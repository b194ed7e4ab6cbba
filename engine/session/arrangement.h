#pragma once

#include "engine/session/graph_look.h"
#include "engine/session/layout_file.h"
#include "engine/session/snapshot.h"

#include <map>
#include <memory>
#include <unordered_map>

namespace cst {

/// A layout that others start from, and which node of it is which.
struct LayoutBase {
    std::shared_ptr<const Layout> layout;
    std::unordered_map<NodeIdentity, uint32_t> nodes;
};

/// What the picture of a document is made of beside its graph: what it starts from, and where a
/// person has put nodes. Immutable.
struct Arrangement {
    std::shared_ptr<const LayoutBase> base;    // null: the next layout is made from nothing
    std::map<NodeIdentity, LayoutPoint> pins;  // top left corners, as if it flowed to the right
    PinnedPlaces waiting;                      // of nodes that are not there, or not yet
    GraphLook look;
};

/// What a person does to the picture: one step, which can be taken back and done again.
struct Arranging {
    uint64_t step = 0;  // its number in the document; 0 = it is never taken back
    bool takesBack = false;
    std::map<NodeIdentity, LayoutPoint> pins;  // nodes are put here, as the picture flows
    std::vector<NodeIdentity> tidied;          // laid out anew, and no longer pinned
    bool tidiesAll = false;
};

/// What is to be written beside the pipeline: pins of nodes that are there under their keys of now.
PinnedPlaces placesOf(const Snapshot& snapshot);

}  // namespace cst
