#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace cst::bench {

// What lambdas over long lists are measured against: the loop that one would write by hand over
// the same columns. Compiled with -O3, with and without AVX2, as the kernels of lambdas are.

/// Memory that is written once, without being cleared first.
struct Doubles {
    std::unique_ptr<double[]> data;
    std::size_t size = 0;
};

struct OrderColumns {
    std::vector<int64_t> id;
    std::vector<double> price;
    std::vector<int64_t> quantity;
    std::vector<double> weight;
};

struct Orders {
    std::unique_ptr<int64_t[]> id;
    std::unique_ptr<double[]> price;
    std::unique_ptr<int64_t[]> quantity;
    std::unique_ptr<double[]> weight;
    std::size_t size = 0;
};

/// x * a + b.
Doubles plainMap(const std::vector<double>& xs, double a, double b);
/// Those that are greater. Without a branch: taken half of the time it would be mispredicted, and
/// the loop three times slower.
Doubles plainFilter(const std::vector<double>& xs, double least);
/// Those of a greater price and a smaller quantity, in the same way.
Orders plainFilter(const OrderColumns& orders, double least, int64_t most);

}  // namespace cst::bench
