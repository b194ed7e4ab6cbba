#pragma once

#include "engine/base/inline_vector.h"
#include "engine/base/name_table.h"
#include "engine/plan/graph.h"
#include "engine/session/snapshot.h"

#include <cstdint>
#include <vector>

namespace cst {

/// Gives the nodes of successive graphs of one document identities that last: through edits
/// elsewhere, renames, reordering, commenting out and in again.
///
/// Matched in this order: key and shape together; shape alone, nearest place first; key; place.
/// What was there before and is gone is remembered for a while, so that what comes back (undo,
/// uncommenting) is itself again.
/// Not thread safe. Cost: O(nodes), and O(those that are new * those that are gone).
class IdentityTracker {
public:
    /// Identities by index of graph.nodes.
    std::vector<NodeIdentity> match(const Graph& graph);

private:
    struct Known {
        NodeIdentity identity;
        NameId key;
        Hash128 shape;
        NodeKind kind = NodeKind::Inline;
        uint32_t line = 0;
        uint32_t lastSeen = 0;  // generation
    };
    template <class KeyOfNode, class KeyOfKnown>
    void pairBy(const Graph& graph, KeyOfNode keyOfNode, KeyOfKnown keyOfKnown, bool onlyCurrent);
    void take(std::size_t node, uint32_t known);
    void forgetOld();

    NameTable keys_;
    std::vector<Known> known_;
    std::vector<InlineVector<uint32_t, 2>> ofKey_;  // by NameId: into known_
    uint32_t generation_ = 0;
    uint32_t nextIdentity_ = 0;
    // Of the graph at hand:
    std::vector<NameId> keyOf_;      // by node
    std::vector<uint32_t> knownOf_;  // likewise; kNone = not matched yet
    std::vector<uint32_t> open_;     // nodes that are not
    std::vector<bool> taken_;        // by known
};

}  // namespace cst
