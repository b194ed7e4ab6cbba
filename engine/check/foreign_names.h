#pragma once

#include <string_view>

namespace cst {

// What other languages call what has another name here, where the names are not near enough for
// suggest(). All return "" for a name that means nothing elsewhere.

/// A sentence about what takes the place of a function: `len`, `print`.
std::string_view foreignFunctionHint(std::string_view name);
/// A sentence about what takes the place of `null` and its kin.
std::string_view foreignValueHint(std::string_view name);
/// `true` for `True`.
std::string_view foreignLiteral(std::string_view name);
/// `Boolean` for `Bool`.
std::string_view foreignType(std::string_view name);

}  // namespace cst
