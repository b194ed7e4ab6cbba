// Rows of lambdas over long lists, beside the plain loop.

#include "tests/bench/rows.h"

namespace cst::bench {

std::vector<Row> lambdaRows() {
    return {};
}

}  // namespace cst::bench
