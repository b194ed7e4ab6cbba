#include "engine/text/utf8.h"

#include <algorithm>
#include <cstring>

namespace cst {

Utf8Step utf8Decode(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t i) { return static_cast<uint8_t>(text[i]); };
    const uint8_t first = byte(offset);
    if (first < 0x80) {
        return {first, 1, true};
    }
    // Lead byte → number of continuation bytes and the smallest code point of that length.
    uint8_t extra = 0;
    char32_t least = 0;
    char32_t code = 0;
    if (first >= 0xC2 && first < 0xE0) {
        extra = 1, least = 0x80, code = first & 0x1Fu;
    } else if (first >= 0xE0 && first < 0xF0) {
        extra = 2, least = 0x800, code = first & 0x0Fu;
    } else if (first >= 0xF0 && first < 0xF5) {
        extra = 3, least = 0x10000, code = first & 0x07u;
    } else {
        return {first, 1, false};
    }
    if (offset + extra >= text.size()) {
        return {first, 1, false};
    }
    for (std::size_t i = 1; i <= extra; ++i) {
        const uint8_t next = byte(offset + i);
        if ((next & 0xC0u) != 0x80u) {
            return {first, 1, false};
        }
        code = (code << 6u) | (next & 0x3Fu);
    }
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    if (code < least || code > 0x10FFFF || surrogate) {
        return {first, 1, false};
    }
    return {code, static_cast<uint8_t>(extra + 1), true};
}

bool isAscii(std::string_view text) {
    constexpr uint64_t kHighBits = 0x8080808080808080U;
    std::size_t i = 0;
    for (uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
        std::memcpy(&eight, text.data() + i, sizeof eight);
        if ((eight & kHighBits) != 0) {
            return false;
        }
    }
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(),
                       [](char c) { return static_cast<uint8_t>(c) < 0x80; });
}

std::size_t utf8Count(std::string_view text) {
    if (isAscii(text)) {
        return text.size();
    }
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); i += utf8Decode(text, i).length) {
        ++count;
    }
    return count;
}

bool utf8Valid(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = utf8Decode(text, i);
        if (!step.valid) {
            return false;
        }
        i += step.length;
    }
    return true;
}

}  // namespace cst
