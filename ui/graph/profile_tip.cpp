#include "ui/graph/profile_tip.h"

#include "ui/shell/change_text.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/tr.h"

#include <QStringList>

namespace cst {

namespace {

QString timeOfNs(int64_t ns) {
    return exactDurationText(static_cast<double>(ns) / 1000);
}

QString runsText(const NodeStatistics& statistics) {
    if (statistics.count() < 2) return QString();  // of one run the rest of the tip tells all
    const auto percentile = [&](double share) {
        return exactDurationText(statistics.percentileUs(share));
    };
    const bool isCut = statistics.count() > NodeStatistics::kLast;
    return (isCut
                ? tr("%1 runs, of the last %2: ").arg(statistics.count()).arg(NodeStatistics::kLast)
                : tr("%1 runs: ").arg(statistics.count())) +
           tr("p50 %1 · p95 %2 · p99 %3").arg(percentile(0.5), percentile(0.95), percentile(0.99)) +
           tr(" · of all: mean %1 · min %2 · max %3")
               .arg(exactDurationText(statistics.meanUs()), exactDurationText(statistics.minUs()),
                    exactDurationText(statistics.maxUs()));
}

QString pathText(uint32_t node, const GraphProfile& profile) {
    const RunSnapshot& run = *profile.run();
    if (!hasOwnTime(run, node)) return QString();
    const CriticalPath& path = profile.path();
    if (path.slackNs[node] > 0) {
        return tr("slack %1: it could take so much longer without delaying the run")
            .arg(timeOfNs(path.slackNs[node]));
    }
    return path.withoutNs[node] < path.totalNs
               ? tr("on the critical path of %1: it would be %2 if this took no time")
                     .arg(timeOfNs(path.totalNs), timeOfNs(path.withoutNs[node]))
               : tr("no slack, but another path is as long: %1").arg(timeOfNs(path.totalNs));
}

}  // namespace

QString changeTip(const ComparedTime* change, const Theme& theme) {
    if (change == nullptr) return QString();
    QString text = nodeChangeText(*change);
    if (change->beforeUs && change->afterUs) {
        text = tr("%1 before, %2 after: %3 (%4)")
                   .arg(exactDurationText(*change->beforeUs), exactDurationText(*change->afterUs),
                        changeText(*change->change), verdictWord(*change));
    }
    const QString noise = noiseText(*change);
    if (!noise.isEmpty()) text += tr("; noise is %1").arg(noise);
    return QStringLiteral("<p style=\"color:%1\">%2</p>")
        .arg(theme.color(verdictRole(*change)).name(), text.toHtmlEscaped());
}

QString profileTip(const NodeBadge& badge, const GraphProfile& profile, const Theme& theme) {
    QStringList lines;
    const bool isOfRun =
        badge.shown && !badge.stale && profile.run() && badge.runNode < profile.run()->nodes.size();
    if (badge.statistics) {
        const NodeStatistics& statistics = *badge.statistics;
        lines << runsText(statistics);
        // Beside its value the node's own tip says it.
        const bool isTold = isOfRun && profile.run()->nodes[badge.runNode].bytes >= 0;
        if (const uint64_t bytes = statistics.latest().bytes; bytes > 0 && !isTold) {
            lines << tr("its value takes about %1")
                         .arg(heatText(HeatMetric::Bytes, static_cast<double>(bytes)));
        }
    }
    if (isOfRun) lines << pathText(badge.runNode, profile);
    lines.removeAll(QString());
    if (lines.isEmpty()) return QString();
    for (QString& line : lines) line = line.toHtmlEscaped();
    return QStringLiteral("<p style=\"color:%1\">%2</p>")
        .arg(theme.color(Role::TextDim).name(), lines.join(QStringLiteral("<br>")));
}

}  // namespace cst
