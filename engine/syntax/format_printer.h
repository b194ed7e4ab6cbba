#pragma once

#include "engine/syntax/format_layout.h"
#include "engine/syntax/format_trivia.h"
#include "engine/syntax/format_widths.h"

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Writes the tokens one by one. When it comes to the first token of a group it decides how the
/// group stands, and never goes back.
/// Cost: O(bytes written); a stack of open groups, no recursion.
class FormatPrinter {
public:
    FormatPrinter(const SyntaxTree& tree, const FormatLayout& layout, const FormatTrivia& trivia);
    std::string print();

private:
    enum class Mode : uint8_t {
        Undecided,
        Flat,      // on one line, and so are the groups inside
        Trailing,  // on one line up to the block at its end
        Broken,
    };
    struct State {
        Mode mode = Mode::Undecided;
        uint32_t indent = 0;  // of the line on which it began
        uint32_t tail = 0;    // first token behind it that may stand on a line of its own
    };
    /// What stands on the line that is being written.
    enum class LineSoFar : uint8_t { Nothing, ClosingBrackets, Other };

    void findBreaks();
    void gap(uint32_t token);
    void comments(uint32_t token);
    void open(uint32_t token);
    void write(uint32_t token);
    void close(uint32_t token);

    Mode decide(const FormatGroup& group, uint32_t tail) const;
    uint32_t tailOf(const FormatGroup& group) const;
    bool endsLine(uint32_t token) const;
    bool keepsBlank(uint32_t token, bool first, bool comment) const;
    uint32_t indentOf(uint32_t token, bool comment) const;
    void endLine(uint32_t indent, bool blank);
    bool hasCommentIn(uint32_t first, uint32_t end) const {
        return trivia_.firstComment[first] != trivia_.firstComment[end];
    }

    const SyntaxTree& tree_;
    const FormatLayout& layout_;
    const FormatTrivia& trivia_;
    const FormatWidths widths_;
    const std::string_view lineEnd_;
    std::vector<uint32_t> nextBreak_;  // from each token on, the first that may begin a line
    std::vector<State> states_;        // per group
    std::vector<uint32_t> open_;       // groups, innermost last
    uint32_t nextGroup_ = 0;

    std::string out_;
    bool started_ = false;  // something but a byte-order mark is written
    LineSoFar line_ = LineSoFar::Nothing;
    uint32_t column_ = 0;
    uint32_t indent_ = 0;  // of the line
};

}  // namespace cst
