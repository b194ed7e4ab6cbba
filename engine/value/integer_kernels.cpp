#include "engine/base/check.h"
#include "engine/value/kernels.h"

#include <cmath>
#include <limits>

namespace cst {
namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

// Overflow of signed integers is undefined in C++, that of unsigned ones wraps.
uint64_t bits(int64_t a) {
    return static_cast<uint64_t>(a);
}
int64_t fromBits(uint64_t a) {
    return static_cast<int64_t>(a);
}

/// `value` has no fraction.
int64_t saturated(double value) {
    if (std::isnan(value)) return 0;
    if (value >= 0x1p63) return kMax;
    if (value < -0x1p63) return kMin;
    return static_cast<int64_t>(value);
}

}  // namespace

int64_t wrapAdd(int64_t a, int64_t b) {
    return fromBits(bits(a) + bits(b));
}

int64_t wrapSubtract(int64_t a, int64_t b) {
    return fromBits(bits(a) - bits(b));
}

int64_t wrapMultiply(int64_t a, int64_t b) {
    return fromBits(bits(a) * bits(b));
}

int64_t wrapNegate(int64_t a) {
    return fromBits(0 - bits(a));
}

int64_t truncatingDivide(int64_t a, int64_t b) {
    CST_DCHECK(b != 0, "division by zero is the caller's to report");
    // The processor traps on kMin / -1.
    return b == -1 ? wrapNegate(a) : a / b;
}

int64_t remainder(int64_t a, int64_t b) {
    CST_DCHECK(b != 0, "division by zero is the caller's to report");
    return b == -1 ? 0 : a % b;
}

int64_t roundHalfUp(double value) {
    // floor(value + 0.5) would round the sum first: 0.49999999999999994 to 1, and every odd
    // number above 2^52 to an even one. The distance to the floor is exact where it decides.
    const double below = std::floor(value);
    return saturated(value - below >= 0.5 ? below + 1.0 : below);
}

int64_t truncateToInt(double value) {
    return saturated(std::trunc(value));
}

}  // namespace cst
