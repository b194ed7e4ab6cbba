#include "engine/syntax/parser.h"

#include "engine/syntax/parser_impl.h"

#include <algorithm>

namespace cst {

Parser::Parser(SyntaxTree& tree, const SourceText& whole, uint32_t rewinds)
    : TokenCursor(tree), tree_(tree), whole_(whole) {
    block_.rewindsBefore = rewinds;
    const std::size_t count = tree.lexed.tokens.size();
    tree_.nodes.reserve(count);
    tree_.childIds.reserve(count);
    heights_.reserve(count);
    pending_.reserve(64);
    chains_.reserve(16);
    matchBrackets();
}

void Parser::run() {
    if (kind() != TokenKind::EndOfFile && beginsBehindLines()) {
        endBlock();  // what is said there is no part of the first declaration
    }
    while (kind() != TokenKind::EndOfFile) {
        declaration();
        if (atNextBlock()) {
            endBlock();
        }
    }
    endBlock();
    mergeLexerDiagnostics();
    finishBlocks();
    tree_.hasSyntaxError = !tree_.diagnostics.empty();
    tree_.isMuted = tree_.isMuted || tree_.lexed.isMuted;
}

// --- nodes

SyntaxId Parser::leaf(SyntaxKind kind, SourceRange range, SourceRange name, TokenKind op) {
    heights_.push_back(1);
    return tree_.nodes.add({kind, op, false, range, name, 0, 0});
}

SyntaxId Parser::node(SyntaxKind kind, SourceRange range, std::size_t mark, SourceRange name,
                      TokenKind op) {
    const auto firstChild = static_cast<uint32_t>(tree_.childIds.size());
    const auto childCount = static_cast<uint32_t>(pending_.size() - mark);
    uint16_t height = 0;
    bool hasError = false;
    for (std::size_t i = mark; i < pending_.size(); ++i) {
        const SyntaxId child = pending_[i];
        tree_.childIds.push_back(child);
        height = std::max(height, heights_[child.index]);
        hasError |= tree_.nodes[child].hasError;
    }
    pending_.resize(mark);
    if (height >= SyntaxTree::kMaxHeight) {
        failTooDeep();
        height = 0;
    }
    heights_.push_back(static_cast<uint16_t>(height + 1));
    return tree_.nodes.add({kind, op, hasError, range, name, firstChild, childCount});
}

SyntaxId Parser::errorLeaf(SyntaxKind kind, SourceRange range) {
    const SyntaxId id = leaf(kind, range);
    row(id).hasError = true;
    return id;
}

Parser::Level::Level(Parser& parser) : parser_(parser) {
    // The outermost expression of a declaration is not nested in anything.
    tooDeep_ = ++parser.depth_ > SyntaxTree::kMaxDepth + 1;
    if (tooDeep_) {
        parser.failTooDeep();
    }
}

SyntaxTree parse(SourceTextPtr text) {
    const SourceText& whole = *text;
    return parsePart(std::move(text), 0, whole);
}

SyntaxTree parsePart(SourceTextPtr part, uint32_t rewinds, const SourceText& whole) {
    SyntaxTree tree;
    tree.text = std::move(part);
    tree.lexed = lex(*tree.text, rewinds);
    Parser(tree, whole, rewinds).run();
    return tree;
}

}  // namespace cst
