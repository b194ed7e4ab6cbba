#include "ui/graph/graph_legends.h"

#include "engine/session/run_profile.h"
#include "ui/shell/duration_text.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace cst {

namespace {

/// For the translation of what is said here.
struct LegendWords {
    Q_DECLARE_TR_FUNCTIONS(cst::LegendWords)
};

QString titleOf(HeatMetric metric) {
    switch (metric) {
    case HeatMetric::Off: break;
    case HeatMetric::RunTime: return LegendWords::tr("Heat: run time");
    case HeatMetric::Cpu: return LegendWords::tr("Heat: CPU");
    case HeatMetric::Wait: return LegendWords::tr("Heat: wait");
    case HeatMetric::Calls: return LegendWords::tr("Heat: calls in all runs");
    case HeatMetric::Bytes: return LegendWords::tr("Heat: bytes of the value");
    }
    return QString();
}

QString sumText(HeatMetric metric, const GraphProfile::Sum& sum) {
    if (sum.nodes == 0) {
        return sum.isOfSelection ? LegendWords::tr("of the selection: not measured yet")
                                 : LegendWords::tr("not measured yet: run it");
    }
    const QString value = heatText(metric, sum.value);
    if (!sum.isOfSelection) {
        return sum.nodes == 1 ? LegendWords::tr("1 node: %1").arg(value)
                              : LegendWords::tr("%1 nodes: %2").arg(sum.nodes).arg(value);
    }
    return LegendWords::tr("of the selection: %1, %2 % of all")
        .arg(value)
        .arg(100 * sum.share, 0, 'f', 0);
}

void takePath(NodeLegend& legend, const GraphProfile& profile) {
    if (profile.isRunning()) {
        legend.path = LegendWords::tr("critical path: known when the run has ended");
    } else if (!profile.run()) {
        legend.path = LegendWords::tr("critical path: run it first");
    } else if (profile.path().nodes.empty()) {
        legend.path = LegendWords::tr("critical path: nothing took time in this run");
    } else {
        const QString time = durationText(static_cast<double>(profile.path().totalNs) / 1000);
        legend.hasPath = true;
        // Nodes run while neither inputs are read nor outputs written, so the path is a part of the
        // time between. The status line tells all of it: where the two differ, both are named.
        const RunTimes& times = profile.run()->times;
        const QString run = durationText(times.runUs), all = durationText(wholeRunUs(times));
        legend.path = LegendWords::tr("critical path: %1 of %2 wall time").arg(time, run);
        legend.shortPath = LegendWords::tr("path %1").arg(time);
        if (run != all) {
            legend.whole = LegendWords::tr("with inputs and outputs the run took %1").arg(all);
        }
    }
}

void takeHeat(NodeLegend& legend, const GraphProfile& profile) {
    const HeatMetric metric = profile.choice().heat;
    const HeatScale scale = heatScale(metric);
    legend.metric = metric;
    legend.title = titleOf(metric);
    legend.bounds = {heatText(metric, scale.low),
                     heatText(metric, std::sqrt(scale.low * scale.high)),
                     heatText(metric, scale.high)};
    legend.sum = sumText(metric, profile.sum());
}

void takeChange(NodeLegend& legend, const GraphChange& change) {
    legend.isOfChange = true;
    legend.title = LegendWords::tr("Change: %1").arg(change.title);
    legend.bounds = {LegendWords::tr("▼ %1× faster").arg(kMostChange), LegendWords::tr("same"),
                     LegendWords::tr("▲ %1× slower").arg(kMostChange)};
    std::size_t slower = 0, faster = 0, same = 0;
    for (const ComparedTime& time : change.comparison->nodes) {
        slower += time.verdict == ChangeVerdict::Slower ? 1 : 0;
        faster += time.verdict == ChangeVerdict::Faster ? 1 : 0;
        same += time.verdict == ChangeVerdict::Same && time.reason.empty() ? 1 : 0;
    }
    legend.sum = LegendWords::tr("%1 slower, %2 faster, %3 within the noise")
                     .arg(slower)
                     .arg(faster)
                     .arg(same);
}

}  // namespace

std::vector<LegendLine> legendLinesOf(const GraphScene& scene, bool hasNotTaken) {
    std::array<bool, kTypeFamilies.size()> there{};
    bool hasDashed = false;
    for (const SceneEdge& edge : scene.edges()) {
        there[static_cast<std::size_t>(edge.family)] = true;
        hasDashed = hasDashed || edge.conditional;
    }
    std::vector<LegendLine> lines;
    for (const TypeFamily family : kTypeFamilies) {
        if (there[static_cast<std::size_t>(family)]) {
            lines.push_back({familyName(family), familyRole(family)});
        }
    }
    if (hasDashed) lines.push_back({LegendWords::tr("only if needed"), Role::Edge, true});
    if (hasNotTaken) lines.push_back({LegendWords::tr("not taken"), Role::Edge, true, true});
    return lines;
}

QStringList NodeLegend::lines() const {
    QStringList lines;
    if (!title.isEmpty()) lines << title << bounds.join(QStringLiteral(" – ")) << sum;
    if (!path.isEmpty()) lines << path;
    if (!whole.isEmpty()) lines << whole;
    return lines;
}

QColor NodeLegend::colorAt(const Theme& theme, double part) const {
    return isOfChange ? changeColor(theme, 2 * part - 1) : heatColor(theme, part);
}

NodeLegend nodeLegendOf(const GraphProfile& profile) {
    NodeLegend legend;
    if (profile.shownChange()) {
        takeChange(legend, *profile.shownChange());
    } else if (profile.hasHeat()) {
        takeHeat(legend, profile);
    }
    if (profile.choice().showsPath) takePath(legend, profile);
    return legend;
}

}  // namespace cst
