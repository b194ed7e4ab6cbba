#include "ui/graph/legend_band.h"

#include <QFontInfo>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace cst {

namespace {

// px around all of them; SvgLegend stands in the same place
constexpr int kSide = 24, kAbove = 8, kBelow = 20;
constexpr int kBetweenLegends = 6;
constexpr int kLeastBandWidth = 240;  // its rows may be so long in any picture

/// In pixels: a point of a page is none of the screen.
QFont inPixels(QFont font, double part) {
    font.setPixelSize(qRound(QFontInfo(font).pixelSize() * part));
    return font;
}

}  // namespace

LegendBand::LegendBand(const Theme& theme, GraphLegends legends)
    : theme_(theme),
      legends_(std::move(legends)),
      lineFont_(inPixels(theme.textFont(), 1)),
      nodeFont_(inPixels(theme.textFont(), kNodeLegendFont)) {
    // Why there is no path is of no use to whoever gets the picture.
    if (!legends_.nodes.hasPath) legends_.nodes.path.clear();
}

LegendBand::Places LegendBand::placesWithin(int width) const {
    const int room = std::max(kLeastBandWidth, width - 2 * kSide);
    Places places{legendRows(legends_.lines, lineFont_, room), {}, {}};
    const QSize lines = places.rows.size, nodes = nodeLegendSize(legends_.nodes, nodeFont_);
    places.size = lines;
    if (nodes.isEmpty()) return places;
    QPoint corner;
    if (!lines.isEmpty()) {
        const bool isBeside = lines.width() + kBetweenLegends + nodes.width() <= room;
        corner = isBeside ? QPoint(lines.width() + kBetweenLegends, 0)
                          : QPoint(0, lines.height() + kBetweenLegends);
    }
    places.nodes = QRect(corner, nodes);
    places.size = lines.expandedTo({corner.x() + nodes.width(), corner.y() + nodes.height()});
    return places;
}

QSize LegendBand::sizeBelow(int width) const {
    const QSize size = placesWithin(width).size;
    if (size.isEmpty()) return {};
    return size + QSize(2 * kSide, kAbove + kBelow);
}

void LegendBand::paint(QPainter& painter, QPoint topLeft, int width) const {
    const Places places = placesWithin(width);
    const QPoint corner = topLeft + QPoint(kSide, kAbove);
    painter.save();
    if (!legends_.lines.empty()) {
        paintLegendLines(painter, theme_, lineFont_, legends_.lines, places.rows, corner);
    }
    if (!places.nodes.isEmpty()) {
        paintNodeLegend(painter, theme_, nodeFont_, legends_.nodes,
                        places.nodes.translated(corner));
    }
    painter.restore();
}

}  // namespace cst
