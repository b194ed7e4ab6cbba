#include "engine/syntax/characters.h"

#include <cstdio>

#include "engine/text/utf8.h"

namespace cst {

Symbol symbolAt(uint8_t first, uint8_t second) {
    switch (first) {
    case '=':
        return second == '='   ? Symbol{TokenKind::EqualEqual, 2}
               : second == '>' ? Symbol{TokenKind::FatArrow, 2}
                               : Symbol{TokenKind::Equals, 1};
    case '<':
        return second == '=' ? Symbol{TokenKind::LessEqual, 2} : Symbol{TokenKind::Less, 1};
    case '>':
        return second == '=' ? Symbol{TokenKind::GreaterEqual, 2} : Symbol{TokenKind::Greater, 1};
    case '-':
        return second == '>' ? Symbol{TokenKind::Arrow, 2} : Symbol{TokenKind::Minus, 1};
    case '!':
        return second == '=' ? Symbol{TokenKind::NotEqual, 2} : Symbol{};
    case '?':
        return second == '?' ? Symbol{TokenKind::DoubleQuestion, 2} : Symbol{};
    case ':':
        return {TokenKind::Colon, 1};
    case ',':
        return {TokenKind::Comma, 1};
    case '.':
        return {TokenKind::Dot, 1};
    case '(':
        return {TokenKind::LeftParen, 1};
    case ')':
        return {TokenKind::RightParen, 1};
    case '[':
        return {TokenKind::LeftBracket, 1};
    case ']':
        return {TokenKind::RightBracket, 1};
    case '{':
        return {TokenKind::LeftBrace, 1};
    case '}':
        return {TokenKind::RightBrace, 1};
    case '+':
        return {TokenKind::Plus, 1};
    case '*':
        return {TokenKind::Star, 1};
    case '/':
        return {TokenKind::Slash, 1};
    case '|':
        return {TokenKind::Pipe, 1};
    case '@':
        return {TokenKind::At, 1};
    default:
        return {};
    }
}

// The length and the first letter leave at most two keywords to compare with.
TokenKind wordKind(std::string_view word) {
    const auto either = [&](std::string_view keyword, TokenKind kind) {
        return word == keyword ? kind : TokenKind::Ident;
    };
    const char first = word[0];
    switch (word.size()) {
    case 1:
        return first == '_' ? TokenKind::Underscore : TokenKind::Ident;
    case 2:
        switch (first) {
        case 'i':
            return word[1] == 'n'   ? TokenKind::KwIn
                   : word[1] == 'f' ? TokenKind::KwIf
                   : word[1] == 's' ? TokenKind::KwIs
                                    : TokenKind::Ident;
        case 'a':
            return either("as", TokenKind::KwAs);
        case 'o':
            return either("or", TokenKind::KwOr);
        default:
            return TokenKind::Ident;
        }
    case 3:
        switch (first) {
        case 'o':
            return either("out", TokenKind::KwOut);
        case 'u':
            return either("use", TokenKind::KwUse);
        case 'a':
            return either("and", TokenKind::KwAnd);
        case 'n':
            return either("not", TokenKind::KwNot);
        default:
            return TokenKind::Ident;
        }
    case 4:
        switch (first) {
        case 't':
            return word[1] == 'r' ? either("true", TokenKind::KwTrue)
                                  : either("type", TokenKind::KwType);
        case 'e':
            return either("else", TokenKind::KwElse);
        case 'w':
            return word[1] == 'h' ? either("when", TokenKind::KwWhen)
                                  : either("with", TokenKind::KwWith);
        case 'l':
            return either("lazy", TokenKind::KwLazy);
        default:
            return TokenKind::Ident;
        }
    case 5:
        return first == 'f' ? either("false", TokenKind::KwFalse)
                            : either("match", TokenKind::KwMatch);
    case 6:
        return either("branch", TokenKind::KwBranch);
    case 9:
        return either("otherwise", TokenKind::KwOtherwise);
    default:
        return TokenKind::Ident;
    }
}

bool looksLikeDeclaration(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0};
    };
    const auto skip = [&](std::size_t i) {
        while (byte(i) == ' ' || byte(i) == '\t') {
            ++i;
        }
        return i;
    };
    const std::size_t begin = skip(0);
    if (byte(begin) == '@') {
        return true;
    }
    std::size_t end = begin;
    while (isNameByte(byte(end)) || (end > begin && byte(end) == '-')) {
        ++end;
    }
    if (end == begin || charClass(byte(begin)) != CharClass::IdentStart) {
        return false;
    }
    const std::size_t next = skip(end);
    switch (wordKind(text.substr(begin, end - begin))) {
    case TokenKind::KwIn:
    case TokenKind::KwOut:
    case TokenKind::KwType:
    case TokenKind::KwUse:
        return next > end && charClass(byte(next)) == CharClass::IdentStart;
    default:
        return byte(next) == '=' && byte(next + 1) != '=' && byte(next + 1) != '>';
    }
}

std::string characterName(char32_t codePoint, std::string_view bytes) {
    if (codePoint > 0x20 && codePoint < 0x7F) {
        return "`" + std::string(bytes) + "`";
    }
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(codePoint));
    switch (codePoint) {
    case 0:
        return std::string(code) + " (NUL)";
    case 0x0C:
        return std::string(code) + " (form feed)";
    case 0xA0:
        return std::string(code) + " (no-break space)";
    case 0x200B:
        return std::string(code) + " (zero-width space)";
    case 0xFEFF:
        return std::string(code) + " (byte-order mark)";
    default:
        break;
    }
    const bool invisible = codePoint < 0xA1 || (codePoint >= 0x2000 && codePoint < 0x2010) ||
                           (codePoint >= 0x2028 && codePoint < 0x2030) || codePoint == 0x3000;
    return invisible ? code : "`" + std::string(bytes) + "` (" + code + ")";
}

std::string_view characterHint(char32_t codePoint) {
    switch (codePoint) {
    case ';':
        return "declarations simply follow each other, nothing stands between them";
    case '\'':
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
        return "strings stand between straight double quotes";
    case '&':
        return "write `and`";
    case '!':
        return "write `not`, or `!=` to compare";
    case '?':
        return "`a ?? b` gives an optional value a default";
    case '%':
        return "write `modulo(a, b)`";
    case '$':
        return "`${name}` inserts a value inside a string only";
    default:
        return codePoint == 0x0B || codePoint == 0x0C || codePoint > 0x80
                   ? "names and symbols are ASCII; blanks are space, tab and line end"
                   : "";
    }
}

std::string shown(std::string_view source) {
    constexpr std::size_t kLongest = 40;  // bytes; a message is one line
    std::string text;
    for (std::size_t i = 0; i < source.size();) {
        const Utf8Step step = utf8Decode(source, i);
        if (text.size() + step.length > kLongest) {
            return text + "…";
        }
        if (!step.valid || step.codePoint < 0x20 || step.codePoint == 0x7F) {
            text += step.codePoint == '\n' ? "⏎" : "�";
        } else {
            text += source.substr(i, step.length);
        }
        i += step.length;
    }
    return text;
}

}  // namespace cst
