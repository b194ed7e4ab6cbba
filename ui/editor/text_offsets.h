#pragma once

#include "engine/base/source_range.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

// The engine and Scintilla count UTF-8 bytes, the column that a person reads counts code points,
// and a mark needs a character to be seen. Here is where one becomes another; nothing else may.

namespace cst {

/// Column, from 1, of the byte at `offset` of a line. An invalid byte counts as one.
inline uint32_t columnOfByte(std::string_view line, std::size_t offset) {
    return static_cast<uint32_t>(utf8Count(line.substr(0, std::min(offset, line.size())))) + 1;
}

/// The range, made at least one character long so that a mark on it can be seen: the character
/// behind an empty range, or the one before it where a line or the text ends.
inline SourceRange visibleRange(std::string_view text, SourceRange range) {
    const auto size = static_cast<uint32_t>(text.size());
    const uint32_t begin = std::min(range.begin, size);
    const uint32_t end = std::clamp(range.end, begin, size);
    if (begin < end) {
        return {begin, end};
    }
    const auto endsLine = [&](uint32_t at) { return text[at] == '\n' || text[at] == '\r'; };
    if (begin < size && !endsLine(begin)) {
        return {begin, begin + utf8Decode(text, begin).length};
    }
    // One byte back, or as many as a whole character has that ends here.
    uint32_t previous = begin - std::min(begin, 1U);
    for (uint32_t length = 2; length <= std::min(begin, 4U); ++length) {
        const Utf8Step step = utf8Decode(text, begin - length);
        if (step.valid && step.length == length) {
            previous = begin - length;
        }
    }
    if (previous < begin && !endsLine(previous)) {
        return {previous, begin};
    }
    // An empty line: its line end is all that there is.
    return {begin, std::min(begin + 1, size)};
}

}  // namespace cst
