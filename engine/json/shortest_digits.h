#pragma once

#include <cstdint>

namespace cst {

/// `digits` / 10^`places`; no zero at the end of the digits.
struct Decimal {
    uint64_t digits = 0;
    unsigned places = 0;
};

/// The fewest digits that read back as a value, and of those the nearest to it; the same as
/// std::to_chars finds, in half to three quarters of the time. For numbers from 2^-32 to 2^52 that
/// are no powers of two. False: not one of these.
bool shortestDigits(double value, Decimal& decimal);

}  // namespace cst
