#pragma once

#include "engine/syntax/format_layout.h"
#include "engine/syntax/tree.h"

#include <string_view>
#include <vector>

namespace cst {

struct FormatComment {
    std::string_view text;     // without blanks at its end; lives as long as the tree
    bool trailing = false;     // stands behind a token, on its line
    bool blankBefore = false;  // an empty line stands before it
};

/// What is kept of the stretches between the tokens.
struct FormatTrivia {
    std::vector<FormatComment> comments;  // in source order
    std::vector<uint32_t> firstComment;   // per token, and one more: those before it
    std::vector<bool> blankBefore;        // per token: an empty line stands before it
    bool crlf = false;                    // the first line end outside strings is CR LF

    bool hasComments(uint32_t token) const {
        return firstComment[token] != firstComment[token + 1];
    }
};

/// Gives each comment a token to stand before.
/// Out:  a comment before a comma goes behind the comma, and one behind an operator goes before
///       the operator: with the operand that it most likely speaks of.
/// Cost: O(bytes).
FormatTrivia readTrivia(const SyntaxTree& tree, const FormatLayout& layout);

}  // namespace cst
