#include "engine/profile/time_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cst {
namespace {

struct Unit {
    double nanoseconds;
    double next;  // of these make one of the next unit
    const char* name;
};
constexpr Unit kUnits[] = {
    {1, 1e3, " ns"}, {1e3, 1e3, " µs"},  {1e6, 1e3, " ms"},
    {1e9, 60, " s"}, {60e9, 60, " min"}, {3600e9, HUGE_VAL, " h"},
};

/// Rounds half up to so many significant digits.
double roundTo(double value, int digits) {
    const double step = std::pow(10.0, std::floor(std::log10(value)) - (digits - 1));
    return std::floor(value / step + 0.5) * step;
}

std::string textOf(double us, int digits) {
    const double nanoseconds = us * 1e3;
    if (!(nanoseconds > 0)) {
        return "0 ns";
    }
    if (nanoseconds < 1) {
        return "<1 ns";
    }
    for (const Unit& unit : kUnits) {
        // Rounding comes first: 999.6 ns is 1.0 µs, not 1000 ns.
        const double value = roundTo(nanoseconds / unit.nanoseconds, digits);
        if (value < unit.next) {
            const int whole = static_cast<int>(std::floor(std::log10(value))) + 1;
            const int decimals =
                unit.nanoseconds == 1 ? 0 : std::max(0, digits - std::max(1, whole));
            return fixedText(value, decimals) + unit.name;
        }
    }
    return "∞";
}

}  // namespace

std::string shortTime(double us) {
    return textOf(us, 2);
}

std::string shownTime(double us) {
    return textOf(us, 3);
}

std::string exactTime(double us) {
    return textOf(us, 4);
}

std::string shownShare(double share) {
    return fixedText(share * 100, share >= 0.0995 ? 0 : 1) + " %";
}

std::string fixedText(double value, int decimals) {
    std::array<char, 400> text{};  // the largest number has 309 digits before the point
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value,
                                            std::chars_format::fixed, decimals);
    return error == std::errc() ? std::string(text.data(), end) : "";
}

std::string shortFixedText(double value, int decimals) {
    std::string text = fixedText(value, decimals);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
    }
    if (text.ends_with('.')) {
        text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

}  // namespace cst
