#pragma once

#include "engine/base/diagnostic.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cst {

/// The lines of a text with their line ends; what stands behind the last line end is one more, if
/// anything does. Put together they are the text.
std::vector<std::string_view> linesOf(std::string_view text);

/// Lines that are taken out, and those that come in their place. Either may be none, never both.
struct LineHunk {
    uint32_t before = 0;  // first line of the text before, from 0
    uint32_t beforeCount = 0;
    uint32_t after = 0;  // likewise of the text after
    uint32_t afterCount = 0;
    friend bool operator==(const LineHunk&, const LineHunk&) = default;
};

/// How one text becomes another: as few lines as possible, taken out or put in.
/// Out:  in order; between two of them at least one line stands in both texts. Lines are the same
///       only if their ends are, so what comes of it is the other text to the byte.
/// Cost: O((lines) * differing lines) time, O(differing lines ^ 2) memory; where more than 2,000
///       lines differ, everything from the first to the last of them is one hunk.
std::vector<LineHunk> lineDiff(std::string_view before, std::string_view after);

/// The same as edits of the text before, in order.
std::vector<TextEdit> lineEdits(std::string_view before, std::string_view after);

}  // namespace cst
