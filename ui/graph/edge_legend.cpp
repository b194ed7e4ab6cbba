#include "ui/graph/edge_legend.h"

#include <QPainter>

namespace cst {

namespace {

constexpr int kShort = 12;  // px; length of a line in the folded one
constexpr int kApart = 4;   // between two of them

}  // namespace

EdgeLegend::EdgeLegend(const Theme& theme, QWidget* parent) : FoldingLegend(theme, parent) {
    setObjectName(QStringLiteral("edgeLegend"));
    setFont(theme.textFont());
}

void EdgeLegend::showLines(std::vector<LegendLine> lines) {
    if (lines == lines_) return;
    lines_ = std::move(lines);
    const QString all = words().join(QStringLiteral("; "));
    setAccessibleName(tr("Types of the lines: %1").arg(all));
    setToolTip(tr("Types of the values on the lines: %1 (L hides this)").arg(all));
    arrange();
}

void EdgeLegend::fitInto(QSize canvas, int) {
    if (canvas == canvas_) return;  // asked for with each snapshot
    canvas_ = canvas;
    arrange();
}

QStringList EdgeLegend::words() const {
    QStringList all;
    for (const LegendLine& line : lines_) all.append(line.words);
    return all;
}

void EdgeLegend::arrange() {
    const int most = canvas_.width() / 2;  // the other half belongs to the zoom and the map
    rows_ = legendRows(lines_, font(), most);
    update();
}

int EdgeLegend::lineWidth() const {
    const int words = QFontMetrics(smallFont()).horizontalAdvance(tr("Types"));
    return words + static_cast<int>(lines_.size()) * (kShort + kApart) + kApart;
}

void EdgeLegend::paintLine(QPainter& painter, const QRect& room) {
    painter.setPen(theme().color(Role::Text));
    painter.drawText(room, Qt::AlignVCenter, tr("Types"));
    int left = room.left() + painter.fontMetrics().horizontalAdvance(tr("Types")) + 2 * kApart;
    for (const LegendLine& line : lines_) {
        paintLegendLine(painter, theme(), line, QPointF(left, room.center().y() + 0.5), kShort);
        left += kShort + kApart;
    }
}

void EdgeLegend::paintWhole(QPainter& painter) {
    paintLegendLines(painter, theme(), font(), lines_, rows_, {});
}

}  // namespace cst
