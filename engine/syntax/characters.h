#pragma once

#include "engine/syntax/token.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace cst {

/// What a byte may begin. Bytes from 0x80 on belong to strings and comments only.
enum class CharClass : uint8_t { Unknown, Blank, Newline, Hash, IdentStart, Digit, Quote, Sign };

namespace detail {

constexpr std::array<CharClass, 256> makeCharClasses() {
    std::array<CharClass, 256> classes{};
    const auto set = [&](std::string_view bytes, CharClass value) {
        for (const char c : bytes) {
            classes[static_cast<uint8_t>(c)] = value;
        }
    };
    for (std::size_t c = 'a'; c <= 'z'; ++c) {
        classes[c] = classes[c - 'a' + 'A'] = CharClass::IdentStart;
    }
    set("_", CharClass::IdentStart);
    set("0123456789", CharClass::Digit);
    set(" \t\r", CharClass::Blank);
    set("\n", CharClass::Newline);
    set("#", CharClass::Hash);
    set("\"", CharClass::Quote);
    set("=:,.()[]{}<>!+-*/|?@", CharClass::Sign);
    return classes;
}
inline constexpr std::array<CharClass, 256> kCharClasses = makeCharClasses();

/// Symbols of one byte.
constexpr std::array<TokenKind, 256> makeSingles() {
    std::array<TokenKind, 256> kinds{};
    constexpr std::string_view kBytes = "=:,.()[]{}<>+-*/|@";
    constexpr std::array kKinds = {
        TokenKind::Equals,      TokenKind::Colon,        TokenKind::Comma,
        TokenKind::Dot,         TokenKind::LeftParen,    TokenKind::RightParen,
        TokenKind::LeftBracket, TokenKind::RightBracket, TokenKind::LeftBrace,
        TokenKind::RightBrace,  TokenKind::Less,         TokenKind::Greater,
        TokenKind::Plus,        TokenKind::Minus,        TokenKind::Star,
        TokenKind::Slash,       TokenKind::Pipe,         TokenKind::At,
    };
    static_assert(kBytes.size() == kKinds.size());
    for (std::size_t i = 0; i < kBytes.size(); ++i) {
        kinds[static_cast<uint8_t>(kBytes[i])] = kKinds[i];
    }
    return kinds;
}
inline constexpr std::array<TokenKind, 256> kSingles = makeSingles();

inline constexpr std::array<std::string_view, 19> kKeywords = {
    "type", "in",  "out",  "if",     "else",      "true", "false", "use",   "as", "and",
    "or",   "not", "when", "branch", "otherwise", "with", "lazy",  "match", "is",
};
inline constexpr std::size_t kLongestKeyword = 9;

/// For each length the first letters of its keywords, one bit each (`_` is 31).
constexpr std::array<uint32_t, kLongestKeyword + 1> makeKeywordLetters() {
    std::array<uint32_t, kLongestKeyword + 1> letters{};
    for (const std::string_view word : kKeywords) {
        letters[word.size()] |= uint32_t{1} << (word[0] & 0x1F);
    }
    letters[1] |= uint32_t{1} << ('_' & 0x1F);
    return letters;
}
inline constexpr std::array<uint32_t, kLongestKeyword + 1> kKeywordLetters = makeKeywordLetters();

}  // namespace detail

constexpr CharClass charClass(uint8_t c) {
    return detail::kCharClasses[c];
}

/// Letters, digits, `_`: what a name may end with. (A hyphen may stand inside.)
constexpr bool isNameByte(uint8_t c) {
    return charClass(c) == CharClass::IdentStart || charClass(c) == CharClass::Digit;
}

/// Bytes of a string that need no second look.
constexpr bool isPlainText(uint8_t c) {
    return c < 0x80 && c != '"' && c != '\\' && c != '$' && c != '\n' && c != 0;
}

/// The bytes that may follow a backslash in a string.
constexpr bool isEscape(uint8_t c) {
    return c == 'n' || c == 't' || c == 'r' || c == '\\' || c == '"' || c == '$';
}

/// The symbol that two bytes begin; length 0 where they begin none (`!`, `?` alone).
struct Sign {
    TokenKind kind = TokenKind::Unknown;
    uint8_t length = 0;
};
constexpr Sign symbolAt(uint8_t first, uint8_t second) {
    const auto longer = [&](char then, TokenKind pair) {
        return second == then ? Sign{pair, 2} : Sign{};
    };
    Sign pair;
    switch (first) {
    case '=':
        pair = second == '>' ? Sign{TokenKind::FatArrow, 2} : longer('=', TokenKind::EqualEqual);
        break;
    case '<': pair = longer('=', TokenKind::LessEqual); break;
    case '>': pair = longer('=', TokenKind::GreaterEqual); break;
    case '-': pair = longer('>', TokenKind::Arrow); break;
    case '!': return longer('=', TokenKind::NotEqual);
    case '?': return longer('?', TokenKind::DoubleQuestion);
    default: break;
    }
    return pair.length > 0 ? pair : Sign{detail::kSingles[first], 1};
}

/// Keyword, Underscore or Ident. Most names differ from every keyword in length or first letter.
TokenKind likelyKeyword(std::string_view word);
constexpr TokenKind wordKind(std::string_view word) {
    const bool possible = word.size() <= detail::kLongestKeyword &&
                          (detail::kKeywordLetters[word.size()] >> (word[0] & 0x1F) & 1u) != 0;
    return possible ? likelyKeyword(word) : TokenKind::Ident;
}

/// Does the text begin like a declaration: `in `, `out `, `type `, `use `, `@` or `name =`?
bool looksLikeDeclaration(std::string_view text);

/// `$`, or `U+00A0 (no-break space)`: how a message names a character that means nothing here.
std::string characterName(char32_t codePoint, std::string_view bytes);

/// What the author of such a character may have meant; "" = no idea.
std::string_view characterHint(char32_t codePoint);

/// Source text fit for a message: short, on one line, valid UTF-8.
std::string shown(std::string_view source);

}  // namespace cst
