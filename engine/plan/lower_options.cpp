#include "engine/plan/lower_options.h"

#include "engine/syntax/literals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace cst {
namespace {

/// A level, or a number that is brought into 0 … 100.
uint8_t priorityOf(std::string_view value) {
    constexpr std::array<std::pair<std::string_view, uint8_t>, 5> kLevels{
        {{"critical", 100},
         {"high", 80},
         {"normal", kNormalPriority},
         {"low", 20},
         {"background", 0}}};
    for (const auto& [name, level] : kLevels) {
        if (value == name) {
            return level;
        }
    }
    if (value.starts_with('-')) {
        return 0;
    }
    int number = 100;  // also where it is too long for an int
    std::from_chars(value.data(), value.data() + value.size(), number);
    return static_cast<uint8_t>(std::min(number, 100));
}

/// As many as fit: what is more than four billion is without end.
uint32_t countOf(std::string_view digits) {
    return static_cast<uint32_t>(
        std::min<int64_t>(intValue(digits).value_or(UINT32_MAX - 1), UINT32_MAX - 1));
}

/// Longer than 100 years is 100 years, so that sums of them stay numbers.
std::chrono::nanoseconds durationOf(std::string_view text) {
    constexpr int64_t kMostMs = 100LL * 366 * 24 * 3600 * 1000;
    return std::chrono::milliseconds(std::min(durationMs(text).value_or(kMostMs), kMostMs));
}

Backoff backoffOf(std::string_view word) {
    return word == "linear"        ? Backoff::Linear
           : word == "exponential" ? Backoff::Exponential
                                   : Backoff::Fixed;
}

OnError onErrorOf(std::string_view word) {
    return word == "skip" ? OnError::Skip : word == "log" ? OnError::Log : OnError::Propagate;
}

}  // namespace

LoweredOptions lowerOptions(const SyntaxTree& tree, SyntaxId call, Pools& pools,
                            Operation& operation) {
    LoweredOptions result;
    CallOptions options;
    for (const SyntaxId with : tree.children(call)) {
        if (tree[with].kind != SyntaxKind::With) {
            continue;
        }
        for (const SyntaxId option : tree.children(with)) {
            const std::string_view name = tree.name(option);
            const SyntaxId value =
                tree.children(option).empty() ? SyntaxId() : tree.child(option, 0);
            const std::string_view text = value.hasValue() ? tree.source(value) : "";
            if (name == "lazy") {
                result.isLazy = text != "false";
            } else if (name == "priority") {
                operation.hasOptions = true;
                operation.priority = priorityOf(text);
            } else if (name == "retry") {
                options.attempts = countOf(text) + 1;
            } else if (name == "delay") {
                options.delay = durationOf(text);
            } else if (name == "backoff") {
                options.backoff = backoffOf(text);
            } else if (name == "timeout") {
                options.timeout = durationOf(text);
            } else if (name == "cache") {
                options.cacheFor = durationOf(text);
            } else if (name == "cache_backend") {
                options.cacheBackend = tree.name(value);
            } else if (name == "throttle") {
                options.throttleCount = countOf(tree.source(tree.child(value, 0)));
                options.throttlePeriod = durationOf(tree.source(tree.child(value, 1)));
            } else if (name == "concurrency") {
                options.concurrency = countOf(text);
            } else if (name == "on_error") {
                options.onError = onErrorOf(text);
            } else if (name == "fallback") {
                options.hasFallback = true;
                result.fallback = value;
            }
        }
    }
    if (options.isManaged() || options.recovers()) {
        operation.hasOptions = true;
        operation.options = static_cast<uint32_t>(pools.callOptions.size());
        pools.callOptions.push_back(std::move(options));
    }
    return result;
}

}  // namespace cst
