#include "engine/modules/library.h"
#include "engine/modules/native.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <span>
#include <string>

// The data modules of language §8: lists of Ints. They have no namespace.

namespace cst {
namespace {

using Ints = std::span<const int64_t>;

/// A longer range is more likely a mistake than a wish.
constexpr uint64_t kMaxRangeElements = 10'000'000;

int64_t sumOf(Ints numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), int64_t{0}, wrapAdd);
}

double averageOf(Ints numbers) {
    if (numbers.empty()) return 0.0;
    return static_cast<double>(sumOf(numbers)) / static_cast<double>(numbers.size());
}

IntRows greaterThan(Ints numbers, int64_t threshold) {
    IntRows kept;
    std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(kept.data),
                 [threshold](int64_t number) { return number > threshold; });
    return kept;
}

IntRows multipliedBy(Ints numbers, int64_t multiplier) {
    IntRows products;
    products.data.resize(numbers.size());
    std::transform(numbers.begin(), numbers.end(), products.data.begin(),
                   [multiplier](int64_t number) { return wrapMultiply(number, multiplier); });
    return products;
}

Result<IntRows> rangeOf(int64_t start, int64_t end) {
    IntRows rows;
    if (start > end) return rows;
    // One less than the number of elements: that number itself may need 65 bits.
    const uint64_t steps = static_cast<uint64_t>(end) - static_cast<uint64_t>(start);
    if (steps >= kMaxRangeElements) {
        return Error{"R001",
                     "`Range(" + std::to_string(start) + ", " + std::to_string(end) +
                         ")` would have more than 10,000,000 elements",
                     ""};
    }
    rows.data.resize(steps + 1);
    for (std::size_t i = 0; i < rows.data.size(); ++i) {
        rows.data[i] = start + static_cast<int64_t>(i);  // never beyond the end, which fits
    }
    return rows;
}

std::string withThousands(int64_t number) {
    std::string text = std::to_string(number);
    const std::ptrdiff_t firstDigit = number < 0 ? 1 : 0;
    for (auto at = std::ssize(text) - 3; at > firstDigit; at -= 3) {
        text.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return text;
}

void addReductions(Pack& data) {
    data.add({"SumList",
              {"numbers"},
              "The sum of the numbers, which wraps around at 64 bits; 0 for an empty list.",
              "SumList([1, 2, 3])"},
             [](Ints numbers) { return sumOf(numbers); });
    data.add({"Average",
              {"numbers"},
              "The sum of the numbers divided by how many there are; 0.0 for an empty list.",
              "Average([1, 2])"},
             [](Ints numbers) { return averageOf(numbers); });
    data.add({"Max",
              {"numbers"},
              "The largest of the numbers; 0 for an empty list. For two numbers use `max`.",
              "Max([3, 9, 4])"},
             [](Ints numbers) {
                 return numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
             });
    data.add({"Min",
              {"numbers"},
              "The smallest of the numbers; 0 for an empty list. For two numbers use `min`.",
              "Min([3, 9, 4])"},
             [](Ints numbers) {
                 return numbers.empty() ? 0 : *std::min_element(numbers.begin(), numbers.end());
             });
}

}  // namespace

void addDataModules(Registry& registry) {
    Pack data(registry, "", "data");
    addReductions(data);
    data.add({"FilterGreaterThan",
              {"numbers", "threshold"},
              "The numbers that are greater than `threshold`, in their order; equal ones are left "
              "out.",
              "FilterGreaterThan([1, 5, 9], 4)"},
             [](Ints numbers, int64_t threshold) { return greaterThan(numbers, threshold); });
    data.add({"MultiplyEach",
              {"numbers", "multiplier"},
              "Each number times `multiplier`; wraps around at 64 bits.",
              "MultiplyEach([1, 2, 3], 10)"},
             [](Ints numbers, int64_t multiplier) { return multipliedBy(numbers, multiplier); });
    data.add(
        {"Range",
         {"start", "end"},
         "All Ints from `start` to `end`, both included; empty when `start` is the larger. Fails "
         "with R001 when there would be more than 10,000,000.",
         "Range(1, 5)"},
        [](int64_t start, int64_t end) { return rangeOf(start, end); });
    data.add({"FormatNumber",
              {"number"},
              "The number with a comma before every three digits: `1,234,567`.",
              "FormatNumber(1234567)"},
             [](int64_t number) { return withThousands(number); });
}

}  // namespace cst
