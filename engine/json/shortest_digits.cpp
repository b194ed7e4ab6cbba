#include "engine/json/shortest_digits.h"

#include <bit>

// The way of Schubfach (Raffaello Giulietti, "The Schubfach way to render doubles", 2020), for the
// numbers for which it needs no rounding and no large table.
//
// A value v = c * 2^q with 2^52 < c < 2^53 is what all numbers between (c - 1/2) * 2^q and
// (c + 1/2) * 2^q read as. Scale by the power of ten 10^m with which this interval is at least 1
// and less than 10 wide: then it holds an integer, so that many places are enough, and at most one
// multiple of ten, which if it is there is the shortest. Else the integer below v or the one above
// is the nearest. Whether the ends belong to the interval does not matter: with q < 0 they are no
// integers.
//
// 10^m is 5^m * 2^m, and c * 5^m is one multiplication of whole numbers into 128 bits: nothing is
// ever cut off. What stands behind the point of v * 10^m has b bits, and up to b = 60 all distances
// from there to the candidates fit into 64.

namespace cst {

namespace {

__extension__ using Wide = unsigned __int128;

struct PowersOfFive {
    uint64_t at[28] = {};
    constexpr PowersOfFive() {
        uint64_t power = 1;
        for (uint64_t& one : at) {
            one = power;
            power *= 5;
        }
    }
};
constexpr PowersOfFive kFiveTo;

/// floor(log10(2^q)) for |q| up to 1650.
constexpr int floorLog10(int q) {
    return (q * 1262611) >> 22;
}
constexpr int kLeastExponent = -84;

constexpr unsigned placesFor(int q) {
    return static_cast<unsigned>(-floorLog10(q));
}
constexpr unsigned fractionBits(int q) {
    return static_cast<unsigned>(2 - q) - placesFor(q);
}
static_assert(placesFor(kLeastExponent) < 28 && fractionBits(kLeastExponent) == 60);
static_assert(placesFor(-1) == 1 && fractionBits(-1) == 2);

/// By halves: sixteen zeros are two steps and no loop.
void dropZeros(Decimal& decimal) {
    const auto drop = [&](unsigned count, uint64_t power) {
        if (decimal.places >= count && decimal.digits % power == 0) {
            decimal.digits /= power;
            decimal.places -= count;
        }
    };
    drop(8, 100'000'000);
    drop(8, 100'000'000);
    drop(4, 10'000);
    drop(2, 100);
    drop(1, 10);
}

}  // namespace

bool shortestDigits(double value, Decimal& decimal) {
    constexpr unsigned kMantissaBits = 52;
    constexpr int kBias = 1023 + kMantissaBits;
    const auto bits = std::bit_cast<uint64_t>(value);
    const int q = static_cast<int>(bits >> kMantissaBits) - kBias;  // a sign makes it too large
    const uint64_t fraction = bits & ((uint64_t{1} << kMantissaBits) - 1);
    if (q < kLeastExponent || q > -1 || fraction == 0) return false;
    const uint64_t c = fraction | uint64_t{1} << kMantissaBits;
    const unsigned m = placesFor(q);
    const unsigned b = fractionBits(q);

    const Wide scaled = Wide{4 * c} * kFiveTo.at[m];  // value * 10^m, with b bits behind the point
    const uint64_t reach = 2 * kFiveTo.at[m];         // how far off a number may be
    const auto below = static_cast<uint64_t>(scaled >> b);
    const uint64_t one = uint64_t{1} << b;
    const uint64_t behind = static_cast<uint64_t>(scaled) & (one - 1);

    // Which of the candidates it is cannot be foretold, so both are made and no branch is taken.
    const uint64_t tens = below / 10;
    const uint64_t overTens = (below - tens * 10) * one + behind;
    const bool isTenAbove = 10 * one - overTens <= reach;
    const bool isTen = isTenAbove || overTens <= reach;
    const uint64_t ten = tens + (isTenAbove ? 1 : 0);
    const uint64_t middle = one / 2 - (below & 1);  // halfway the even one is taken
    const uint64_t nearest = below + (behind > middle ? 1 : 0);
    decimal = {isTen ? ten : nearest, m - (isTen ? 1 : 0)};
    if (isTen && ten % 10 == 0) dropZeros(decimal);
    return true;
}

}  // namespace cst
