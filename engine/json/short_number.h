#pragma once

#include "engine/json/json_chars.h"
#include "engine/json/json_number.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cst {

// Numbers as nearly all documents have them, `-12` or `0.25` of at most 19 digits, read with a
// few branches: where they end is known, it is the token behind them. Every function says false to
// all else, which means only: look more closely (json_number.h).
//
// Eight digits become an integer in three multiplications (Johnny Lee, Mula), sixteen at once where
// there is SSE2. Words are read as on a little-endian machine.

static_assert(std::endian::native == std::endian::little);

namespace detail {

constexpr uint64_t kTenTo8 = 100'000'000;
constexpr uint64_t kTenTo16 = kTenTo8 * kTenTo8;
inline constexpr double kDoubleTenTo[] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                          1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

inline uint64_t loadWord(const char* p) {
    uint64_t word;
    std::memcpy(&word, p, sizeof word);
    return word;
}

inline bool areDigits(uint64_t word) {
    const uint64_t carried = ((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4;
    return ((word & 0xF0F0F0F0F0F0F0F0) | carried) == 0x3333333333333333;
}

inline uint64_t integerOf(uint64_t word) {
    word = ((word & 0x0F0F0F0F0F0F0F0F) * 2561) >> 8;
    word = ((word & 0x00FF00FF00FF00FF) * 6553601) >> 16;
    return ((word & 0x0000FFFF0000FFFF) * 42949672960001) >> 32;
}

/// Sixteen characters as an integer, and whether they are digits: as above, all at once.
#if defined(__SSE2__)
inline bool sixteenDigits(const char* p, uint64_t& digits) {
    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i ones = _mm_sub_epi8(text, _mm_set1_epi8('0'));
    const __m128i wrong = _mm_subs_epu8(ones, _mm_set1_epi8(9));
    const __m128i tens =
        _mm_mullo_epi16(_mm_and_si128(ones, _mm_set1_epi16(0xFF)), _mm_set1_epi16(10));
    const __m128i pairs = _mm_add_epi16(tens, _mm_srli_epi16(ones, 8));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(1 << 16 | 100));
    const __m128i eights =
        _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10000));
    const auto both = static_cast<uint64_t>(_mm_cvtsi128_si64(eights));
    digits = (both & 0xFFFFFFFF) * kTenTo8 + (both >> 32);
    return _mm_movemask_epi8(_mm_cmpeq_epi8(wrong, _mm_setzero_si128())) == 0xFFFF;
}
#else
inline bool sixteenDigits(const char* p, uint64_t& digits) {
    const uint64_t high = loadWord(p);
    const uint64_t low = loadWord(p + 8);
    digits = integerOf(high) * kTenTo8 + integerOf(low);
    return areDigits(high) && areDigits(low);
}
#endif

/// Appends the digits in [p, end) to `digits`, which has room for them.
inline bool appendDigits(const char* p, const char* end, uint64_t& digits) {
    bool good = true;
    if (end - p >= 16) {
        uint64_t sixteen = 0;
        good = sixteenDigits(p, sixteen);
        digits = digits * kTenTo16 + sixteen;
        p += 16;
    } else if (end - p >= 8) {
        const uint64_t word = loadWord(p);
        good = areDigits(word);
        digits = digits * kTenTo8 + integerOf(word);
        p += 8;
    }
    for (; p != end; ++p) {
        digits = digits * 10 + static_cast<uint64_t>(*p - '0');
        good = good && isDigit(*p);
    }
    return good;
}

}  // namespace detail

/// The number in [begin, end) as an Int, if it is written in at most 18 digits.
inline bool readShortInt(const char* begin, const char* end, int64_t& value) {
    const bool negative = *begin == '-';
    const char* const first = begin + (negative ? 1 : 0);
    const auto count = static_cast<std::size_t>(end - first);
    if (count - 1 >= 18 || (*first == '0' && count != 1)) return false;
    uint64_t digits = 0;
    const bool good = detail::appendDigits(first, end, digits);
    value = static_cast<int64_t>(negative ? 0 - digits : digits);
    return good;
}

/// The number in [begin, end) as digits * 10^exponent, if it has at most 19 digits and no `e`.
inline bool readShortDecimal(const char* begin, const char* end, uint64_t& digits,
                             int64_t& exponent) {
    const char* const first = begin + (*begin == '-' ? 1 : 0);
    const char* point = first;
    digits = 0;
    exponent = 0;
    for (; point != end && isDigit(*point); ++point) {
        digits = digits * 10 + static_cast<uint64_t>(*point - '0');
    }
    const auto whole = static_cast<std::size_t>(point - first);
    if (whole - 1 >= 19 || (*first == '0' && whole != 1)) return false;
    if (point == end) return true;
    const auto count = static_cast<std::size_t>(end - point - 1);
    if (*point != '.' || count - 1 >= 19 - (digits == 0 ? 0 : whole)) return false;
    exponent = -static_cast<int64_t>(count);
    return detail::appendDigits(point + 1, end, digits);
}

/// digits * 10^exponent where both are exact as doubles, so that one division rounds correctly
/// (Clinger).
inline bool divideExactly(uint64_t digits, int64_t exponent, bool negative, double& value) {
    if (digits > (uint64_t{1} << 53) || exponent < -22) return false;
    const double size = static_cast<double>(digits) / detail::kDoubleTenTo[-exponent];
    value = negative ? -size : size;
    return true;
}

/// The number in [begin, end) as a Float, under the conditions of readShortDecimal().
inline bool readShortFloat(const char* begin, const char* end, double& value) {
    uint64_t digits = 0;
    int64_t exponent = 0;
    const bool negative = *begin == '-';
    return readShortDecimal(begin, end, digits, exponent) &&
           (divideExactly(digits, exponent, negative, value) ||
            nearestFloat(digits, exponent, negative, value));
}

}  // namespace cst
