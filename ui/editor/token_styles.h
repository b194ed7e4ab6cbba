#pragma once

#include "engine/session/snapshot.h"

#include <cstdint>
#include <string>

namespace cst {

/// What a byte of the text looks like: Scintilla's style numbers, below those it keeps for itself.
enum class TextStyle : uint8_t {
    Plain,
    Keyword,
    Type,
    Function,
    String,
    Number,
    Comment,
    Operator,
    Annotation,  // `@example`
    Unknown,     // what the lexer cannot read
    Hidden,      // the tail of an over-long line, which is kept and not drawn
    Count,
};

constexpr char styleByte(TextStyle style) {
    return static_cast<char>(style);
}

/// One style a byte, from the engine's own tokens.
/// Cost: O(bytes + tokens), one allocation.
std::string stylesOf(const Snapshot& snapshot);

}  // namespace cst
