#pragma once

#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cst {

/// How the numbers of a list are spread between the least and the most of them.
struct NumberSpread {
    static constexpr uint32_t kMostBars = 32;
    /// Of a longer list so many are looked at, evenly spaced.
    static constexpr uint32_t kMostNumbers = 4'000'000;

    double least = 0;
    double most = 0;
    std::vector<uint32_t> counts;  // by bar, of equal width; few whole numbers have one bar each
    uint32_t notFinite = 0;        // numbers without a place, NaN among them
    bool isSample = false;
};

/// None if it is no list of Int or Float, or no number of it is finite.
/// Cost: O(kMostNumbers), some milliseconds at most.
std::optional<NumberSpread> spreadOf(const TypeTable& types, TypeId type, const Value& value);

}  // namespace cst
