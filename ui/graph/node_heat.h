#pragma once

#include "engine/session/run_snapshot.h"
#include "ui/shell/theme.h"

#include <QString>

#include <array>
#include <optional>

namespace cst {

/// What the colour of a node can stand for.
enum class HeatMetric { Off, RunTime, Cpu, Wait, Calls, Bytes };
inline constexpr std::array kHeatMetrics{HeatMetric::Off,  HeatMetric::RunTime, HeatMetric::Cpu,
                                         HeatMetric::Wait, HeatMetric::Calls,   HeatMetric::Bytes};

QString heatName(HeatMetric metric);      // "Run Time", in the menu
const char* heatWord(HeatMetric metric);  // "run-time": saved, never another one
HeatMetric heatOf(const QString& word);   // Off for what is none

/// How much of it a node has: of the last run that did its work; calls are those of all such runs
/// together. Nothing if it was not measured.
std::optional<double> heatValue(HeatMetric metric, const NodeStatistics* statistics);
/// The same of a run of it that failed or was out of time: there is no value that takes bytes.
std::optional<double> heatOfFailed(HeatMetric metric, const NodeRun& ran);
/// "12 ms", "5 calls", "1.2 KiB".
QString heatText(HeatMetric metric, double value);

/// Where the colours begin and end, whatever a run is like: values of two runs, and of two
/// pipelines, have the same colour if they are the same.
struct HeatScale {
    double low = 0, high = 1;
};
HeatScale heatScale(HeatMetric metric);
/// 0 at the low end of the scale and below, 1 at the high end and above; each factor of ten the
/// same step.
double heatLevel(HeatMetric metric, double value);
/// Of a level.
QColor heatColor(const Theme& theme, double level);

}  // namespace cst
