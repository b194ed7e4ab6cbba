#pragma once

#include "engine/base/source_range.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cst {

enum class TokenKind : uint8_t {
#define CST_TOKEN(name, spelling) name,
#include "engine/syntax/token_kinds.def"
#undef CST_TOKEN
};
inline constexpr unsigned kTokenKinds = static_cast<unsigned>(TokenKind::At) + 1;

/// One lexeme. Blanks and comments are not tokens (comments are kept apart, see TokenList).
struct Token {
    TokenKind kind = TokenKind::EndOfFile;
    bool startsLine = false;  // only blanks and comments stand before it on its line
    SourceRange range;
};

/// The spelling as a person would write it in a message: "`->`", "a name", "end of file".
std::string_view tokenSpelling(TokenKind kind);

/// `and`, `type`, … : one of the 19 reserved words.
constexpr bool isKeyword(TokenKind kind) {
    return TokenKind::KwType <= kind && kind <= TokenKind::KwIs;
}

/// What may stand where a keyword is an ordinary name: behind a dot, before a colon.
constexpr bool isWord(TokenKind kind) {
    return kind == TokenKind::Ident || isKeyword(kind);
}

/// `(` `[` `{` `${`.
constexpr bool isOpening(TokenKind kind) {
    return kind == TokenKind::LeftParen || kind == TokenKind::LeftBracket ||
           kind == TokenKind::LeftBrace || kind == TokenKind::InterpolationBegin;
}

/// `)` `]` `}` and the `}` that ends an interpolation.
constexpr bool isClosing(TokenKind kind) {
    return kind == TokenKind::RightParen || kind == TokenKind::RightBracket ||
           kind == TokenKind::RightBrace || kind == TokenKind::InterpolationEnd;
}

}  // namespace cst
