#include "ui/profiler/timeline_ruler.h"

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr double kSecond = 1e9, kMinute = 60e9, kHour = 3600e9;
constexpr int kMostDecimals = 5;     // of a mark that is written whole
constexpr double kStepsABase = 100;  // so that it seldom changes while somebody pans

struct Unit {
    double ns;
    const char* name;
};
constexpr Unit kUnits[] = {{kSecond, "s"}, {1e6, "ms"}, {1e3, "µs"}, {1, "ns"}};

const Unit& unitOf(double timeNs) {
    for (const Unit& unit : kUnits) {
        if (timeNs >= unit.ns) return unit;
    }
    return kUnits[3];
}

int decimalsFor(double unitNs, double stepNs) {
    return std::max(0, static_cast<int>(std::ceil(std::log10(unitNs / stepNs) - 1e-9)));
}

/// 1, 2, 5, 10, … of a nanosecond up to seconds; of clocks above.
double stepAtLeast(double ns) {
    static constexpr double kOfAClock[] = {1,   2,   5,    10,   15,   30,    60,    120,   300,
                                           600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400};
    if (ns > kSecond) {
        for (const double seconds : kOfAClock) {
            if (seconds * kSecond >= ns) return seconds * kSecond;
        }
        return std::ceil(ns / (24 * kHour)) * 24 * kHour;
    }
    const double power = std::pow(10.0, std::floor(std::log10(std::max(ns, 1.0))));
    for (const double times : {1, 2, 5}) {
        if (times * power >= ns * (1 - 1e-9)) return times * power;
    }
    return 10 * power;
}

QString clockText(double timeNs, int decimals) {
    const double tick = std::pow(10.0, -decimals);
    const double seconds = std::round(timeNs / kSecond / tick) * tick;
    const auto minutes = static_cast<qint64>(std::floor(seconds / 60 + 1e-12));
    const double rest = std::max(0.0, seconds - 60.0 * static_cast<double>(minutes));
    const int width = decimals == 0 ? 2 : 3 + decimals;
    const QString below = QString::number(rest, 'f', decimals).rightJustified(width, u'0');
    if (minutes < 60) return QStringLiteral("%1:%2 min").arg(minutes).arg(below);
    return QStringLiteral("%1:%2:%3 h")
        .arg(minutes / 60)
        .arg(minutes % 60, 2, 10, QChar(u'0'))
        .arg(below);
}

}  // namespace

QString timePointText(double timeNs, double stepNs) {
    if (timeNs >= kMinute) return clockText(timeNs, decimalsFor(kSecond, stepNs));
    if (timeNs <= 0) return QStringLiteral("0");
    const Unit& unit = unitOf(timeNs);
    return QStringLiteral("%1 %2").arg(
        QString::number(timeNs / unit.ns, 'f', decimalsFor(unit.ns, stepNs)),
        QString::fromUtf8(unit.name));
}

TimelineRuler TimelineRuler::of(const TimelineCamera& camera, double leastPixels) {
    TimelineRuler ruler;
    ruler.stepNs = stepAtLeast(leastPixels * camera.nsPerPixel());
    const double last = std::max(camera.toNs(), 1.0);
    const double unit = last >= kMinute ? kSecond : unitOf(last).ns;
    double base = 0;
    if (decimalsFor(unit, ruler.stepNs) > kMostDecimals) {
        const double stretch = kStepsABase * ruler.stepNs;
        base = std::floor((camera.fromNs() + camera.toNs()) / 2 / stretch) * stretch;
        ruler.base = timePointText(base, stretch);
    }
    const double end = camera.toNs();
    double number = std::ceil(std::max(camera.fromNs(), 0.0) / ruler.stepNs);
    for (; number * ruler.stepNs <= end; ++number) {
        const double time = number * ruler.stepNs;
        const double since = time - base;
        const QString sign = since < 0 ? QStringLiteral("−") : QStringLiteral("+");
        ruler.marks.push_back({time, ruler.base.isEmpty()
                                         ? timePointText(time, ruler.stepNs)
                                         : sign + timePointText(std::abs(since), ruler.stepNs)});
    }
    return ruler;
}

}  // namespace cst
