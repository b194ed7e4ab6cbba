#pragma once

#include "engine/base/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

/// Exit statuses of the command line; part of its interface.
enum ExitStatus : int {
    kExitOk = 0,
    kExitPipelineErrors = 1,
    kExitRunFailed = 2,
    kExitBadInput = 3,
    kExitSuspended = 4,
    kExitStopped = 5,
    kExitUsage = 64,
    kExitFile = 66,
};

/// One option that a command knows.
struct ArgumentSpec {
    std::string_view name;  // with its dashes
    bool takesValue = false;
    bool repeats = false;
};

/// A command's arguments, checked against its options.
class Arguments {
public:
    /// `--name value` and `--name=value`; everything after `--` is a file. Errors name the
    /// argument that is wrong.
    static Result<Arguments> parse(const std::vector<std::string>& words,
                                   const std::vector<ArgumentSpec>& options);

    bool has(std::string_view option) const { return !values(option).empty(); }
    /// The last value; nothing if the option was not given.
    std::optional<std::string> value(std::string_view option) const;
    std::vector<std::string> values(std::string_view option) const;
    const std::vector<std::string>& files() const { return files_; }

private:
    std::vector<std::pair<std::string, std::string>> options_;  // in order
    std::vector<std::string> files_;
};

/// `500ms`, `30s`, `5min`, `1h`, `1d` → milliseconds.
std::optional<int64_t> parseDuration(std::string_view text);
std::optional<uint64_t> parseCount(std::string_view text);

}  // namespace cst
