// Rows of reading and writing JSON, beside simdjson and nlohmann_json.

#include "tests/bench/rows.h"

namespace cst::bench {

std::vector<Row> jsonRows() {
    return {};
}

}  // namespace cst::bench
