#pragma once

#include "engine/syntax/format.h"
#include "engine/syntax/parser.h"
#include "tests/support/same_syntax.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

/// Everything that holds when a text is formatted, whatever the text.

namespace format_problem {

inline cst::SyntaxTree parsedText(std::string text) {
    return cst::parse(std::make_shared<const cst::SourceText>(std::move(text)));
}

/// A token as it should be written: the braces of a projection are not told from brackets here,
/// the trees are compared besides.
inline std::string spelled(const cst::SyntaxTree& tree, const cst::Token& token) {
    const std::string_view text = tree.text->slice(token.range);
    return text == "{" ? "[" : text == "}" ? "]" : std::string(text);
}

inline std::string tokenDifference(const cst::SyntaxTree& a, const cst::SyntaxTree& b) {
    const std::vector<cst::Token>& left = a.lexed.tokens;
    const std::vector<cst::Token>& right = b.lexed.tokens;
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
        if (spelled(a, left[i]) != spelled(b, right[i])) {
            return "the token " + spelled(a, left[i]) + " became " + spelled(b, right[i]);
        }
    }
    return left.size() == right.size() ? "" : "there are more or fewer tokens";
}

inline std::string_view commentText(const cst::SyntaxTree& tree, std::size_t index) {
    const std::string_view text = tree.text->slice(tree.lexed.comments[index]);
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

inline std::string commentDifference(const cst::SyntaxTree& a, const cst::SyntaxTree& b) {
    if (a.lexed.comments.size() != b.lexed.comments.size()) {
        return "there are more or fewer comments";
    }
    for (std::size_t i = 0; i < a.lexed.comments.size(); ++i) {
        if (commentText(a, i) != commentText(b, i)) {
            return "the comment " + std::string(commentText(a, i)) + " changed";
        }
    }
    return "";
}

/// Line ends, blanks and empty lines outside strings.
inline std::string lineProblem(const cst::SyntaxTree& tree) {
    std::vector<cst::SourceRange> pieces = tree.lexed.comments;
    for (const cst::Token& token : tree.lexed.tokens) {
        pieces.push_back(token.range);
    }
    std::sort(pieces.begin(), pieces.end());
    const bool mark = tree.text->bytes().starts_with("\xEF\xBB\xBF");
    uint32_t reached = mark ? 3 : 0;
    std::string lineEnd;
    for (const cst::SourceRange piece : pieces) {
        std::string blanks(tree.text->slice({reached, piece.begin}));
        reached = piece.end;
        if (lineEnd.empty() && blanks.find('\n') != std::string::npos) {
            lineEnd = blanks.starts_with("\r\n") ? "\r\n" : "\n";
        }
        std::size_t lines = 0;
        for (; !lineEnd.empty() && blanks.starts_with(lineEnd); ++lines) {
            blanks.erase(0, lineEnd.size());
        }
        if (lines > 2) {
            return "two empty lines";
        }
        if (blanks.find_first_not_of(' ') != std::string::npos) {
            return "blanks at a line end, another line end, or a tab";
        }
        if (lines == 0 && blanks.size() > 2) {
            return "wide space";
        }
    }
    const std::string_view text = tree.text->bytes().substr(mark ? 3 : 0);
    const bool closed = !lineEnd.empty() && text.ends_with(lineEnd);
    return text.empty() || closed ? "" : "no line end at the end";
}

}  // namespace format_problem

/// "" = formatting a tree without errors gives what it should.
inline std::string formatProblem(const cst::SyntaxTree& tree) {
    const std::string once = cst::format(tree);
    const cst::SyntaxTree again = format_problem::parsedText(once);
    if (!again.diagnostics.empty()) {
        return "does not parse any more: " + again.diagnostics[0].message() + "\n" + once;
    }
    for (const std::string& difference :
         {syntaxDifference(tree, again), format_problem::tokenDifference(tree, again),
          format_problem::commentDifference(tree, again), format_problem::lineProblem(again)}) {
        if (!difference.empty()) {
            return difference + "\n" + once;
        }
    }
    const std::string twice = cst::format(again);
    return twice == once ? "" : "formatting again changes\n" + once + "\nto\n" + twice;
}
