#include "engine/value/number_spread.h"

#include "engine/value/column.h"
#include "engine/value/objects.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace cst {
namespace {

/// Of each step-th number.
template <class Number>
std::optional<NumberSpread> spread(std::span<const Number> numbers, bool isWhole) {
    const std::size_t step =
        (numbers.size() + NumberSpread::kMostNumbers - 1) / NumberSpread::kMostNumbers;
    NumberSpread result;
    result.isSample = step > 1;
    result.least = std::numeric_limits<double>::infinity();
    result.most = -result.least;
    for (std::size_t i = 0; i < numbers.size(); i += step) {
        const auto number = static_cast<double>(numbers[i]);
        if (!std::isfinite(number)) {
            ++result.notFinite;
            continue;
        }
        result.least = std::min(result.least, number);
        result.most = std::max(result.most, number);
    }
    if (result.least > result.most) {
        return std::nullopt;
    }
    // Halves: the difference of two numbers may be none.
    const double half = result.most / 2 - result.least / 2;
    uint32_t bars = half > 0 ? NumberSpread::kMostBars : 1;
    if (isWhole && 2 * half < bars) {
        bars = static_cast<uint32_t>(2 * half) + 1;
    }
    result.counts.resize(bars);
    const double width = isWhole && bars < NumberSpread::kMostBars ? half + 0.5 : half;
    for (std::size_t i = 0; i < numbers.size(); i += step) {
        const auto number = static_cast<double>(numbers[i]);
        if (!std::isfinite(number)) continue;
        const double place = width > 0 ? (number / 2 - result.least / 2) / width * bars : 0;
        ++result.counts[std::min<std::size_t>(bars - 1, static_cast<std::size_t>(place))];
    }
    return result;
}

}  // namespace

std::optional<NumberSpread> spreadOf(const TypeTable& types, TypeId type, const Value& value) {
    if (types.kind(type) != TypeKind::List || value.asList().size == 0) {
        return std::nullopt;
    }
    switch (types.kind(types.element(type))) {
    case TypeKind::Int: return spread(intsOf(value.asList()), true);
    case TypeKind::Float: return spread(floatsOf(value.asList()), false);
    default: return std::nullopt;
    }
}

}  // namespace cst
