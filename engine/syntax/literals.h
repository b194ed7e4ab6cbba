#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cst {

/// Value of an Int token. Nothing where it lies outside int64; with `negated` the one number more
/// that a minus sign allows is accepted.
std::optional<int64_t> intValue(std::string_view digits, bool negated = false);

/// Value of a Float token, rounded to the nearest double. Nothing where it is too large for one;
/// what is too small is 0.
std::optional<double> floatValue(std::string_view text);

/// Milliseconds of a Duration token such as `5min`. Nothing where they lie outside int64.
std::optional<int64_t> durationMs(std::string_view text);

/// Milliseconds of one `ms`, `s`, `min`, `h` or `d`; 0 for any other word.
int64_t unitMs(std::string_view unit);

}  // namespace cst
