#include "engine/syntax/characters.h"

#include "engine/text/utf8.h"

#include <algorithm>
#include <cstdio>

namespace cst {

namespace {

// A perfect hash: the factor was searched for, the static_assert proves it.
constexpr std::size_t kSlots = 32;
constexpr std::size_t slotOf(std::string_view word) {
    return (static_cast<uint8_t>(word[0]) * 19u + static_cast<uint8_t>(word[1]) + word.size()) %
           kSlots;
}

constexpr std::array<uint8_t, kSlots> makeKeywordSlots() {
    std::array<uint8_t, kSlots> slots{};  // 1 + index of the keyword, 0 = free
    for (std::size_t i = 0; i < detail::kKeywords.size(); ++i) {
        slots[slotOf(detail::kKeywords[i])] = static_cast<uint8_t>(i + 1);
    }
    return slots;
}
constexpr std::array<uint8_t, kSlots> kKeywordSlots = makeKeywordSlots();
static_assert(std::count_if(kKeywordSlots.begin(), kKeywordSlots.end(),
                            [](uint8_t slot) { return slot != 0; }) == detail::kKeywords.size(),
              "two keywords share a slot");

}  // namespace

TokenKind likelyKeyword(std::string_view word) {
    constexpr unsigned kFirst = static_cast<unsigned>(TokenKind::KwType);
    static_assert(kFirst + detail::kKeywords.size() - 1 == static_cast<unsigned>(TokenKind::KwIs));
    if (word.size() == 1) {
        return word[0] == '_' ? TokenKind::Underscore : TokenKind::Ident;
    }
    const unsigned slot = kKeywordSlots[slotOf(word)];
    const bool isKeyword = slot != 0 && detail::kKeywords[slot - 1] == word;
    return isKeyword ? static_cast<TokenKind>(kFirst + slot - 1) : TokenKind::Ident;
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
    case TokenKind::KwUse: return next > end && charClass(byte(next)) == CharClass::IdentStart;
    default: return byte(next) == '=' && byte(next + 1) != '=' && byte(next + 1) != '>';
    }
}

std::string characterName(char32_t codePoint, std::string_view bytes) {
    if (codePoint > 0x20 && codePoint < 0x7F) {
        return "`" + std::string(bytes) + "`";
    }
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(codePoint));
    switch (codePoint) {
    case 0: return std::string(code) + " (NUL)";
    case 0x0C: return std::string(code) + " (form feed)";
    case 0xA0: return std::string(code) + " (no-break space)";
    case 0x200B: return std::string(code) + " (zero-width space)";
    case 0xFEFF: return std::string(code) + " (byte-order mark)";
    default: break;
    }
    const bool invisible = codePoint < 0xA1 || (codePoint >= 0x2000 && codePoint < 0x2010) ||
                           (codePoint >= 0x2028 && codePoint < 0x2030) || codePoint == 0x3000;
    return invisible ? code : "`" + std::string(bytes) + "` (" + code + ")";
}

std::string_view characterHint(char32_t codePoint) {
    switch (codePoint) {
    case ';': return "declarations simply follow each other, nothing stands between them";
    case '\'':
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D: return "strings stand between straight double quotes";
    case '&': return "write `and`";
    case '!': return "write `not`, or `!=` to compare";
    case '?': return "`a ?? b` gives an optional value a default";
    case '%': return "write `modulo(a, b)`";
    case '$': return "`${name}` inserts a value inside a string only";
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
