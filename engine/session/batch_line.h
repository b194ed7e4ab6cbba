#pragma once

#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cst {

/// `{"line":7,"error":{…}}` and a line end: what a batch writes for a record that failed. (For one
/// that did not: BatchOutcome.)
std::string batchErrorLine(uint64_t number, const RunError& error);

/// What a line that a batch has written says of itself.
struct BatchLine {
    uint64_t number = 0;
    bool isError = false;
};
/// Nothing: that is no such line. `line` is without its line end.
std::optional<BatchLine> readBatchLine(std::string_view line);

/// `results.jsonl` → `results.errors.jsonl`.
std::string batchErrorsPath(std::string_view outPath);

}  // namespace cst
