#pragma once

#include <array>
#include <cstdint>

namespace cst {

/// Kinds of JSON values, told by their first byte; a set of them is the sum.
enum JsonKind : uint8_t {
    kJsonNull = 1,
    kJsonBool = 2,
    kJsonNumber = 4,
    kJsonString = 8,
    kJsonArray = 16,
    kJsonObject = 32,
};

namespace detail {

constexpr std::array<uint8_t, 256> makeJsonKinds() {
    std::array<uint8_t, 256> kinds{};
    for (const char c : {'-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'}) {
        kinds[static_cast<uint8_t>(c)] = kJsonNumber;
    }
    kinds['n'] = kJsonNull;
    kinds['t'] = kinds['f'] = kJsonBool;
    kinds['"'] = kJsonString;
    kinds['['] = kJsonArray;
    kinds['{'] = kJsonObject;
    return kinds;
}
constexpr std::array<uint8_t, 256> makeScalarEnds() {
    std::array<uint8_t, 256> ends{};
    for (const char c : {' ', '\t', '\n', '\r', ',', ':', ']', '}', '[', '{'}) {
        ends[static_cast<uint8_t>(c)] = 1;
    }
    return ends;
}
inline constexpr std::array<uint8_t, 256> kJsonKinds = makeJsonKinds();
inline constexpr std::array<uint8_t, 256> kScalarEnds = makeScalarEnds();

}  // namespace detail

/// 0 for a byte with which no value begins.
inline uint8_t jsonKindOf(char first) {
    return detail::kJsonKinds[static_cast<uint8_t>(first)];
}

/// May this byte stand directly behind a number or a word?
inline bool endsJsonScalar(char c) {
    return detail::kScalarEnds[static_cast<uint8_t>(c)] != 0;
}

inline bool isJsonBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

inline bool isDigit(char c) {
    return static_cast<uint8_t>(c - '0') <= 9;
}

}  // namespace cst
