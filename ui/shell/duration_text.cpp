#include "ui/shell/duration_text.h"

#include <cmath>

namespace cst {

namespace {

struct Unit {
    double nanoseconds;
    double next;  // of these make one of the next unit
    const char* name;
};
constexpr Unit kUnits[] = {
    {1, 1e3, "ns"}, {1e3, 1e3, "µs"},  {1e6, 1e3, "ms"},
    {1e9, 60, "s"}, {60e9, 60, "min"}, {3600e9, HUGE_VAL, "h"},
};

/// Rounds half up to so many significant digits.
double roundTo(double value, int digits) {
    const double step = std::pow(10.0, std::floor(std::log10(value)) - (digits - 1));
    return std::floor(value / step + 0.5) * step;
}

QString textOf(double microseconds, int digits) {
    const double nanoseconds = microseconds * 1e3;
    if (!(nanoseconds > 0)) return QStringLiteral("0 ns");
    if (nanoseconds < 1) return QStringLiteral("<1 ns");
    for (const Unit& unit : kUnits) {
        // Rounding comes first: 999.6 ns is 1.0 µs, not 1000 ns.
        const double value = roundTo(nanoseconds / unit.nanoseconds, digits);
        if (value >= unit.next) continue;
        const int whole = static_cast<int>(std::floor(std::log10(value))) + 1;
        const int decimals = unit.nanoseconds == 1 ? 0 : qMax(0, digits - qMax(1, whole));
        return QString::number(value, 'f', decimals) + QLatin1Char(' ') +
               QString::fromUtf8(unit.name);
    }
    return QString();  // not reached: the last unit has no end
}

}  // namespace

QString durationText(double microseconds) {
    return textOf(microseconds, 2);
}

QString exactDurationText(double microseconds) {
    return textOf(microseconds, 4);
}

}  // namespace cst
