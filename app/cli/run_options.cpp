#include "app/cli/run_options.h"

#include "engine/session/call_timeouts.h"

#include <algorithm>

namespace cst {
namespace {

constexpr uint64_t kMaxThreads = 256;

Error optionError(std::string text) {
    return {"usage", std::move(text), ""};
}

Status readInputs(const Arguments& arguments, RunOptions& options) {
    for (const std::string& input : arguments.values("--input")) {
        const std::size_t equals = input.find('=');
        if (equals == std::string::npos || equals == 0) {
            return optionError("--input needs NAME=JSON, got " + input);
        }
        const std::string name = input.substr(0, equals);
        const bool isRepeated = std::any_of(options.inputs.begin(), options.inputs.end(),
                                            [&](const auto& other) { return other.first == name; });
        if (isRepeated) {
            return optionError("--input " + name + " is given twice");
        }
        options.inputs.emplace_back(name, input.substr(equals + 1));
    }
    return success();
}

Status readLimit(const Arguments& arguments, RunOptions& options) {
    if (const auto text = arguments.value("--call-timeout")) {
        const auto limit = callTimeout(*text);
        if (!limit) {
            return optionError("--call-timeout needs a duration or one of " + callTimeoutNames() +
                               ", got " + *text);
        }
        options.callTimeout = *limit;
    }
    if (const auto text = arguments.value("--timeout")) {
        const auto milliseconds = parseDuration(*text);
        constexpr int64_t kYearMs = 366LL * 24 * 3600 * 1000;
        if (!milliseconds || *milliseconds <= 0 || *milliseconds > kYearMs) {
            return optionError("--timeout needs a duration such as 500ms or 30s, got " + *text);
        }
        options.limit = std::chrono::milliseconds(*milliseconds);
    }
    return success();
}

}  // namespace

std::vector<ArgumentSpec> withRunOptions(std::vector<ArgumentSpec> own) {
    for (const ArgumentSpec& option :
         {ArgumentSpec{"--input", true, true}, ArgumentSpec{"--no-examples"},
          ArgumentSpec{"--threads", true}, ArgumentSpec{"--timeout", true},
          ArgumentSpec{"--call-timeout", true}, ArgumentSpec{"--no-cache"},
          ArgumentSpec{"--max-bytes", true}, ArgumentSpec{"--max-depth", true},
          ArgumentSpec{"--max-elements", true}}) {
        own.push_back(option);
    }
    return own;
}

Status readNumber(const Arguments& arguments, std::string_view option, uint64_t least,
                  uint64_t most, uint64_t& target) {
    if (const auto text = arguments.value(option)) {
        const auto value = parseCount(*text);
        if (!value || *value < least || *value > most) {
            return optionError(std::string(option) + " needs a number from " +
                               std::to_string(least) + " to " + std::to_string(most));
        }
        target = *value;
    }
    return success();
}

Result<RunOptions> readRunOptions(const Arguments& arguments) {
    RunOptions options;
    options.examples = !arguments.has("--no-examples");
    options.usesCaches = !arguments.has("--no-cache");
    uint64_t threads = options.threads;
    uint64_t maxBytes = options.limits.maxBytes;
    uint64_t maxDepth = options.limits.maxDepth;
    for (const Status& status :
         {readInputs(arguments, options), readLimit(arguments, options),
          readNumber(arguments, "--threads", 1, kMaxThreads, threads),
          readNumber(arguments, "--max-bytes", 1, UINT32_MAX, maxBytes),
          readNumber(arguments, "--max-depth", 1, 1024, maxDepth),
          readNumber(arguments, "--max-elements", 1, UINT32_MAX, options.limits.maxElements)}) {
        if (!status.ok()) {
            return status.error();
        }
    }
    options.threads = static_cast<unsigned>(threads);
    options.limits.maxBytes = maxBytes;
    options.limits.maxDepth = static_cast<uint32_t>(maxDepth);
    return options;
}

}  // namespace cst
