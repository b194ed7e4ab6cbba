#include "engine/json/json_number.h"

#include "engine/json/json_chars.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

// One pass over the characters checks the grammar and gathers up to 19 significant digits in an
// integer. For nearly all numbers that integer and a power of ten are enough: an Int is the
// integer itself, a Float comes from the fast path of Clinger or the table look-up of Lemire (in
// simdjson). More digits, and the rare cases where the look-up cannot decide the rounding, go to
// std::from_chars, which is exact.

namespace cst {

namespace {

namespace numberparsing = simdjson::SIMDJSON_BUILTIN_IMPLEMENTATION::numberparsing;

// Larger than any exponent that matters, small enough to add the length of a document to.
constexpr int64_t kHugeExponent = int64_t{1} << 40;
constexpr std::ptrdiff_t kSafeDigits = 19;  // 10^19 - 1 < 2^64

/// Eight digits at once, if the next eight bytes are digits (Johnny Lee's multiplication).
inline bool eightDigits(const char* p, uint64_t& digits) {
    uint64_t word;
    std::memcpy(&word, p, sizeof word);
    const uint64_t high = word & 0xF0F0F0F0F0F0F0F0U;
    const uint64_t carried = ((word + 0x0606060606060606U) & 0xF0F0F0F0F0F0F0F0U) >> 4;
    if ((high | carried) != 0x3333333333333333U) {
        return false;
    }
    word = ((word & 0x0F0F0F0F0F0F0F0FU) * 2561) >> 8;
    word = ((word & 0x00FF00FF00FF00FFU) * 6553601) >> 16;
    word = ((word & 0x0000FFFF0000FFFFU) * 42949672960001U) >> 32;
    digits = digits * 100000000 + word;
    return true;
}

inline const char* readDigits(const char* p, const char* limit, uint64_t& digits) {
    while (limit - p >= 8 && eightDigits(p, digits)) {
        p += 8;
    }
    while (isDigit(*p)) {
        digits = digits * 10 + static_cast<uint64_t>(*p - '0');
        ++p;
    }
    return p;
}

/// Exponent behind the `e`; null if there are no digits.
const char* readExponent(const char* p, int64_t& exponent) {
    const bool negative = *p == '-';
    if (*p == '-' || *p == '+') {
        ++p;
    }
    if (!isDigit(*p)) {
        return nullptr;
    }
    int64_t value = 0;
    for (; isDigit(*p); ++p) {
        if (value < kHugeExponent) {
            value = value * 10 + (*p - '0');
        }
    }
    exponent += negative ? -value : value;
    return p;
}

/// Counts digits from the first that is not zero on.
std::ptrdiff_t significantDigits(const char* p, const char* end) {
    while (p != end && (*p == '0' || *p == '.')) {
        ++p;
    }
    std::ptrdiff_t count = 0;
    for (; p != end && (isDigit(*p) || *p == '.'); ++p) {
        count += *p != '.';
    }
    return count;
}

/// toInt for numbers whose digits may not fit 64 bits, or that have a fraction or an exponent:
/// without leading and trailing zeros it is integral if the exponent left is not negative.
NumberFit toIntExactly(const NumberText& number, uint64_t& magnitude) {
    int64_t exponent = number.exponent;
    const char* first = number.begin + (number.negative ? 1 : 0);
    const char* last = first;
    while (last != number.end && (isDigit(*last) || *last == '.')) {
        ++last;
    }
    while (first != last && (*first == '0' || *first == '.')) {
        ++first;
    }
    while (first != last && (last[-1] == '0' || last[-1] == '.')) {
        exponent += last[-1] == '0';
        --last;
    }
    magnitude = 0;
    if (first == last) {
        return NumberFit::Fits;
    }
    if (exponent < 0) {
        return NumberFit::HasFraction;
    }
    std::ptrdiff_t count = 0;
    for (const char* p = first; p != last; ++p) {
        if (*p == '.') {
            continue;
        }
        if (++count > kSafeDigits) {
            return NumberFit::OutOfRange;
        }
        magnitude = magnitude * 10 + static_cast<uint64_t>(*p - '0');
    }
    if (count + exponent > kSafeDigits) {
        return NumberFit::OutOfRange;
    }
    for (; exponent > 0; --exponent) {
        magnitude *= 10;
    }
    return NumberFit::Fits;
}

/// Order of magnitude: the exponent of the first significant digit.
int64_t leadingExponent(const NumberText& number) {
    const char* first = number.begin + (number.negative ? 1 : 0);
    return significantDigits(first, number.end) + number.exponent;
}

NumberFit toFloatExactly(const NumberText& number, double& value) {
    const auto [end, error] = std::from_chars(number.begin, number.end, value);
    if (error == std::errc::result_out_of_range) {
        if (leadingExponent(number) > 0) {
            return NumberFit::OutOfRange;
        }
        value = number.negative ? -0.0 : 0.0;
    }
    return std::isinf(value) ? NumberFit::OutOfRange : NumberFit::Fits;
}

}  // namespace

bool scanNumber(const char* begin, const char* limit, NumberText& number) {
    const char* p = begin;
    number.begin = begin;
    number.negative = *p == '-';
    p += number.negative ? 1 : 0;
    const char* const first = p;
    number.digits = 0;
    p = readDigits(p, limit, number.digits);
    if (p == first || (*first == '0' && p != first + 1)) {
        return false;
    }
    std::ptrdiff_t count = p - first;
    number.exponent = 0;
    number.plain = true;
    if (*p == '.') {
        const char* const fraction = ++p;
        p = readDigits(p, limit, number.digits);
        if (p == fraction) {
            return false;
        }
        number.exponent = fraction - p;
        count += p - fraction;
        number.plain = false;
    }
    number.exact = count <= kSafeDigits || significantDigits(first, p) <= kSafeDigits;
    if (*p == 'e' || *p == 'E') {
        p = readExponent(p + 1, number.exponent);
        if (p == nullptr) {
            return false;
        }
        number.plain = false;
    }
    number.end = p;
    return endsJsonScalar(*p);
}

NumberFit toInt(const NumberText& number, int64_t& value) {
    uint64_t magnitude = number.digits;
    if (!number.plain || !number.exact) {
        const NumberFit fit = toIntExactly(number, magnitude);
        if (fit != NumberFit::Fits) {
            return fit;
        }
    }
    constexpr auto kMax = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    if (magnitude > kMax + (number.negative ? 1 : 0)) {
        return NumberFit::OutOfRange;
    }
    value = static_cast<int64_t>(number.negative ? ~magnitude + 1 : magnitude);
    return NumberFit::Fits;
}

bool nearestFloat(uint64_t digits, int64_t exponent, bool negative, double& value) {
    if (digits == 0) {
        value = negative ? -0.0 : 0.0;
        return true;
    }
    return exponent >= simdjson::internal::smallest_power &&
           exponent <= simdjson::internal::largest_power &&
           numberparsing::compute_float_64(exponent, digits, negative, value);
}

NumberFit toFloat(const NumberText& number, double& value) {
    if (number.exact && nearestFloat(number.digits, number.exponent, number.negative, value)) {
        return NumberFit::Fits;
    }
    return toFloatExactly(number, value);
}

}  // namespace cst
