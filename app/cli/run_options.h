#pragma once

#include "app/cli/arguments.h"
#include "engine/json/decode.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace cst {

/// What every command that runs pipelines can be told.
struct RunOptions {
    std::vector<std::pair<std::string, std::string>> inputs;  // name, JSON
    bool examples = true;
    unsigned threads = 0;  // 0 = as many as the machine has
    std::chrono::nanoseconds limit{0};
    std::chrono::nanoseconds callTimeout{0};  // of calls that have no other
    bool usesCaches = true;
    JsonLimits limits;
};

/// The specifications of these, with those of the command itself.
std::vector<ArgumentSpec> withRunOptions(std::vector<ArgumentSpec> own);
/// Errors: code "usage".
Result<RunOptions> readRunOptions(const Arguments& arguments);
/// A number within bounds; `target` stays as it is where the option was not given.
Status readNumber(const Arguments& arguments, std::string_view option, uint64_t least,
                  uint64_t most, uint64_t& target);

}  // namespace cst
