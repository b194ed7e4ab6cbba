// Rows of the memory that values take.

#include "tests/bench/rows.h"

namespace cst::bench {

std::vector<Row> valueRows() {
    return {};
}

}  // namespace cst::bench
