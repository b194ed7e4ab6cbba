#include "engine/json/scalar_text.h"

#include "engine/json/shortest_digits.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace cst {

namespace {

/// Numbers with at most four decimals, as prices are, in a fifth of the time that the shortest
/// digits of any double take. Digits and power of ten are exact as doubles, so if their quotient is
/// the value, they read back as it; and no two numbers of up to fifteen digits are one double, so
/// there is no shorter way to write it. Null: not one of these.
char* writeShortDecimal(char* to, double value) {
    constexpr double kScale = 1e4;
    const double size = std::fabs(value);
    if (!(size >= 0.01 && size < 1e10)) return nullptr;  // beyond them `1e-04` may be shorter
    const auto digits = static_cast<uint64_t>(size * kScale + 0.5);
    if (static_cast<double>(digits) / kScale != size) return nullptr;
    if (value < 0) *to++ = '-';
    to = writeUnsigned(to, digits / 10'000);
    *to++ = '.';
    const uint32_t fraction = detail::fourDigits(static_cast<uint32_t>(digits % 10'000));
    std::memcpy(to, &fraction, sizeof fraction);
    const int zeros = std::countl_zero(fraction ^ 0x30303030U) / 8;  // behind the last other digit
    return to + 4 - std::min(zeros, 3);
}

/// Up to 1e15 whole numbers are written in full; std::to_chars would write 1e+06. Null: not one.
char* writeWhole(char* to, double value) {
    if (!(std::fabs(value) < 1e15)) return nullptr;
    const auto whole = static_cast<int64_t>(value);
    if (static_cast<double>(whole) != value || (whole == 0 && std::signbit(value))) return nullptr;
    to = writeInt(to, whole);
    *to++ = '.';
    *to++ = '0';
    return to;
}

struct PowersOfTen {
    uint64_t at[20] = {1};
    constexpr PowersOfTen() {
        for (unsigned i = 1; i < 20; ++i) at[i] = at[i - 1] * 10;
    }
};
constexpr PowersOfTen kTenTo;

/// So many digits behind the point, of a number below 10^places. Up to 17 of them are written as
/// 8 or 17 with zeros behind, which are not counted: how many there are cannot be foretold.
/// Room: 24.
char* writePlaces(char* to, uint64_t value, unsigned places) {
    constexpr uint64_t kTenTo8 = 100'000'000;
    constexpr uint64_t kTenTo16 = kTenTo8 * kTenTo8;
    if (places <= 8) {
        detail::writeLast(to, static_cast<uint32_t>(value * kTenTo.at[8 - places]), 8);
        return to + places;
    }
    unsigned inFront = 1;
    if (places <= 17) {
        value *= kTenTo.at[17 - places];
    } else {
        inFront = places - 16;
    }
    const uint64_t top = value / kTenTo16;
    const uint64_t rest = value - top * kTenTo16;
    const uint64_t middle = rest / kTenTo8;
    char* end = detail::writeLast(to, static_cast<uint32_t>(top), inFront);
    end = detail::writeLast(end, static_cast<uint32_t>(middle), 8);
    detail::writeLast(end, static_cast<uint32_t>(rest - middle * kTenTo8), 8);
    return to + places;
}

/// Not for whole numbers. Null: so small that std::to_chars may write `1.5e-05`, or not one of
/// shortestDigits().
char* writeShortest(char* to, double value) {
    const double size = std::fabs(value);
    Decimal decimal;
    if (!(size >= 0.001) || !shortestDigits(size, decimal) || decimal.places == 0) return nullptr;
    if (value < 0) *to++ = '-';
    // The whole number below is a double itself, so the digits are of a number above it.
    const auto whole = static_cast<uint64_t>(size);
    if (whole != 0) decimal.digits -= whole * kTenTo.at[decimal.places];
    to = writeUnsigned(to, whole);
    *to++ = '.';
    return writePlaces(to, decimal.digits, decimal.places);
}

}  // namespace

char* writeFloat(char* to, double value) {
    if (char* const end = writeShortDecimal(to, value)) return end;
    if (char* const end = writeWhole(to, value)) return end;
    if (char* const end = writeShortest(to, value)) return end;
    if (!std::isfinite(value)) {
        const std::string_view text = std::isnan(value) ? "\"NaN\""
                                      : value > 0       ? "\"Infinity\""
                                                        : "\"-Infinity\"";
        std::memcpy(to, text.data(), text.size());
        return to + text.size();
    }
    // std::to_chars would write all digits of a whole number. From 2^54 on doubles are four apart,
    // so that the last ones say nothing.
    if (std::fabs(value) >= 0x1p54) {
        return std::to_chars(to, to + kNumberBytes, value, std::chars_format::scientific).ptr;
    }
    char* end = std::to_chars(to, to + kNumberBytes, value).ptr;
    if (std::find_if(to, end, [](char c) { return c == '.' || c == 'e'; }) == end) {
        *end++ = '.';
        *end++ = '0';
    }
    return end;
}

}  // namespace cst
