#include "ui/graph/legend_painter.h"

#include "ui/graph/edge_curve.h"
#include "ui/graph/overlay_frame.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace cst {

namespace {

constexpr int kPadding = 8;
constexpr int kSwatch = 18;  // px; length of a line
constexpr int kGap = 6;      // between a line and its words
constexpr int kBetween = 14;
constexpr int kRow = 18;
constexpr int kBarHeight = 8;
constexpr int kBarGap = 4;
constexpr int kLeastWidth = 170;  // of a scale

int lineWidth(const LegendLine& line, const QFontMetrics& metrics) {
    return kSwatch + kGap + metrics.horizontalAdvance(line.words);
}

}  // namespace

void paintLegendLine(QPainter& painter, const Theme& theme, const LegendLine& line, QPointF left,
                     double length) {
    QPen pen(theme.color(line.role), line.isCrossed ? 1 : 2.5, Qt::SolidLine, Qt::FlatCap);
    if (line.isDashed) pen.setDashPattern({2, line.isCrossed ? 3.0 : 1.2});
    painter.setPen(pen);
    painter.drawLine(left, left + QPointF(length, 0));
    if (line.isCrossed) {
        paintNotTaken(painter, left + QPointF(length / 2, 0), 3, theme.color(Role::TextDim),
                      theme.color(Role::Canvas));
    }
}

LegendRows legendRows(const std::vector<LegendLine>& lines, const QFont& font, int most) {
    LegendRows rows;
    if (lines.empty()) return rows;
    const QFontMetrics metrics(font);
    int x = kPadding, y = kPadding / 2, width = 0;
    for (const LegendLine& line : lines) {
        const int wide = lineWidth(line, metrics);
        if (x > kPadding && x + wide + kPadding > most) {
            x = kPadding;
            y += kRow;
        }
        rows.places.emplace_back(x, y);
        width = std::max(width, x + wide + kPadding);
        x += wide + kBetween;
    }
    rows.size = QSize(width, y + kRow + kPadding / 2);
    return rows;
}

void paintLegendLines(QPainter& painter, const Theme& theme, const QFont& font,
                      const std::vector<LegendLine>& lines, const LegendRows& rows,
                      QPoint topLeft) {
    paintOverlayFrame(painter, theme, QRect(topLeft, rows.size));
    painter.setFont(font);
    const QFontMetrics metrics(font);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const QRect row(topLeft + rows.places[i], QSize(lineWidth(lines[i], metrics), kRow));
        paintLegendLine(painter, theme, lines[i], QPointF(row.left(), row.center().y() + 0.5),
                        kSwatch);
        painter.setPen(theme.color(Role::TextDim));
        painter.drawText(row.adjusted(kSwatch + kGap, 0, 4, 0), Qt::AlignVCenter, lines[i].words);
    }
}

QSize nodeLegendSize(const NodeLegend& legend, const QFont& font) {
    if (legend.lines().isEmpty()) return {};
    const QFontMetrics metrics(font);
    int width = kLeastWidth;
    // The bounds of the scale stand in one line, each third as wide as the widest needs.
    int widest = 0;
    for (const QString& bound : legend.bounds)
        widest = std::max(widest, metrics.horizontalAdvance(bound));
    width = std::max(width, 3 * widest);
    for (const QString& line : {legend.title, legend.sum})
        width = std::max(width, metrics.horizontalAdvance(line));
    for (const QString& line : {legend.path, legend.whole})
        width = std::max(width,
                         metrics.horizontalAdvance(line) + (legend.hasPath ? kSwatch + kGap : 0));
    int height = 0;
    if (!legend.title.isEmpty()) height += 3 * metrics.height() + kBarHeight + 2 * kBarGap;
    if (!legend.path.isEmpty()) height += metrics.height() + (legend.title.isEmpty() ? 0 : kBarGap);
    if (!legend.whole.isEmpty()) height += metrics.height();
    return {width + 2 * kPadding, height + 2 * kPadding};
}

void paintLegendScale(QPainter& painter, const Theme& theme, const NodeLegend& legend,
                      const QRect& area) {
    for (int x = 0; x < area.width(); ++x) {
        painter.fillRect(area.left() + x, area.top(), 1, area.height(),
                         legend.colorAt(theme, x / static_cast<double>(area.width() - 1)));
    }
}

void paintNodeLegend(QPainter& painter, const Theme& theme, const QFont& font,
                     const NodeLegend& legend, const QRect& box) {
    paintOverlayFrame(painter, theme, box);
    painter.setFont(font);
    const int line = QFontMetrics(font).height();
    const QRect room = box.adjusted(kPadding, kPadding, -kPadding, -kPadding);
    int top = room.top();
    const auto write = [&](const QString& words, Role role, int side = Qt::AlignLeft,
                           int indent = 0) {
        painter.setPen(theme.color(role));
        painter.drawText(QRect(room.left() + indent, top, room.width() - indent, line),
                         side | Qt::AlignVCenter, words);
    };
    if (!legend.title.isEmpty()) {
        write(legend.title, Role::Text);
        top += line + kBarGap;
        paintLegendScale(painter, theme, legend, {room.left(), top, room.width(), kBarHeight});
        top += kBarHeight;
        write(legend.bounds[0], Role::TextDim);
        write(legend.bounds[1], Role::TextDim, Qt::AlignHCenter);
        write(legend.bounds[2], Role::TextDim, Qt::AlignRight);
        top += line;
        write(legend.sum, Role::Text);
        top += line + kBarGap;
    }
    if (legend.path.isEmpty()) return;
    if (legend.hasPath) {
        painter.fillRect(room.left(), top + line / 2 - 2, kSwatch, 4,
                         theme.color(Role::CriticalPath));
    }
    const int indent = legend.hasPath ? kSwatch + kGap : 0;
    write(legend.path, Role::Text, Qt::AlignLeft, indent);
    top += line;
    write(legend.whole, Role::TextDim, Qt::AlignLeft, indent);
}

}  // namespace cst
