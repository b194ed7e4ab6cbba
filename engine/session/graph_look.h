#pragma once

#include "engine/layout/layout.h"
#include "engine/session/snapshot.h"

#include <set>
#include <string>

namespace cst {

/// How a person wants to see the graph of a document, beside where nodes stand.
struct GraphLook {
    LayoutFlow flow = LayoutFlow::LeftToRight;
    std::set<std::string> foldedGroups;  // TextGroup::name; names that the text lacks do nothing
    bool foldsStatements = false;        // what is nested in a statement is part of its node
    std::set<NodeIdentity> otherwise;    // statements for which it is the other way round

    bool folds(NodeIdentity statement) const {
        return foldsStatements != otherwise.contains(statement);
    }
    friend bool operator==(const GraphLook&, const GraphLook&) = default;
};

}  // namespace cst
