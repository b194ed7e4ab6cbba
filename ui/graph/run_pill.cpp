#include "ui/graph/run_pill.h"

#include "ui/shell/duration_text.h"
#include "ui/shell/tr.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr std::size_t kCurveRuns = 32;
constexpr std::size_t kLeastRuns = 2;  // before a median says more than the last time
constexpr double kCurveWidth = 28;     // px of the view at 100 %
constexpr double kPillGap = 5;         // likewise, at both ends and between
constexpr double kTightWords = 0.82;   // so much smaller where they have no room else
constexpr double kTightGap = 3;

void paintCurve(QPainter& painter, const NodeStatistics& statistics, const QRectF& area,
                QColor color, double ratio) {
    std::span<const float> times = statistics.lastUs();
    if (times.size() > kCurveRuns) times = times.last(kCurveRuns);
    const float most = *std::max_element(times.begin(), times.end());
    const double step = area.width() / static_cast<double>(times.size() - 1);
    QPolygonF curve;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double part = most > 0 ? times[i] / most : 0;
        curve << QPointF(area.left() + step * static_cast<double>(i),
                         area.bottom() - part * area.height());
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.2 * ratio, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(curve);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace

QString runPillText(const RunPill& pill) {
    if (!pill.change.isEmpty()) return pill.change;
    if (pill.statistics == nullptr) return QString();
    // Where nothing was waited for the badge tells what the node took to run.
    const bool isTold = pill.heat == HeatMetric::RunTime;
    if (pill.heat == HeatMetric::Off || isTold) {
        if (pill.statistics->count() < kLeastRuns) return QString();
        return tr("p50 %1").arg(durationText(pill.statistics->percentileUs(0.5)));
    }
    const auto value = heatValue(pill.heat, pill.statistics);
    if (!value) return QString();
    const QString text = heatText(pill.heat, *value);
    switch (pill.heat) {
    case HeatMetric::RunTime: return tr("run %1").arg(text);
    case HeatMetric::Cpu: return tr("CPU %1").arg(text);
    case HeatMetric::Wait: return tr("wait %1").arg(text);
    default: return text;
    }
}

void paintRunPill(QPainter& painter, Sprites& sprites, const Theme& theme, const RunPill& pill,
                  const QRect& room, double scale, double ratio) {
    const QString words = runPillText(pill);
    if (words.isEmpty()) return;
    using Style = Sprites::Style;
    const auto& text = sprites.text(words, Style::Badge, Style::Badge, Sprites::kWholeWords);
    const bool isTight = 2 * kPillGap * scale + text.size.width() * scale > room.width();
    const double wordsScale = isTight ? kTightWords * scale : scale;
    const int gap = qRound((isTight ? kTightGap : kPillGap) * scale);
    const int wordsWidth = qRound(text.size.width() * wordsScale);
    const bool isOfRuns = pill.change.isEmpty() && pill.statistics->count() >= kLeastRuns;
    const int curve = isOfRuns ? qRound(kCurveWidth * scale) : 0;
    const int ends = 2 * gap;
    const bool hasWords = ends + wordsWidth <= room.width();
    const bool hasCurve =
        curve > 0 && ends + curve + (hasWords ? wordsWidth + gap : 0) <= room.width();
    if (!hasWords && !hasCurve) return;
    const int width = ends + (hasWords ? wordsWidth : 0) + (hasCurve ? curve : 0) +
                      (hasWords && hasCurve ? gap : 0);
    const QColor canvas = theme.color(Role::Canvas);
    const QColor ink = theme.color(pill.isDim ? Role::StateSkipped : Role::NodeText);
    // Where it is tight it begins with the node itself.
    const int left = std::min(room.left() + gap, room.right() + 1 - width);
    const QRect body(left, room.top(), width, room.height());
    sprites.paintBody(painter, BoxShape::Pill, body, canvas, mixed(ink, canvas, 0.7),
                      std::max(1, qRound(ratio)));
    double at = body.left() + gap;
    if (hasCurve) {
        const double inset = body.height() * 0.28;
        paintCurve(painter, *pill.statistics,
                   QRectF(at, body.top() + inset, curve, body.height() - 2 * inset),
                   theme.color(pill.isDim ? Role::StateSkipped : Role::StateDone), ratio);
        at += curve + gap;
    }
    if (!hasWords) return;
    painter.setPen(ink);
    const double top = body.top() + (body.height() - text.size.height() * wordsScale) / 2;
    sprites.paintText(painter, text, {at, top}, wordsScale);
}

}  // namespace cst
