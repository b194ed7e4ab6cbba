#include "engine/syntax/token_cursor.h"

#include <algorithm>
#include <array>

namespace cst {

TokenCursor::TokenCursor(const SyntaxTree& tree)
    : source_(*tree.text),
      tokens_(tree.lexed.tokens.data()),
      last_(static_cast<uint32_t>(tree.lexed.tokens.size() - 1)) {
    matchBrackets();
}

const Token& TokenCursor::token(uint32_t offset) const {
    return tokens_[std::min(pos_ + offset, last_)];
}

SourceRange TokenCursor::since(uint32_t firstToken) const {
    const uint32_t begin = tokens_[firstToken].range.begin;
    return {begin, pos_ > firstToken ? tokens_[pos_ - 1].range.end : begin};
}

uint32_t TokenCursor::behind(SourceRange range) const {
    const Token* const found =
        std::lower_bound(tokens_, tokens_ + last_, range.end,
                         [](const Token& token, uint32_t end) { return token.range.begin < end; });
    return static_cast<uint32_t>(found - tokens_);
}

uint32_t TokenCursor::openStrings(uint32_t first, uint32_t end) const {
    uint32_t open = 0;
    for (uint32_t i = first; i < end; ++i) {
        open += tokens_[i].kind == TokenKind::StringBegin ? 1 : 0;
        open -= tokens_[i].kind == TokenKind::StringEnd ? 1 : 0;
    }
    return open;
}

/// Pairs brackets, so that `(` knows in one step whether it opens a lambda. A closing bracket
/// belongs to the innermost open one of its kind; those opened since are left without a partner.
void TokenCursor::matchBrackets() {
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

}  // namespace cst
