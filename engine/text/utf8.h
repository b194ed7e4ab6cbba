#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cst {

/// One step through a text: the code point at `offset` and its length in bytes. An invalid byte
/// yields valid = false and length 1. `offset` must lie inside the text.
struct Utf8Step {
    char32_t codePoint = 0;
    uint8_t length = 1;
    bool valid = false;
};
Utf8Step utf8Decode(std::string_view text, std::size_t offset);

/// True if every byte is below 0x80. Cost: a fraction of a nanosecond a byte.
bool isAscii(std::string_view text);

/// Number of code points; an invalid byte counts as one.
std::size_t utf8Count(std::string_view text);

/// True if every byte belongs to a well-formed code point (no surrogates, no overlong forms).
bool utf8Valid(std::string_view text);

}  // namespace cst
