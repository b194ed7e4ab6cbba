#pragma once

#include "engine/session/snapshot.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cst {

/// Which group of a text is which of the text before. A group whose name one text has once, and so
/// has the next, is the same in both. Else the first statement below its header tells: then
/// `a~2` goes on as `a` when the first `a` is called otherwise. Of one document. Not thread safe.
class GroupFollower {
public:
    /// By the name in the text before: the name in this one. A group that is gone is not in it.
    /// Empty the first time. Cost: O(comments + nodes log groups), nothing for the same text.
    std::map<std::string, std::string> follow(const Snapshot& snapshot);
    /// The next text is the first.
    void forget() { *this = GroupFollower(); }

private:
    struct Group {
        std::string name;
        std::string written;                // `a` of `a~2`
        std::optional<NodeIdentity> first;  // the statement right below its header
    };
    static std::vector<Group> groupsOf(const Snapshot& snapshot);

    SourceTextPtr text_;  // null = none yet
    std::vector<Group> groups_;
};

}  // namespace cst
