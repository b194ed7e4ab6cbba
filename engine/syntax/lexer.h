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
};

/// Splits a text into tokens.
/// In:     any bytes. A leading byte-order mark is skipped.
/// Out:    tokens that cover everything but blanks, comments and the mark. Runs of bytes that
///         belong to no token become one Unknown token and one E020 each.
/// Cost:   O(bytes).
/// Source: language §1. Strings with `${` are split into StringBegin StringText
///         InterpolationBegin … InterpolationEnd StringText StringEnd; the plain strings after
///         `cache_backend:` and after `@source(` / `@sink(` are one RawString.
TokenList lex(const SourceText& text);

}  // namespace cst
