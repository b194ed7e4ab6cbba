#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cst {

// Scalars as JSON, written behind `to`; each function returns where it ended. It may write more
// than that: the room that is asked for has to be there.

inline constexpr std::size_t kNumberBytes = 32;  // the longest double has 24

/// -17. Room: kNumberBytes.
inline char* writeInt(char* to, int64_t value);
/// Shortest digits that read back as the value, always with fraction or exponent; what is not
/// finite as a string. Room: kNumberBytes.
char* writeFloat(char* to, double value);

/// Copies sixteen bytes; how many of them from the first one on stand for themselves between the
/// quotes of a JSON string. Bytes from 0x80 on do not: somebody has to look whether they are UTF-8.
inline std::size_t copySixteen(char* to, const char* from);
inline bool isPlain(char c) {
    return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\';
}

namespace detail {

/// "00" to "99", each as it lies in memory.
struct Pairs {
    uint16_t at[100] = {};
    constexpr Pairs() {
        for (unsigned i = 0; i < 100; ++i) {
            at[i] = static_cast<uint16_t>(('0' + i / 10) | ('0' + i % 10) << 8);
        }
    }
};
inline constexpr Pairs kPairs;

static_assert(std::endian::native == std::endian::little);

/// Four digits of a number below 10,000 as they lie in memory.
inline uint32_t fourDigits(uint32_t value) {
    return kPairs.at[value / 100] | static_cast<uint32_t>(kPairs.at[value % 100]) << 16;
}
inline char* writeFour(char* to, uint32_t value) {
    const uint32_t digits = fourDigits(value);
    std::memcpy(to, &digits, sizeof digits);
    return to + sizeof digits;
}
/// Eight digits of a number below 10^8 likewise: hundreds, then tens, of all parts at once.
inline uint64_t eightDigits(uint32_t value) {
    const uint64_t halves = value / 10'000 | static_cast<uint64_t>(value % 10'000) << 32;
    const uint64_t tops = halves * 10486 >> 20 & 0x0000007F'0000007F;
    const uint64_t pairs = tops | (halves - 100 * tops) << 16;
    const uint64_t tens = pairs * 103 >> 10 & 0x000F000F'000F000F;
    return (tens | (pairs - 10 * tens) << 8) + 0x30303030'30303030;
}
/// The last `count` of eight digits.
inline char* writeLast(char* to, uint32_t value, unsigned count) {
    const uint64_t digits = eightDigits(value) >> 8 * (8 - count);
    std::memcpy(to, &digits, sizeof digits);
    return to + count;
}
/// The same without leading zeros; 0 is one digit.
inline char* writeUpToFour(char* to, uint32_t value) {
    const unsigned zeros =
        (value < 10 ? 1U : 0U) + (value < 100 ? 1U : 0U) + (value < 1000 ? 1U : 0U);
    const uint32_t digits = fourDigits(value) >> 8 * zeros;
    std::memcpy(to, &digits, sizeof digits);
    return to + sizeof digits - zeros;
}

}  // namespace detail

inline char* writeUnsigned(char* to, uint64_t value) {
    if (value < 10'000) return detail::writeUpToFour(to, static_cast<uint32_t>(value));
    if (value < 100'000'000) {
        const auto small = static_cast<uint32_t>(value);
        return detail::writeFour(detail::writeUpToFour(to, small / 10'000), small % 10'000);
    }
    to = writeUnsigned(to, value / 100'000'000);
    return detail::writeLast(to, static_cast<uint32_t>(value % 100'000'000), 8);
}

}  // namespace cst

inline char* cst::writeInt(char* to, int64_t value) {
    auto size = static_cast<uint64_t>(value);
    if (value < 0) {
        *to++ = '-';
        size = 0 - size;
    }
    return writeUnsigned(to, size);
}

#if defined(__SSE2__)
inline std::size_t cst::copySixteen(char* to, const char* from) {
    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), text);
    // Signed: below a blank are the controls and all from 0x80 on.
    const __m128i special = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('"')),
                                         _mm_cmpeq_epi8(text, _mm_set1_epi8('\\')));
    const __m128i all = _mm_or_si128(special, _mm_cmplt_epi8(text, _mm_set1_epi8(' ')));
    const auto bits = static_cast<uint32_t>(_mm_movemask_epi8(all));
    return static_cast<std::size_t>(std::countr_zero(bits | 1U << 16U));
}
#else
inline std::size_t cst::copySixteen(char* to, const char* from) {
    std::memcpy(to, from, 16);
    std::size_t plain = 0;
    while (plain < 16 && isPlain(from[plain])) ++plain;
    return plain;
}
#endif
