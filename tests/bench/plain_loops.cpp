#include "tests/bench/plain_loops.h"

// As the kernels of lambdas: for the processor that it runs on.
#define CST_FOR_THIS_CPU __attribute__((target_clones("avx2", "default")))

namespace cst::bench {

CST_FOR_THIS_CPU
Doubles plainMap(const std::vector<double>& xs, double a, double b) {
    Doubles out{std::make_unique_for_overwrite<double[]>(xs.size()), xs.size()};
    const double* __restrict from = xs.data();
    double* __restrict to = out.data.get();
    for (std::size_t i = 0; i < xs.size(); ++i) {
        to[i] = from[i] * a + b;
    }
    return out;
}

CST_FOR_THIS_CPU
Doubles plainFilter(const std::vector<double>& xs, double least) {
    Doubles out{std::make_unique_for_overwrite<double[]>(xs.size()), 0};
    const double* __restrict from = xs.data();
    double* __restrict to = out.data.get();
    std::size_t size = 0;
    for (std::size_t i = 0; i < xs.size(); ++i) {
        to[size] = from[i];
        size += from[i] > least ? 1 : 0;
    }
    out.size = size;
    return out;
}

CST_FOR_THIS_CPU
Orders plainFilter(const OrderColumns& orders, double least, int64_t most) {
    const std::size_t rows = orders.id.size();
    Orders out;
    out.id = std::make_unique_for_overwrite<int64_t[]>(rows);
    out.price = std::make_unique_for_overwrite<double[]>(rows);
    out.quantity = std::make_unique_for_overwrite<int64_t[]>(rows);
    out.weight = std::make_unique_for_overwrite<double[]>(rows);
    const int64_t* __restrict fromId = orders.id.data();
    const double* __restrict fromPrice = orders.price.data();
    const int64_t* __restrict fromQuantity = orders.quantity.data();
    const double* __restrict fromWeight = orders.weight.data();
    int64_t* __restrict toId = out.id.get();
    double* __restrict toPrice = out.price.get();
    int64_t* __restrict toQuantity = out.quantity.get();
    double* __restrict toWeight = out.weight.get();
    std::size_t size = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        toId[size] = fromId[i];
        toPrice[size] = fromPrice[i];
        toQuantity[size] = fromQuantity[i];
        toWeight[size] = fromWeight[i];
        const bool dear = fromPrice[i] > least;
        const bool few = fromQuantity[i] < most;
        size += dear & few ? 1 : 0;
    }
    out.size = size;
    return out;
}

}  // namespace cst::bench
