#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// Something that stands in a column and would like to be at a height.
struct ColumnPlace {
    double wanted = 0;
    double weight = 1;    // how much it dislikes to be elsewhere
    double distance = 0;  // that its centre keeps from the one above it; of the first no matter
};

/// The places nearest to what all of them want, in the sense of least squares, that keep their
/// order and their distances: pool adjacent violators. Linear and exact. Not thread safe: keeps its
/// memory from one column to the next.
class LayoutPools {
public:
    /// By row, from the top; valid until the next call.
    std::span<const double> place(std::span<const ColumnPlace> column);

private:
    bool placeAsWanted(std::span<const ColumnPlace> column);

    /// A run of rows that touch; it stands at the mean of what they want.
    struct Pool {
        double sum = 0;
        double weight = 0;
        uint32_t count = 0;
        double mean() const { return sum / weight; }
    };

    std::vector<Pool> pools_;
    std::vector<double> places_;
};

}  // namespace cst
