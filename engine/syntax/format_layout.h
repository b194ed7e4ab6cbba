#pragma once

#include "engine/syntax/tree.h"

#include <vector>

namespace cst {

/// What the space before a token is good for when its group is broken into lines.
enum class GapRole : uint8_t {
    Fixed,        // a line ends here only behind a comment
    Open,         // behind an opening bracket, or behind `with`
    Item,         // behind a comma
    Close,        // before a closing bracket
    Lead,         // before an operator or `else`
    Declaration,  // a line always ends here
    Annotation,   // likewise; no empty line
};

inline constexpr uint32_t kNoGroup = UINT32_MAX;
inline constexpr uint32_t kNoToken = UINT32_MAX;

/// How one token is laid out. Tokens are never added, dropped or moved.
struct FormatToken {
    TokenKind written =
        TokenKind::EndOfFile;       // its own kind; `[` `]` for the braces of a projection
    GapRole role = GapRole::Fixed;  // of the space before it, and so are the next four
    bool space = true;              // one blank, where no line ends
    bool inString = false;          // within `${ }`: lines end only behind comments
    bool hoists = false;            // comments go before the operator in front
    uint32_t group = kNoGroup;      // that decides whether a line ends here
};

/// A run of tokens that stands on one line, or else is broken: then a line ends at every gap of
/// the group. Groups nest or are apart.
struct FormatGroup {
    uint32_t first = 0;
    uint32_t last = 0;
    /// The bracketed block that the group ends with, if that may be broken alone, as in
    /// `map(xs, (x) => {` … `})`.
    uint32_t blockOpen = kNoToken;
    uint32_t blockClose = kNoToken;
};

struct FormatLayout {
    std::vector<FormatToken> tokens;  // one for each of the tree
    std::vector<FormatGroup> groups;  // by first token, the outer before the inner
};

/// Finds out where a text may be broken.
/// In:   a tree without errors.
/// Cost: O(tokens × log tokens), no recursion.
FormatLayout layOutTokens(const SyntaxTree& tree);

}  // namespace cst
