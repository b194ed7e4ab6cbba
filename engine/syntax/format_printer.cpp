#include "engine/syntax/format_printer.h"

#include <algorithm>

namespace cst {
namespace {

constexpr uint32_t kStep = 2;
// Deeper lines are not indented further. Else a thousand brackets inside each other would make a
// text of a thousand times its size.
constexpr uint32_t kMaxIndent = 40;

uint32_t deeper(uint32_t indent) {
    return std::min(indent + kStep, kMaxIndent);
}

bool isBracketEnd(TokenKind kind) {
    return kind == TokenKind::RightParen || kind == TokenKind::RightBracket ||
           kind == TokenKind::RightBrace || kind == TokenKind::Greater;  // of a type
}

}  // namespace

FormatPrinter::FormatPrinter(const SyntaxTree& tree, const FormatLayout& layout,
                             const FormatTrivia& trivia)
    : tree_(tree),
      layout_(layout),
      trivia_(trivia),
      widths_(tree, layout),
      lineEnd_(trivia.crlf ? "\r\n" : "\n"),
      states_(layout.groups.size()) {
    findBreaks();
    out_.reserve(tree.text->size() + tree.text->size() / 4 + 16);
}

void FormatPrinter::findBreaks() {
    const std::size_t count = layout_.tokens.size();
    nextBreak_.resize(count);
    for (std::size_t i = count; i-- > 0;) {
        const FormatToken& token = layout_.tokens[i];
        const bool here = token.role == GapRole::Declaration || token.role == GapRole::Annotation ||
                          (token.group != kNoGroup && !token.inString) ||
                          trivia_.hasComments(static_cast<uint32_t>(i));
        nextBreak_[i] = here ? static_cast<uint32_t>(i) : nextBreak_[i + 1];
    }
}

std::string FormatPrinter::print() {
    if (tree_.text->bytes().starts_with("\xEF\xBB\xBF")) {
        out_ += "\xEF\xBB\xBF";
    }
    const auto end = static_cast<uint32_t>(layout_.tokens.size() - 1);
    for (uint32_t i = 0; i < end; ++i) {
        gap(i);
        open(i);
        write(i);
        close(i);
    }
    comments(end);
    if (started_) {
        out_ += lineEnd_;
    }
    return std::move(out_);
}

// --- between tokens

void FormatPrinter::gap(uint32_t token) {
    if (trivia_.hasComments(token)) {
        comments(token);
        endLine(indentOf(token, false),
                keepsBlank(token, false, false) && trivia_.blankBefore[token]);
    } else if (endsLine(token)) {
        endLine(indentOf(token, false),
                keepsBlank(token, true, false) && trivia_.blankBefore[token]);
    } else if (layout_.tokens[token].space) {
        out_ += ' ';
        ++column_;
    }
}

void FormatPrinter::comments(uint32_t token) {
    const uint32_t first = trivia_.firstComment[token];
    for (uint32_t i = first; i < trivia_.firstComment[token + 1]; ++i) {
        const FormatComment& comment = trivia_.comments[i];
        if (comment.trailing) {
            out_ += "  ";
        } else {
            endLine(indentOf(token, true),
                    keepsBlank(token, i == first, true) && comment.blankBefore);
        }
        out_ += comment.text;
        started_ = true;
        line_ = LineSoFar::Other;
    }
}

/// An operator, or `else`, goes on behind closing brackets that begin a line: `} else {`.
bool FormatPrinter::endsLine(uint32_t token) const {
    const FormatToken& layout = layout_.tokens[token];
    switch (layout.role) {
    case GapRole::Fixed: return false;
    case GapRole::Declaration:
    case GapRole::Annotation: return true;
    case GapRole::Open:
    case GapRole::Item:
    case GapRole::Close: return states_[layout.group].mode == Mode::Broken;
    case GapRole::Lead:
        return states_[layout.group].mode == Mode::Broken && line_ != LineSoFar::ClosingBrackets;
    }
    return false;
}

/// Empty lines part declarations and the items of a list, but do not stand at its ends.
bool FormatPrinter::keepsBlank(uint32_t token, bool first, bool comment) const {
    switch (layout_.tokens[token].role) {
    case GapRole::Declaration:
    case GapRole::Item: return true;
    case GapRole::Open: return !first;
    case GapRole::Close: {
        const FormatGroup& group = layout_.groups[layout_.tokens[token].group];
        return comment && !(first && group.first + 1 == token);
    }
    default: return false;
    }
}

/// Of the line that a token begins, or of a comment before it.
uint32_t FormatPrinter::indentOf(uint32_t token, bool comment) const {
    const FormatToken& layout = layout_.tokens[token];
    switch (layout.role) {
    case GapRole::Declaration:
    case GapRole::Annotation: return 0;
    case GapRole::Fixed:
        return open_.empty() ? kStep : deeper(deeper(states_[open_.back()].indent));
    case GapRole::Close:
        if (!comment) {
            return states_[layout.group].indent;
        }
        break;
    default: break;
    }
    return deeper(states_[layout.group].indent);
}

void FormatPrinter::endLine(uint32_t indent, bool blank) {
    if (started_) {
        out_ += lineEnd_;
        if (blank) {
            out_ += lineEnd_;
        }
    }
    out_.append(indent, ' ');
    column_ = indent_ = indent;
    line_ = LineSoFar::Nothing;
}

// --- groups

void FormatPrinter::open(uint32_t token) {
    for (; nextGroup_ < states_.size() && layout_.groups[nextGroup_].first == token; ++nextGroup_) {
        const FormatGroup& group = layout_.groups[nextGroup_];
        State& state = states_[nextGroup_];
        state.indent = indent_;
        if (!open_.empty() && states_[open_.back()].mode == Mode::Flat) {
            state.mode = Mode::Flat;
        } else {
            state.tail = tailOf(group);
            state.mode = decide(group, state.tail);
        }
        open_.push_back(nextGroup_);
    }
}

void FormatPrinter::close(uint32_t token) {
    while (!open_.empty() && layout_.groups[open_.back()].last == token) {
        open_.pop_back();
    }
}

FormatPrinter::Mode FormatPrinter::decide(const FormatGroup& group, uint32_t tail) const {
    const bool inString = layout_.tokens[group.first].inString;
    if (!hasCommentIn(group.first + 1, group.last + 1) &&
        (inString || widths_.fits(column_, group.first, tail))) {
        return Mode::Flat;
    }
    const bool upToBlock = group.blockOpen != kNoToken &&
                           !hasCommentIn(group.first + 1, group.blockOpen + 1) &&
                           !hasCommentIn(group.blockClose + 1, group.last + 1) &&
                           !widths_.hasLineEnd(group.first, group.blockOpen) &&
                           widths_.fits(column_, group.first, group.blockOpen + 1);
    return upToBlock ? Mode::Trailing : Mode::Broken;
}

/// Everything up to there stands on the last line of the group. Where an outer group goes on
/// without a line end, so does the line.
uint32_t FormatPrinter::tailOf(const FormatGroup& group) const {
    const uint32_t next = nextBreak_[group.last + 1];
    const uint32_t owner = layout_.tokens[next].group;
    if (owner == kNoGroup || states_[owner].mode != Mode::Trailing) {
        return next;
    }
    const uint32_t block = layout_.groups[owner].blockOpen;
    return next <= block ? block + 1 : states_[owner].tail;
}

// --- tokens

void FormatPrinter::write(uint32_t token) {
    const TokenKind kind = layout_.tokens[token].written;
    const Token& source = tree_.lexed.tokens[token];
    if (kind == source.kind) {
        out_ += tree_.text->slice(source.range);
    } else {
        out_ += kind == TokenKind::LeftBracket ? '[' : ']';
    }
    column_ = widths_.columnBehind(column_, token);
    line_ = isBracketEnd(kind) && line_ != LineSoFar::Other ? LineSoFar::ClosingBrackets
                                                            : LineSoFar::Other;
    started_ = true;
}

}  // namespace cst
