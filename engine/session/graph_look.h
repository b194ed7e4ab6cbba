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
    /// Counts what a person wished for: groups are called otherwise in the next text, so the look
    /// of a snapshot may have other names than the wish.
    uint64_t wish = 0;

    bool folds(NodeIdentity statement) const {
        return foldsStatements != otherwise.contains(statement);
    }
    /// They show the same.
    friend bool operator==(const GraphLook& a, const GraphLook& b) {
        return a.flow == b.flow && a.foldedGroups == b.foldedGroups &&
               a.foldsStatements == b.foldsStatements && a.otherwise == b.otherwise;
    }
};

}  // namespace cst
