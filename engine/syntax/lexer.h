#pragma once

#include "engine/base/diagnostic.h"
#include "engine/syntax/token.h"
#include "engine/text/source_text.h"

#include <vector>

namespace cst {

/// All tokens of a text, in order, the last one EndOfFile; and its comments.
struct TokenList {
    std::vector<Token> tokens;
    std::vector<SourceRange> comments;    // from `#` to the end of the line, without the line end
    std::vector<Diagnostic> diagnostics;  // E020 E023 E024
    /// A string that was read on to `reach`, and then ended at its line end instead.
    struct Rewind {
        uint32_t token = 0;  // its first
        uint32_t reach = 0;
    };
    std::vector<Rewind> rewinds;
    /// Strings, by their first tokens, with a line in them that looks like a declaration: if a
    /// quote is missing anywhere behind, it may be theirs.
    std::vector<uint32_t> suspects;
    bool isMuted = false;  // there were more diagnostics than are kept
};

/// How often a text may be read again from a string that is not closed.
inline constexpr uint32_t kMaxRewinds = 4;

/// Splits a text into tokens.
/// In:     any bytes. A leading byte-order mark is skipped. `rewinds`: how many there were in what
///         stands before this text.
/// Out:    tokens that cover everything but blanks, comments and the mark. Runs of bytes that
///         belong to no token become one Unknown token and one E020 each.
/// Cost:   O(bytes).
/// Source: language §1. Strings with `${` are split into StringBegin StringText
///         InterpolationBegin … InterpolationEnd StringText StringEnd; the plain strings after
///         `cache_backend:` and after `@source(` / `@sink(` are one RawString.
TokenList lex(const SourceText& text, uint32_t rewinds = 0);

}  // namespace cst
