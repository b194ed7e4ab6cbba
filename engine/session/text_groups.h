#pragma once

#include "engine/base/result.h"
#include "engine/layout/node_group.h"
#include "engine/session/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Statements below a header `# === name ===`: a comment with a line of its own, three or more
/// equals signs on both sides. A group ends at the next header, or with the text.
struct TextGroup {
    std::string name;     // no two are equal: the second one of a name is `name~2`
    std::string written;  // in the header
    SourceRange header;   // the comment
    SourceRange range;    // with the header
};

/// The groups of a text, in its order. Any thread. Cost: O(comments).
std::vector<TextGroup> textGroups(const Snapshot& snapshot);

/// Another name in the header of a group. Errors: one sentence, why it cannot be called so, or that
/// the group is gone. Any thread.
Result<TextEdit> renamedGroup(const Snapshot& snapshot, std::string_view group,
                              std::string_view newName);

/// The group that holds a place of the text; null = none.
const TextGroup* groupAt(const std::vector<TextGroup>& groups, uint32_t offset);

/// The groups that are not folded, with their nodes in the graph of the snapshot; those without
/// any are left out. In the order of the text. Any thread. Cost: a search through the text where
/// there are none; else O(comments + nodes · log groups).
std::vector<NodeGroup> nodeGroups(const Snapshot& snapshot);

}  // namespace cst
