#pragma once

#include "engine/session/graph_look.h"
#include "engine/session/group_follower.h"
#include "engine/session/snapshot.h"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace cst {

/// Draws nodes together: those of a group into one of NodeKind::Group with the key `group:NAME`,
/// those that are nested in a statement into that of the statement.
/// Of one document: a group keeps its identity. Not thread safe.
class GraphFolder {
public:
    /// The folded groups as this text calls them: they are followed from one text to the next. A
    /// name that the text lacks stays, for a group that comes back; one that another group has got
    /// by now does not.
    std::set<std::string> follow(const Snapshot& snapshot, const std::set<std::string>& folded);

    /// The snapshot with such a graph, `shown` and `members`; no layout yet. Null: nothing is
    /// folded. Edges within what is folded are gone; one that goes into it has a port from
    /// kFoldedPort on, and nodes of several edges from one to it have one.
    /// Cost: O(nodes + edges log edges) if the look folds anything.
    std::shared_ptr<Snapshot> fold(const Snapshot& snapshot, const GraphLook& look);

private:
    NodeIdentity identityOf(const std::string& group);

    std::map<std::string, NodeIdentity> groups_;
    uint32_t nextGroup_ = 0;
    GroupFollower follower_;
};

/// Of the whole graph, the edge whose value one of the folded graph carries: of several that it
/// stands for, the first. Null: the two are not of one text. Cost: O(nodes + edges).
const GraphEdge* edgeWithin(const Snapshot& whole, const Snapshot& folded, const GraphEdge& edge);

}  // namespace cst
