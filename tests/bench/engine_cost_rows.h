#pragma once

#include "tests/bench/rows.h"

namespace cst::bench {

/// The rows of running that are not about the shape of a graph.
std::vector<Row> engineCostRows();

}  // namespace cst::bench
