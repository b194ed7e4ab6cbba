#include "engine/json/json_text.h"

#include <cstdint>
#include <cstring>

namespace cst {

namespace {

/// Value of four hexadecimal digits at `at`; -1 if they are not all there.
int32_t hexUnit(std::string_view raw, std::size_t at) {
    if (raw.size() - at < 4 || at > raw.size()) {
        return -1;
    }
    int32_t unit = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const char c = raw[i];
        int32_t digit = -1;
        if (c >= '0' && c <= '9') {
            digit = c - '0';
        } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
            digit = (c | 0x20) - 'a' + 10;
        } else {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

/// One escape: what it stands for and how long it is. Length 0 = malformed.
struct Escape {
    char32_t codePoint = 0;
    std::size_t length = 0;
};

Escape readUnicodeEscape(std::string_view raw, std::size_t at) {
    const int32_t unit = hexUnit(raw, at + 2);
    if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF)) {
        return {};
    }
    if (unit < 0xD800 || unit > 0xDBFF) {
        return {static_cast<char32_t>(unit), 6};
    }
    if (raw.size() - at < 12 || raw[at + 6] != '\\' || raw[at + 7] != 'u') {
        return {};
    }
    const int32_t low = hexUnit(raw, at + 8);
    if (low < 0xDC00 || low > 0xDFFF) {
        return {};
    }
    return {static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), 12};
}

Escape readEscape(std::string_view raw, std::size_t at) {
    if (at + 1 >= raw.size()) {
        return {};
    }
    switch (raw[at + 1]) {
    case '"': return {U'"', 2};
    case '\\': return {U'\\', 2};
    case '/': return {U'/', 2};
    case 'b': return {U'\b', 2};
    case 'f': return {U'\f', 2};
    case 'n': return {U'\n', 2};
    case 'r': return {U'\r', 2};
    case 't': return {U'\t', 2};
    case 'u': return readUnicodeEscape(raw, at);
    default: return {};
    }
}

void appendCodePoint(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

}  // namespace

bool hasEscape(std::string_view raw) {
    const char* p = raw.data();
    std::size_t left = raw.size();
    // Most strings are short: eight bytes at a time beat a call of memchr. A byte is a backslash
    // if it is zero after the exclusive or.
    for (; left >= 8; p += 8, left -= 8) {
        uint64_t word;
        std::memcpy(&word, p, sizeof word);
        word ^= 0x5C5C5C5C5C5C5C5CU;
        if (((word - 0x0101010101010101U) & ~word & 0x8080808080808080U) != 0) {
            return true;
        }
    }
    for (; left > 0; ++p, --left) {
        if (*p == '\\') {
            return true;
        }
    }
    return false;
}

bool unescape(std::string_view raw, std::string& out) {
    out.clear();
    std::size_t at = 0;
    while (true) {
        const std::size_t slash = raw.find('\\', at);
        if (slash == std::string_view::npos) {
            out.append(raw.substr(at));
            return true;
        }
        out.append(raw.substr(at, slash - at));
        const Escape escape = readEscape(raw, slash);
        if (escape.length == 0) {
            return false;
        }
        appendCodePoint(out, escape.codePoint);
        at = slash + escape.length;
    }
}

std::size_t findBadEscape(std::string_view raw) {
    std::size_t at = raw.find('\\');
    while (at != std::string_view::npos) {
        const Escape escape = readEscape(raw, at);
        if (escape.length == 0) {
            return at;
        }
        at = raw.find('\\', at + escape.length);
    }
    return std::string_view::npos;
}

}  // namespace cst
