#include "ui/profiler/compare_delegate.h"

#include "ui/profiler/compare_model.h"
#include "ui/shell/change_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace cst {

CompareDelegate::CompareDelegate(const Theme& theme, const CompareModel& model, QObject* parent)
    : NodeDelegate(theme, parent), model_(model) {}

int CompareDelegate::widthOf(int column, const QFontMetrics& metrics) const {
    switch (static_cast<CompareColumn>(column)) {
    case CompareColumn::Verdict:
        return metrics.horizontalAdvance(QStringLiteral("▲ ") + tr("not known")) + theme_.space(6);
    case CompareColumn::Noise: return theme_.space(50);
    default:
        // The mark of the sorting stands beside the title.
        return metrics.horizontalAdvance(columnTitle(static_cast<CompareColumn>(column))) +
               theme_.space(8);
    }
}

double CompareDelegate::placeOf(double change) {
    return std::clamp(std::log2(std::max(change, 1e-9)) / 2 + 0.5, 0.0, 1.0);
}

void CompareDelegate::paintCell(QPainter& painter, const QRect& area,
                                const QModelIndex& index) const {
    const CompareRow& row = model_.row(index.row());
    const auto column = static_cast<CompareColumn>(index.column());
    switch (column) {
    case CompareColumn::Node: paintName(painter, area, row); break;
    case CompareColumn::Noise: paintNoise(painter, area, row); break;
    case CompareColumn::Verdict: {
        // The sign has room of its own, so that the words stand below each other.
        const int sign = painter.fontMetrics().horizontalAdvance(QStringLiteral("▲ "));
        painter.setPen(theme_.color(verdictRole(row.time)));
        painter.drawText(QRect(area.left(), area.top(), sign, area.height()), Qt::AlignVCenter,
                         verdictSign(row.time));
        painter.drawText(area.adjusted(sign + theme_.space(1), 0, 0, 0), Qt::AlignVCenter,
                         verdictWord(row.time));
        break;
    }
    default: {
        const bool isNumber = std::isfinite(cellValue(row, column));
        paintText(painter, area, cellText(row, column), Qt::AlignRight, !isNumber);
    }
    }
}

void CompareDelegate::paintName(QPainter& painter, const QRect& area, const CompareRow& row) const {
    const bool isWhole = row.time.key.empty();
    if (isWhole) {
        QFont font = painter.font();
        font.setBold(true);
        painter.setFont(font);
    }
    const QString name = cellText(row, CompareColumn::Node);
    paintText(painter, area, name, Qt::AlignLeft, row.time.verdict == ChangeVerdict::Gone);
    const int used = painter.fontMetrics().horizontalAdvance(name) + theme_.space(2);
    const QRect rest = area.adjusted(used, 0, 0, 0);
    if (rest.width() > theme_.space(5)) {
        paintText(painter, rest, fromUtf8(row.label), Qt::AlignLeft, true);
    }
}

void CompareDelegate::paintNoise(QPainter& painter, const QRect& area,
                                 const CompareRow& row) const {
    const ComparedTime& time = row.time;
    if (!time.change) {
        paintText(painter, area, QStringLiteral("–"), Qt::AlignLeft, true);
        return;
    }
    const double width = area.width() - 1;
    const int middle = area.center().y();
    const auto x = [&](double change) { return area.left() + placeOf(change) * width; };
    painter.fillRect(area.left(), middle, area.width(), 1, theme_.color(Role::Border));
    const int half = theme_.space(1);
    if (std::isfinite(time.noiseHigh)) {
        const double left = x(time.noiseLow), right = std::max(x(time.noiseHigh), left + 1);
        painter.fillRect(QRectF(left, middle - half, right - left, 2 * half + 1),
                         theme_.color(Role::Border));
    }
    painter.fillRect(QRectF(x(1), middle - half - 2, 1, 2 * half + 5), theme_.color(Role::TextDim));
    // A diamond; what lies beyond the scale is a triangle that points there.
    const double at = x(*time.change), size = half + 1;
    const double y = middle + 0.5;
    QPolygonF mark;
    if (*time.change > 2) {
        mark << QPointF(at - 2 * size, y - size) << QPointF(at, y)
             << QPointF(at - 2 * size, y + size);
    } else if (*time.change < 0.5) {
        mark << QPointF(at + 2 * size, y - size) << QPointF(at, y)
             << QPointF(at + 2 * size, y + size);
    } else {
        mark << QPointF(at - size, y) << QPointF(at, y - size) << QPointF(at + size, y)
             << QPointF(at, y + size);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.color(verdictRole(time)));
    painter.drawPolygon(mark);
}

}  // namespace cst
