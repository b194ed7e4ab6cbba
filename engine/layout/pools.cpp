#include "engine/layout/pools.h"

namespace cst {

/// Mostly nothing is in anybody's way.
bool LayoutPools::placeAsWanted(std::span<const ColumnPlace> column) {
    for (std::size_t i = 0; i < column.size(); ++i) {
        places_[i] = column[i].wanted;
        if (i > 0 && column[i].wanted - column[i - 1].wanted < column[i].distance) return false;
    }
    return true;
}

std::span<const double> LayoutPools::place(std::span<const ColumnPlace> column) {
    places_.resize(column.size());
    if (placeAsWanted(column)) return places_;
    pools_.clear();
    double reach = 0;  // distance from the first one if all of them touched
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (i > 0) reach += column[i].distance;
        places_[i] = reach;
        Pool pool{column[i].weight * (column[i].wanted - reach), column[i].weight, 1};
        while (!pools_.empty() && pools_.back().mean() >= pool.mean()) {
            pool.sum += pools_.back().sum;
            pool.weight += pools_.back().weight;
            pool.count += pools_.back().count;
            pools_.pop_back();
        }
        pools_.push_back(pool);
    }
    std::size_t i = 0;
    for (const Pool& pool : pools_)
        for (uint32_t k = 0; k < pool.count; ++k) places_[i++] += pool.mean();
    return places_;
}

}  // namespace cst
