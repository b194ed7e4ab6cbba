#pragma once

#include "engine/types/type_table.h"

#include <optional>
#include <string>

namespace cst {

/// What stands where nothing is connected yet: the zero value of the language (§6.2) as a literal,
/// `""`, `0`, `[]`. A name that nobody declares would say louder that something is missing, but its
/// statement would not compile, and what does not compile has no ports that could be connected and
/// no value that could be looked at; so such a name is only the last way out, for types without a
/// literal (Map, functions).
/// `filled`: lists have one element, for places that must know its type.
/// An expression that stands anywhere without parentheses; nothing if there is none.
std::optional<std::string> zeroText(const TypeTable& types, TypeId type, bool filled);

}  // namespace cst
