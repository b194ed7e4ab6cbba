#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>

namespace cst {

/// Half-open range of UTF-8 byte offsets in one revision of one text.
struct SourceRange {
    uint32_t begin = 0;
    uint32_t end = 0;

    constexpr uint32_t length() const { return end - begin; }
    constexpr bool empty() const { return begin == end; }
    constexpr bool contains(uint32_t offset) const { return begin <= offset && offset < end; }
    friend constexpr auto operator<=>(const SourceRange&, const SourceRange&) = default;
};

/// The smallest range that holds both.
constexpr SourceRange cover(SourceRange a, SourceRange b) {
    return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

}  // namespace cst
