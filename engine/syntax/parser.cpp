#include "engine/syntax/parser.h"

#include "engine/syntax/parser_impl.h"

#include <algorithm>
#include <array>

namespace cst {

Parser::Parser(SyntaxTree& tree)
    : tree_(tree),
      source_(*tree.text),
      tokens_(tree.lexed.tokens.data()),
      last_(static_cast<uint32_t>(tree.lexed.tokens.size() - 1)) {
    const std::size_t count = tree.lexed.tokens.size();
    tree_.nodes.reserve(count);
    tree_.childIds.reserve(count);
    heights_.reserve(count);
    pending_.reserve(64);
    chains_.reserve(16);
    matchBrackets();
}

void Parser::run() {
    while (kind() != TokenKind::EndOfFile) {
        declaration();
    }
    mergeLexerDiagnostics();
    tree_.hasSyntaxError = !tree_.diagnostics.empty();
}

const Token& Parser::token(uint32_t offset) const {
    return tokens_[std::min(pos_ + offset, last_)];
}

/// From a token to the one before the cursor.
SourceRange Parser::since(uint32_t firstToken) const {
    const uint32_t begin = tokens_[firstToken].range.begin;
    return {begin, pos_ > firstToken ? tokens_[pos_ - 1].range.end : begin};
}

/// Pairs brackets, so that `(` knows in one step whether it opens a lambda. A closing bracket
/// belongs to the innermost open one of its kind; those opened since are left without a partner.
void Parser::matchBrackets() {
    closers_.assign(last_ + 1, 0);
    std::vector<uint32_t> open;
    std::array<uint32_t, kTokenKinds> openOfKind{};
    const auto partner = [](TokenKind closing) {
        return static_cast<TokenKind>(static_cast<unsigned>(closing) - 1);
    };
    for (uint32_t i = 0; i < last_; ++i) {
        const TokenKind kind = tokens_[i].kind;
        if (isOpening(kind)) {
            open.push_back(i);
            ++openOfKind[static_cast<std::size_t>(kind)];
        } else if (isClosing(kind) && openOfKind[static_cast<std::size_t>(partner(kind))] > 0) {
            uint32_t opener = 0;
            do {
                opener = open.back();
                open.pop_back();
                --openOfKind[static_cast<std::size_t>(tokens_[opener].kind)];
            } while (tokens_[opener].kind != partner(kind));
            closers_[opener] = i;
        }
    }
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
    SyntaxTree tree;
    tree.text = std::move(text);
    tree.lexed = lex(*tree.text);
    Parser(tree).run();
    return tree;
}

}  // namespace cst
