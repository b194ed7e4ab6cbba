#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/syntax/token.h"

namespace cst {

/// What a byte may begin. Bytes from 0x80 on belong to strings and comments only.
enum class CharClass : uint8_t { Unknown, Blank, Newline, Hash, IdentStart, Digit, Quote, Symbol };

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
    set("=:,.()[]{}<>!+-*/|?@", CharClass::Symbol);
    return classes;
}
inline constexpr std::array<CharClass, 256> kCharClasses = makeCharClasses();

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
struct Symbol {
    TokenKind kind = TokenKind::Unknown;
    uint8_t length = 0;
};
Symbol symbolAt(uint8_t first, uint8_t second);

/// Keyword, Underscore or Ident.
TokenKind wordKind(std::string_view word);

/// Does the text begin like a declaration: `in `, `out `, `type `, `use `, `@` or `name =`?
bool looksLikeDeclaration(std::string_view text);

/// `$`, or `U+00A0 (no-break space)`: how a message names a character that means nothing here.
std::string characterName(char32_t codePoint, std::string_view bytes);

/// What the author of such a character may have meant; "" = no idea.
std::string_view characterHint(char32_t codePoint);

/// Source text fit for a message: short, on one line, valid UTF-8.
std::string shown(std::string_view source);

}  // namespace cst
