#include "engine/syntax/lexer_habits.h"

#include "engine/syntax/characters.h"
#include "engine/syntax/literals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace cst {
namespace {

constexpr std::string_view kDigits = "0123456789";

/// `0x1F`, `0b101`, `0o17` as a decimal number; "" = none of these, or too large.
std::string decimalOf(std::string_view number) {
    if (number.size() < 3 || number[0] != '0') {
        return "";
    }
    const char letter = static_cast<char>(number[1] | 0x20);
    const int base = letter == 'x' ? 16 : letter == 'b' ? 2 : letter == 'o' ? 8 : 0;
    if (base == 0) {
        return "";
    }
    int64_t value = 0;
    const char* const end = number.data() + number.size();
    const auto result = std::from_chars(number.data() + 2, end, value, base);
    return result.ec == std::errc() && result.ptr == end && value >= 0 ? std::to_string(value) : "";
}

/// Without underscores and leading zeros.
std::string plainDigits(std::string_view number) {
    std::string digits(number);
    std::erase(digits, '_');
    const std::size_t begin = std::min(digits.find_first_not_of('0'), digits.size());
    const bool startsWithDigit =
        begin < digits.size() && kDigits.find(digits[begin]) != std::string_view::npos;
    digits.erase(0, startsWithDigit || begin == 0 ? begin : begin - 1);
    return digits;
}

/// One blank on either side where there is none yet.
std::string asWord(std::string_view word, std::string_view bytes, uint32_t begin, uint32_t end) {
    const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    const bool before = begin > 0 && !isBlank(bytes[begin - 1]);
    const bool after = end < bytes.size() && !isBlank(bytes[end]);
    return (before ? " " : "") + std::string(word) + (after ? " " : "");
}

uint32_t runEnd(std::string_view bytes, uint32_t at) {
    return static_cast<uint32_t>(std::min(bytes.find_first_not_of(bytes[at], at), bytes.size()));
}

std::string_view lineAt(std::string_view bytes, uint32_t at) {
    return bytes.substr(at, bytes.find('\n', at) - at);
}

/// `a = 1;` at the end of a line, or before the next declaration.
std::optional<Fix> withoutSemicolon(std::string_view bytes, uint32_t at) {
    const uint32_t end = runEnd(bytes, at);
    const std::string_view rest = withoutTrailingBlanks(lineAt(bytes, end));
    const std::size_t next = rest.find_first_not_of(" \t");
    if (next == std::string_view::npos || rest[next] == '#' || looksLikeDeclaration(rest)) {
        return Fix{"remove it", {{{at, end}, ""}}};
    }
    return std::nullopt;
}

/// `!c`. `not` is loose: it would also take in what is compared or computed behind.
std::optional<Fix> notForBang(std::string_view bytes, uint32_t at, TokenKind before) {
    constexpr std::array kBefore = {TokenKind::Equals,
                                    TokenKind::LeftParen,
                                    TokenKind::LeftBracket,
                                    TokenKind::Comma,
                                    TokenKind::Colon,
                                    TokenKind::FatArrow,
                                    TokenKind::Arrow,
                                    TokenKind::KwAnd,
                                    TokenKind::KwOr,
                                    TokenKind::KwElse,
                                    TokenKind::InterpolationBegin};
    const std::string_view line = lineAt(bytes, at + 1);
    const bool isOperand =
        !line.empty() &&
        (line[0] == '(' || charClass(static_cast<uint8_t>(line[0])) == CharClass::IdentStart);
    const bool isWhole = line.find_first_of("=!<>+*/") == std::string_view::npos;
    if (!isOperand || !isWhole ||
        std::find(kBefore.begin(), kBefore.end(), before) == kBefore.end()) {
        return std::nullopt;
    }
    return Fix{"change to `not`", {{{at, at + 1}, "not "}}};
}

/// `'x'` and `“x”`, both ends on one line and nothing between that means something in a string.
std::optional<Fix> straightQuotes(std::string_view bytes, uint32_t at) {
    using Pair = std::pair<std::string_view, std::string_view>;
    constexpr std::array<Pair, 3> kPairs = {Pair{"'", "'"}, Pair{"‘", "’"}, Pair{"“", "”"}};
    const std::string_view line = lineAt(bytes, at);
    for (const auto& [opening, closing] : kPairs) {
        if (!line.starts_with(opening)) {
            continue;
        }
        const std::size_t end = line.find(closing, opening.size());
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view text = line.substr(opening.size(), end - opening.size());
        if (text.find_first_of("\"\\$") != std::string_view::npos) {
            return std::nullopt;
        }
        const auto last = static_cast<uint32_t>(at + end + closing.size());
        return Fix{"use straight double quotes", {{{at, last}, '"' + std::string(text) + '"'}}};
    }
    return std::nullopt;
}

}  // namespace

NumberAdvice adviceForNumber(std::string_view malformed) {
    const std::size_t whole = std::min(malformed.find_first_not_of(kDigits), malformed.size());
    const std::string_view suffix = malformed.substr(whole);
    if (const std::string decimal = decimalOf(malformed); !decimal.empty()) {
        return {"numbers are decimal: write `" + decimal + "`", decimal};
    }
    if (malformed.find_first_not_of("0123456789_") == std::string_view::npos && !suffix.empty()) {
        const std::string number = plainDigits(malformed);
        return {"digits stand without separators: write `" + number + "`", number};
    }
    const bool isExponent = suffix.size() > 1 && (suffix[0] | 0x20) == 'e' &&
                            suffix.find_first_not_of("0123456789+-", 1) == std::string_view::npos;
    if (isExponent && kDigits.find(suffix.back()) != std::string_view::npos) {
        const std::string number =
            plainDigits(malformed.substr(0, whole)) + ".0" + std::string(suffix);
        return {"write `" + number + "`", number};
    }
    if (suffix.empty() || unitMs(suffix) != 0) {
        return {"write it without leading zeros", plainDigits(malformed)};
    }
    return {suffix[0] == '.' ? "" : "units of time are `ms`, `s`, `min`, `h` and `d`", ""};
}

uint32_t signedExponentLength(std::string_view suffix) {
    if (suffix.size() < 3 || (suffix[0] | 0x20) != 'e' || (suffix[1] != '+' && suffix[1] != '-')) {
        return 0;
    }
    const std::size_t end = std::min(suffix.find_first_not_of(kDigits, 2), suffix.size());
    return end == 2 ? 0 : static_cast<uint32_t>(end - 1);
}

std::optional<Fix> fixForCharacter(std::string_view bytes, uint32_t at, TokenKind before) {
    switch (bytes[at]) {
    case ';': return withoutSemicolon(bytes, at);
    case '!': return notForBang(bytes, at, before);
    case '&': {
        const uint32_t end = runEnd(bytes, at);
        return Fix{"change to `and`", {{{at, end}, asWord("and", bytes, at, end)}}};
    }
    default: return straightQuotes(bytes, at);
    }
}

std::string_view withoutTrailingBlanks(std::string_view text) {
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

std::optional<std::size_t> meantLength(std::string_view text, uint32_t openBrackets) {
    text = withoutTrailingBlanks(text);
    for (; openBrackets > 0; --openBrackets) {
        if (text.empty() || std::string_view(")]}").find(text.back()) == std::string_view::npos) {
            return std::nullopt;
        }
        text = withoutTrailingBlanks(text.substr(0, text.size() - 1));
    }
    if (text.ends_with(',')) {
        return std::nullopt;
    }
    return text.size();
}

}  // namespace cst
