#pragma once

#include "engine/base/diagnostic.h"
#include "engine/syntax/token.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cst {

/// What other languages have where ours has another character or number. As in parse_habits.cpp:
/// only the words of an error and its fix, nothing more is accepted.

/// What to write instead of a malformed number; empty where that is not clear.
struct NumberAdvice {
    std::string hint;
    std::string number;
};
NumberAdvice adviceForNumber(std::string_view malformed);

/// Length of the `+3` in `e+3…`, 0 for anything else: the sign is part of no name.
uint32_t signedExponentLength(std::string_view suffix);

/// The way out of a character that means nothing here, if it can be applied mechanically.
/// `before` = the token before it.
std::optional<Fix> fixForCharacter(std::string_view bytes, uint32_t at, TokenKind before);

std::string_view withoutTrailingBlanks(std::string_view text);

/// How much of the text of a string without an end was meant to stand in it, when so many brackets
/// are open before it on its line: they are closed behind it. Nothing where that is not clear.
std::optional<std::size_t> meantLength(std::string_view text, uint32_t openBrackets);

}  // namespace cst
