#pragma once

#include <cstddef>

namespace cst {

/// Nothing makes a longer text, and fails with R001 instead: a few calls that double their argument
/// would otherwise eat all memory, and a text counts its bytes in 32 bits.
inline constexpr std::size_t kMaxTextBytes = std::size_t{1} << 30;

}  // namespace cst
