#include "engine/syntax/token_cursor.h"

#include <algorithm>

namespace cst {

TokenCursor::TokenCursor(const SyntaxTree& tree)
    : source_(*tree.text),
      tokens_(tree.lexed.tokens, static_cast<uint32_t>(tree.lexed.tokens.size() - 1)),
      last_(static_cast<uint32_t>(tree.lexed.tokens.size() - 1)) {}

const Token& TokenCursor::token(uint32_t offset) const {
    return tokens_[std::min(pos_ + offset, last_)];
}

SourceRange TokenCursor::since(uint32_t firstToken) const {
    const uint32_t begin = tokens_[firstToken].range.begin;
    return {begin, pos_ > firstToken ? tokens_[pos_ - 1].range.end : begin};
}

uint32_t TokenCursor::behind(SourceRange range) const {
    const Token* const all = tokens_.unwatched();
    const Token* const found =
        std::lower_bound(all, all + last_, range.end,
                         [](const Token& token, uint32_t end) { return token.range.begin < end; });
    return static_cast<uint32_t>(found - all);
}

uint32_t TokenCursor::openStrings(uint32_t first, uint32_t end) const {
    uint32_t open = 0;
    for (uint32_t i = first; i < end; ++i) {
        open += tokens_[i].kind == TokenKind::StringBegin ? 1 : 0;
        open -= tokens_[i].kind == TokenKind::StringEnd ? 1 : 0;
    }
    return open;
}

}  // namespace cst
