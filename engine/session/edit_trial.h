#pragma once

#include "engine/session/edit_tree.h"
#include "engine/session/text_names.h"

#include <memory>
#include <vector>

namespace cst {

/// What a text would be after some edits: read and checked, not lowered. So a gesture is judged by
/// the checker itself and by nothing that would have to agree with it.
struct EditTrial {
    std::vector<TextEdit> edits;  // ordered
    std::shared_ptr<const SyntaxTree> tree;
    TextNames names;                 // of the tree
    std::vector<Diagnostic> errors;  // that were not there before, by place
};

/// In:     edits that do not overlap.
/// Cost:   as to read and check the text, twice if it has errors then.
/// Threads: any.
EditTrial tried(const EditTree& before, std::vector<TextEdit> edits);

}  // namespace cst
