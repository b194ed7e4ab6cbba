#pragma once

#include "engine/base/result.h"
#include "engine/value/column.h"
#include "engine/value/limits.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace cst {

// What the text functions of the standard library and the text modules share.

/// R001: a result would be longer than kMaxTextBytes.
Error textTooLong(std::string_view function);

/// The pieces between all places where `delimiter` stands, empty ones included; an empty
/// delimiter stands nowhere. At least one piece.
TextRows splitText(std::string_view text, std::string_view delimiter);

/// The same as Split and SplitLines have it: without empty pieces at the end, unless the
/// delimiter stands nowhere.
TextRows splitWithoutTail(std::string_view text, std::string_view delimiter);

/// replaceAll() within kMaxTextBytes; an empty `find` stands nowhere.
Result<std::string> replaceText(std::string_view function, std::string_view text,
                                std::string_view find, std::string_view with);

}  // namespace cst
