#pragma once

#include "engine/syntax/format_layout.h"
#include "engine/syntax/tree.h"

#include <vector>

namespace cst {

/// How wide runs of tokens are on one line, in code points. Strings may hold line ends; then
/// their first and their last line count.
/// Cost: O(bytes) to make, O(1) to ask.
class FormatWidths {
public:
    static constexpr uint32_t kLimit = 100;

    FormatWidths(const SyntaxTree& tree, const FormatLayout& layout);

    /// Do the tokens [first, end) fit, the first of them standing at a column?
    bool fits(uint32_t column, uint32_t first, uint32_t end) const;
    bool hasLineEnd(uint32_t first, uint32_t end) const { return nextLineEnd_[first] < end; }
    /// Where a token leaves the line that it began at a column.
    uint32_t columnBehind(uint32_t column, uint32_t token) const {
        return (nextLineEnd_[token] == token ? 0 : column) + lastLine_[token];
    }

private:
    std::vector<uint32_t> begin_;         // of each token, if all stood on one line
    std::vector<uint32_t> firstLine_;     // width up to its first line end
    std::vector<uint32_t> lastLine_;      // width from its last line end on
    std::vector<uint32_t> nextLineEnd_;   // the first token from here on that holds a line end
    std::vector<uint32_t> priorLineEnd_;  // the last one up to here
};

}  // namespace cst
