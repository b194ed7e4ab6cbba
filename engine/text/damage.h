#pragma once

#include <cstdint>
#include <string_view>

namespace cst {

/// The part in which two texts differ: [begin, oldEnd) became [begin, newEnd).
struct TextDamage {
    uint32_t begin = 0;
    uint32_t oldEnd = 0;
    uint32_t newEnd = 0;
    bool isNone() const { return begin == oldEnd && begin == newEnd; }
};

/// Cost: O(bytes), at the speed of memcmp.
TextDamage damageBetween(std::string_view before, std::string_view after);

}  // namespace cst
