// Rows of finding modules by name.

#include "tests/bench/rows.h"

namespace cst::bench {

std::vector<Row> registryRows() {
    return {};
}

}  // namespace cst::bench
