#pragma once

#include "engine/plan/graph.h"
#include "engine/session/snapshot.h"

#include <cstdint>
#include <vector>

namespace cst {

/// Gives the nodes of successive graphs of one document identities that last: through edits
/// elsewhere, renames, reordering, commenting out and in again.
///
/// Matched in this order: key and structure together; structure alone, nearest place first; key;
/// place. What was there before and is gone is remembered for a while, so that what comes back
/// (undo, uncommenting) is itself again.
/// Not thread safe. Cost: O(nodes log nodes) a graph.
class IdentityTracker {
public:
    /// Identities by index of graph.nodes.
    std::vector<NodeIdentity> match(const Graph& graph);

private:
    struct Known {
        NodeIdentity identity;
        std::string key;
        Hash128 structure;
        NodeKind kind = NodeKind::Inline;
        uint32_t line = 0;
        uint32_t lastSeen = 0;  // generation
    };
    std::vector<Known> known_;
    uint32_t generation_ = 0;
    uint32_t nextIdentity_ = 0;
};

}  // namespace cst
