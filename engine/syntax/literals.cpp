#include "engine/syntax/literals.h"

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
