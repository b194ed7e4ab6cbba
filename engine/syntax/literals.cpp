#include "engine/syntax/literals.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace cst {

std::optional<int64_t> intValue(std::string_view digits, bool negated) {
    constexpr uint64_t kMax = std::numeric_limits<int64_t>::max();
    uint64_t magnitude = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, problem] = std::from_chars(digits.data(), end, magnitude);
    if (problem != std::errc() || stop != end || magnitude > kMax + (negated ? 1 : 0)) {
        return std::nullopt;
    }
    return static_cast<int64_t>(negated ? 0 - magnitude : magnitude);
}

int64_t unitMs(std::string_view unit) {
    constexpr int64_t kSecond = 1000;
    constexpr int64_t kMinute = 60 * kSecond;
    constexpr int64_t kHour = 60 * kMinute;
    if (unit == "ms") {
        return 1;
    }
    if (unit == "s") {
        return kSecond;
    }
    if (unit == "min") {
        return kMinute;
    }
    if (unit == "h") {
        return kHour;
    }
    return unit == "d" ? 24 * kHour : 0;
}

namespace {

/// Place of the first digit that counts: 1 for `3.5`, 3 for `250.0`, 0 for `0.25`, exponent
/// included. Only its sign is asked for, so it may stop growing.
int64_t decimalOrder(std::string_view text) {
    constexpr int64_t kFar = 1'000'000'000;
    const std::size_t e = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, e);
    int64_t exponent = 0;
    if (e != std::string_view::npos) {
        std::string_view digits = text.substr(e + 1);
        const bool negative = digits.starts_with('-');
        digits.remove_prefix(negative || digits.starts_with('+') ? 1 : 0);
        for (const char digit : digits) {
            exponent = std::min(kFar, exponent * 10 + (digit - '0'));
        }
        exponent = negative ? -exponent : exponent;
    }
    const auto point = static_cast<int64_t>(mantissa.find('.'));
    const auto first = static_cast<int64_t>(mantissa.find_first_of("123456789"));
    return (first < point ? point - first : point - first + 1) + exponent;
}

}  // namespace

std::optional<double> floatValue(std::string_view text) {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc::result_out_of_range) {
        return value;
    }
    return decimalOrder(text) > 0 ? std::nullopt : std::optional<double>(0.0);
}

std::optional<int64_t> durationMs(std::string_view text) {
    const std::size_t digits = text.find_first_not_of("0123456789");
    if (digits == std::string_view::npos) {
        return std::nullopt;
    }
    const std::optional<int64_t> count = intValue(text.substr(0, digits));
    const int64_t unit = unitMs(text.substr(digits));
    if (!count || unit == 0 || *count > std::numeric_limits<int64_t>::max() / unit) {
        return std::nullopt;
    }
    return *count * unit;
}

}  // namespace cst
