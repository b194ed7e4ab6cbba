#include "ui/profiler/timeline_chrome.h"

#include "ui/profiler/span_words.h"
#include "ui/shell/duration_text.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace cst {

namespace {

constexpr int kMark = 4;  // px: of the ruler's lines

}  // namespace

TimelineParts TimelineParts::of(const QSize& view, int headerWidth, int rulerHeight) {
    TimelineParts parts;
    const int width = std::max(1, view.width() - headerWidth);
    const int height = std::max(1, view.height() - rulerHeight);
    parts.corner = {0, 0, headerWidth, rulerHeight};
    parts.ruler = {headerWidth, 0, width, rulerHeight};
    parts.headers = {0, rulerHeight, headerWidth, height};
    parts.spans = {headerWidth, rulerHeight, width, height};
    return parts;
}

void TimelineChrome::paint(QPainter& painter, const Scene& scene) {
    paintSelected(painter, scene);
    paintRuler(painter, scene);
    paintMeasured(painter, scene);
    paintHeaders(painter, scene);
}

QRectF TimelineChrome::rectOf(const Scene& scene, SpanPlace place) {
    const auto top = scene.layout.topOf(place.row);
    if (!top) return {};
    const Span& span = scene.index.span(place);
    const QRect& area = scene.parts.spans;
    // Far beyond the view no number of pixels says more.
    const double from =
        std::clamp(scene.camera.xOf(static_cast<double>(span.startNs)), -10.0, area.width() + 10.0);
    const double to =
        std::clamp(scene.camera.xOf(static_cast<double>(span.endNs)), -10.0, area.width() + 10.0);
    return {area.left() + from, area.top() + *top - scene.scrolled + 0.0, std::max(2.0, to - from),
            scene.layout.rowHeight() + 0.0};
}

void TimelineChrome::paintSelected(QPainter& painter, const Scene& scene) const {
    if (!scene.selected) return;
    const QRectF at = rectOf(scene, *scene.selected);
    if (at.isEmpty()) return;
    painter.save();
    painter.setClipRect(scene.parts.spans);
    painter.setPen(QPen(theme_.color(Role::Text), 2));
    painter.drawRect(at.adjusted(-1, 0, 1, 0));
    painter.restore();
}

void TimelineChrome::paintRuler(QPainter& painter, const Scene& scene) const {
    const QRect& area = scene.parts.ruler;
    const QFontMetrics metrics(painter.font());
    painter.fillRect(scene.parts.corner | area, theme_.color(Role::Panel));
    painter.setPen(theme_.color(Role::Border));
    painter.drawLine(0, area.bottom(), area.right(), area.bottom());
    painter.save();
    painter.setClipRect(area);
    for (const TimelineRuler::Mark& mark : scene.ruler.marks) {
        const int x = area.left() + qRound(scene.camera.xOf(mark.timeNs));
        painter.setPen(theme_.color(Role::Border));
        painter.drawLine(x, area.bottom() - kMark, x, area.bottom());
        painter.setPen(theme_.color(Role::TextDim));
        painter.drawText(x + kMark,
                         area.top() + (area.height() - metrics.height()) / 2 + metrics.ascent(),
                         mark.text);
    }
    painter.restore();
    if (!scene.ruler.base.isEmpty()) {
        painter.setPen(theme_.color(Role::Text));
        const QString base =
            QCoreApplication::translate("cst::TimelineView", "from %1").arg(scene.ruler.base);
        painter.drawText(
            scene.parts.corner.adjusted(theme_.space(2), 0, -theme_.space(1), 0),
            Qt::AlignVCenter | Qt::AlignRight,
            metrics.elidedText(base, Qt::ElideLeft, scene.parts.corner.width() - theme_.space(3)));
    }
}

void TimelineChrome::paintMeasured(QPainter& painter, const Scene& scene) const {
    if (!scene.measured) return;
    const auto [fromNs, toNs] = *scene.measured;
    const QRect& area = scene.parts.spans;
    const double from = std::clamp(scene.camera.xOf(fromNs), -2.0, area.width() + 2.0);
    const double to = std::clamp(scene.camera.xOf(toNs), -2.0, area.width() + 2.0);
    const QColor accent = theme_.color(Role::Accent);
    QColor veil = accent;
    veil.setAlpha(36);
    painter.save();
    painter.setClipRect(scene.parts.ruler | area);
    const QRectF band(area.left() + from, area.top(), to - from, area.height());
    painter.fillRect(band, veil);
    painter.setPen(QPen(accent, 1));
    painter.drawLine(band.topLeft(), band.bottomLeft());
    painter.drawLine(band.topRight(), band.bottomRight());
    // Its length, in the ruler, over its middle as far as there is room.
    const QString text = exactDurationText((toNs - fromNs) / 1e3);
    const QRect& ruler = scene.parts.ruler;
    const int width = QFontMetrics(painter.font()).horizontalAdvance(text) + theme_.space(3);
    const int left = std::clamp(qRound(band.center().x()) - width / 2, ruler.left(),
                                std::max(ruler.left(), ruler.right() - width));
    const QRect box(left, ruler.top() + 1, width, ruler.height() - 2);
    painter.fillRect(box, accent);
    painter.setPen(theme_.color(Role::AccentText));
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
}

void TimelineChrome::paintHeaders(QPainter& painter, const Scene& scene) {
    const QRect& area = scene.parts.headers;
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize size = area.size() * ratio;
    if (headers_.size() != size) {
        headers_ = QImage(size, QImage::Format_RGB32);
        headers_.setDevicePixelRatio(ratio);
        headers_.fill(theme_.color(Role::Panel));
        QPainter onto(&headers_);
        onto.setFont(painter.font());
        const auto& lanes = scene.layout.lanes();
        for (uint32_t lane = 0; lane < lanes.size(); ++lane) {
            const QRect at(0, lanes[lane].top - scene.scrolled, area.width(), lanes[lane].height);
            if (at.top() > area.height()) break;
            if (at.bottom() >= 0) paintHeader(onto, scene, lane, at);
        }
        onto.setPen(theme_.color(Role::Border));
        onto.drawLine(area.width() - 1, 0, area.width() - 1, area.height());
    }
    painter.drawImage(area.topLeft(), headers_);
}

void TimelineChrome::paintHeader(QPainter& painter, const Scene& scene, uint32_t lane,
                                 const QRect& area) const {
    const QFontMetrics metrics(painter.font());
    const TraceLane& of = scene.index.trace().lanes[lane];
    const int sign = theme_.space(4);
    QRect line(area.left() + theme_.space(1), area.top(), area.width() - theme_.space(3),
               scene.layout.rowHeight());
    painter.setPen(theme_.color(Role::TextDim));
    if (of.rows.size() > 1) {
        painter.drawText(QRect(line.left(), line.top(), sign, line.height()), Qt::AlignCenter,
                         scene.isFolded[lane] ? QStringLiteral("▸") : QStringLiteral("▾"));
    }
    line.setLeft(line.left() + sign);
    QString side;
    if (scene.measured) {
        const auto [from, to] = *scene.measured;
        side = loadText(of.kind, scene.index.load(lane, from, to));
        painter.setPen(theme_.color(Role::Accent));
    } else if (of.rows.size() > 1) {
        side = QCoreApplication::translate("cst::TimelineView", "%1 rows").arg(of.rows.size());
    }
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, side);
    line.setRight(line.right() - metrics.horizontalAdvance(side) - theme_.space(2));
    painter.setPen(theme_.color(Role::Text));
    painter.drawText(
        line, Qt::AlignVCenter | Qt::AlignLeft,
        metrics.elidedText(QString::fromStdString(of.name), Qt::ElideRight, line.width()));
    painter.setPen(theme_.color(Role::Border));
    painter.drawLine(area.left(), area.bottom() - 1, area.right(), area.bottom() - 1);
}

}  // namespace cst
