#include "ui/graph/heat_legend.h"

#include "ui/graph/legend_painter.h"

#include <QPainter>

#include <algorithm>

namespace cst {

namespace {

constexpr int kScaleWidth = 36;  // px; width of the scale in the folded one
constexpr int kScaleHeight = 8;
constexpr int kScaleGap = 6;

}  // namespace

HeatLegend::HeatLegend(const Theme& theme, QWidget* parent) : FoldingLegend(theme, parent) {
    setObjectName(QStringLiteral("heatLegend"));
}

void HeatLegend::showProfile(const GraphProfile& profile) {
    legend_ = nodeLegendOf(profile);
    setAccessibleName(lines().join(QStringLiteral(". ")));
    setToolTip(lines().join(QLatin1Char('\n')));
    update();
}

void HeatLegend::fitInto(QSize, int mostWidth) {
    mostWidth_ = mostWidth;
}

QSize HeatLegend::wholeSize() const {
    return nodeLegendSize(legend_, smallFont());
}

QString HeatLegend::line() const {
    if (legend_.title.isEmpty()) return legend_.path;
    return legend_.shortPath.isEmpty() ? legend_.title
                                       : legend_.title + QStringLiteral(" · ") + legend_.shortPath;
}

/// No wider than there is room; then its words are cut.
int HeatLegend::lineWidth() const {
    constexpr int kAround = 30;  // what the frame and its sign take
    // Whole pixels: what is a part of one wider is cut.
    const int words = QFontMetrics(smallFont()).horizontalAdvance(line()) + 2;
    const int scale = legend_.title.isEmpty() ? 0 : kScaleWidth + kScaleGap;
    return std::min(words + scale, std::max(kScaleWidth, mostWidth_ - kAround));
}

void HeatLegend::paintLine(QPainter& painter, const QRect& room) {
    QRect words = room;
    if (!legend_.title.isEmpty()) {
        paintLegendScale(
            painter, theme(), legend_,
            {room.left(), room.center().y() - kScaleHeight / 2 + 1, kScaleWidth, kScaleHeight});
        words.setLeft(room.left() + kScaleWidth + kScaleGap);
    }
    painter.setPen(theme().color(Role::Text));
    painter.drawText(words, Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(line(), Qt::ElideRight, words.width()));
}

void HeatLegend::paintWhole(QPainter& painter) {
    paintNodeLegend(painter, theme(), smallFont(), legend_, rect());
}

}  // namespace cst
