#include "engine/syntax/parser_impl.h"

#include <algorithm>

// After an error the rest of the declaration is stepped over, up to the next line that begins
// another one (language §14). What was lost still binds its name, and so does every declaration
// that stands in the middle of a skipped line: their uses must not be reported as unknown.

namespace cst {

void Parser::recover() {
    tokens_.setSawEnd(sawEndAtError_);  // else it was no more than a way out
    Head head = head_;
    uint32_t strings = openStrings(head.firstToken, errorPos_);
    const auto resumesAt = [&](uint32_t i) {
        return strings == 0 && tokens_[i].startsLine && startsDeclaration(i);
    };
    uint32_t i = errorPos_;
    for (bool offending = true; exists(i); ++i, offending = false) {
        const TokenKind kind = tokens_[i].kind;
        const TokenKind next = tokens_[i + 1].kind;
        if (i > head_.firstToken && resumesAt(i)) {
            break;
        }
        strings += kind == TokenKind::StringBegin ? 1 : 0;
        strings -= kind == TokenKind::StringEnd && strings > 0 ? 1 : 0;
        if (kind == TokenKind::Unknown && !offending) {
            dropped_.push_back(tokens_[i].range.begin);
        }
        Head swallowed{i, SyntaxKind::BrokenDecl, {}};
        if (strings > 0) {
            continue;
        }
        if (kind == TokenKind::Ident && next == TokenKind::Equals) {
            swallowed.kind = SyntaxKind::Assign;
            swallowed.name = tokens_[i].range;
        } else if ((kind == TokenKind::KwIn || kind == TokenKind::KwType) &&
                   next == TokenKind::Ident && !resumesAt(i + 1)) {
            swallowed.kind = kind == TokenKind::KwIn ? SyntaxKind::InDecl : SyntaxKind::TypeDecl;
            swallowed.name = tokens_[i + 1].range;
        } else {
            continue;
        }
        if (i > head.firstToken) {
            addLost(head, i);
            head = swallowed;
        }
        i += kind == TokenKind::Ident ? 0 : 1;  // `in x`: the name is read
    }
    addLost(head, i);
    panic_ = false;
    pos_ = i;
    expected_.clear();
    CST_DCHECK(chains_.empty() && depth_ == 0, "a rule did not unwind");
}

/// A declaration of which only the name is left.
void Parser::addLost(const Head& head, uint32_t endToken) {
    const SourceRange range{tokens_[head.firstToken].range.begin,
                            tokens_[std::max(endToken, head.firstToken + 1) - 1].range.end};
    pending_.clear();
    const bool isType = head.kind == SyntaxKind::InDecl || head.kind == SyntaxKind::TypeDecl;
    if (isType || head.kind == SyntaxKind::Assign) {
        const uint32_t begin = std::max(head.name.end, range.begin);
        push(errorLeaf(isType ? SyntaxKind::TypeError : SyntaxKind::ErrorExpr, {begin, range.end}));
    }
    const SyntaxId id = node(head.kind, range, 0, head.name);
    row(id).hasError = true;
    tree_.declarations.push_back(id);
}

/// The fix of a mistake made again on its line, as in `a && b && c`, goes with the first one's.
void Parser::joinFixes(Diagnostic& first, const Diagnostic& again) const {
    if (first.fixes.size() != 1 || again.fixes.size() != 1 ||
        first.fixes[0].title != again.fixes[0].title ||
        source_.line(first.range.begin) != source_.line(again.range.begin)) {
        return;
    }
    std::vector<TextEdit>& edits = first.fixes[0].edits;
    const TextEdit& more = again.fixes[0].edits.front();
    if (more.range.begin >= edits.back().range.end) {
        edits.push_back(more);
    }
}

/// Takes over what the lexer reported, without unknown tokens behind an error of their
/// declaration: they are part of the same mess.
void Parser::mergeLexerDiagnostics() {
    std::vector<Diagnostic>& ofLexer = tree_.lexed.diagnostics;
    const auto isDropped = [&](const Diagnostic& d) {
        return d.id == DiagId::Syntax &&
               std::binary_search(dropped_.begin(), dropped_.end(), d.range.begin);
    };
    for (std::size_t i = 0, kept = 0; i < ofLexer.size(); ++i) {
        if (!isDropped(ofLexer[i])) {
            kept = i;
        } else if (i > kept) {
            joinFixes(ofLexer[kept], ofLexer[i]);
        }
    }
    std::erase_if(ofLexer, isDropped);
    tree_.diagnostics.insert(tree_.diagnostics.end(), std::make_move_iterator(ofLexer.begin()),
                             std::make_move_iterator(ofLexer.end()));
    ofLexer.clear();
}

}  // namespace cst
