#include "ui/graph/node_heat.h"

#include "ui/graph/node_shapes.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

#include <algorithm>
#include <cmath>

namespace cst {

QString heatName(HeatMetric metric) {
    switch (metric) {
    case HeatMetric::Off: return tr("Off");
    case HeatMetric::RunTime: return tr("Run Time");
    case HeatMetric::Cpu: return tr("CPU");
    case HeatMetric::Wait: return tr("Wait");
    case HeatMetric::Calls: return tr("Calls");
    case HeatMetric::Bytes: return tr("Bytes");
    }
    return QString();
}

const char* heatWord(HeatMetric metric) {
    switch (metric) {
    case HeatMetric::Off: break;
    case HeatMetric::RunTime: return "run-time";
    case HeatMetric::Cpu: return "cpu";
    case HeatMetric::Wait: return "wait";
    case HeatMetric::Calls: return "calls";
    case HeatMetric::Bytes: return "bytes";
    }
    return "off";
}

HeatMetric heatOf(const QString& word) {
    for (const HeatMetric metric : kHeatMetrics)
        if (word == QLatin1String(heatWord(metric))) return metric;
    return HeatMetric::Off;
}

std::optional<double> heatValue(HeatMetric metric, const NodeStatistics* statistics) {
    if (statistics == nullptr) return std::nullopt;
    const NodeSample& latest = statistics->latest();
    switch (metric) {
    case HeatMetric::Off: break;
    case HeatMetric::RunTime: return latest.tookUs();  // as the badge tells it
    case HeatMetric::Cpu:
        if (latest.cpuUs >= 0) return latest.cpuUs;
        break;
    case HeatMetric::Wait: return latest.waitUs;
    case HeatMetric::Calls: return static_cast<double>(statistics->attempts());
    case HeatMetric::Bytes:
        if (latest.bytes > 0) return static_cast<double>(latest.bytes);
        break;
    }
    return std::nullopt;
}

std::optional<double> heatOfFailed(HeatMetric metric, const NodeRun& ran) {
    switch (metric) {
    case HeatMetric::Off:
    case HeatMetric::Bytes: break;
    case HeatMetric::RunTime: return ran.shownUs();
    case HeatMetric::Cpu:
        if (ran.cpuUs >= 0) return ran.cpuUs;
        break;
    case HeatMetric::Wait: return ran.waitUs;
    case HeatMetric::Calls:
        return static_cast<double>((ran.statistics ? ran.statistics->attempts() : 0) +
                                   ran.attempts);
    }
    return std::nullopt;
}

QString heatText(HeatMetric metric, double value) {
    switch (metric) {
    case HeatMetric::Calls: return value == 1 ? tr("1 call") : tr("%1 calls").arg(value, 0, 'f', 0);
    case HeatMetric::Bytes: return bytesText(static_cast<int64_t>(value));
    default: return durationText(value);
    }
}

HeatScale heatScale(HeatMetric metric) {
    switch (metric) {
    case HeatMetric::Calls: return {1, 1000};
    case HeatMetric::Bytes: return {64, 64 << 20};
    default: return {1, 1e6};  // us
    }
}

double heatLevel(HeatMetric metric, double value) {
    const HeatScale scale = heatScale(metric);
    if (value <= scale.low) return 0;
    return std::min(1.0, std::log(value / scale.low) / std::log(scale.high / scale.low));
}

QColor heatColor(const Theme& theme, double level) {
    const QColor low = theme.color(Role::HeatLow), middle = theme.color(Role::HeatMiddle);
    return level < 0.5 ? mixed(low, middle, 2 * level)
                       : mixed(middle, theme.color(Role::HeatHigh), 2 * level - 1);
}

}  // namespace cst
