// Rows of running: what a node costs beyond what its module costs.

#include "tests/bench/rows.h"

namespace cst::bench {

std::vector<Row> engineRows() {
    return {};
}

}  // namespace cst::bench
