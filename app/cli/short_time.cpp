#include "app/cli/short_time.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace cst {

std::string shortTime(double us) {
    struct Unit {
        double scale;
        const char* name;
    };
    constexpr std::array kUnits{Unit{1e-3, "ns"}, Unit{1, "µs"}, Unit{1e3, "ms"}, Unit{1e6, "s"}};
    const Unit* unit = kUnits.data();
    for (const Unit& next : kUnits) {
        if (us >= next.scale * 0.9995) {
            unit = &next;
        }
    }
    const double value = us / unit->scale;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), value < 9.95 ? "%.1f %s" : "%.0f %s", value,
                  unit->name);
    return text.data();
}

std::size_t columnsOf(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<uint8_t>(c) & 0xC0U) != 0x80;
    }));
}

std::string padLeft(const std::string& text, std::size_t columns) {
    const std::size_t taken = columnsOf(text);
    return std::string(taken < columns ? columns - taken : 1, ' ') + text;
}

std::string padRight(const std::string& text, std::size_t columns) {
    const std::size_t taken = columnsOf(text);
    return text + std::string(taken < columns ? columns - taken : 0, ' ');
}

}  // namespace cst
