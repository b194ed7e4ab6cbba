#pragma once

#include "engine/base/result.h"
#include "tests/bench/rounds.h"

#include <string>
#include <vector>

namespace cst::bench {

/// One row of the performance table.
struct Row {
    std::string name;
    Result<Measured> (*measure)(const std::string& binFolder);
};

/// Measures a row. One that did not warm up first is an error, whatever its figures.
inline Result<Measured> measureRow(const Row& row, const std::string& binFolder) {
    const uint64_t before = warmUpRounds();
    Result<Measured> result = row.measure(binFolder);
    if (result.ok() && warmUpRounds() == before) {
        return Error{"bench", "it was measured without a warm-up", ""};
    }
    return result;
}

/// All rows there are, in the order of the table.
std::vector<Row> allRows();

// One function a file of rows, named like it.
std::vector<Row> batchRows();
std::vector<Row> compileRows();
std::vector<Row> engineRows();
std::vector<Row> jsonRows();
std::vector<Row> lambdaRows();
std::vector<Row> layoutRows();
std::vector<Row> registryRows();
std::vector<Row> startRows();
std::vector<Row> uiRows();
std::vector<Row> valueRows();
std::vector<Row> waitingRows();

}  // namespace cst::bench
