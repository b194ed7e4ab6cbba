#pragma once

#include "ui/graph/graph_legends.h"

#include <QFont>
#include <QPoint>
#include <QSize>

class QPainter;

namespace cst {

/// Where the lines of a legend stand in its box, row below row.
struct LegendRows {
    std::vector<QPoint> places;  // by line: its top left corner
    QSize size;                  // of the box; empty = there is none
};
/// Rows no wider than this, if a single line is not.
LegendRows legendRows(const std::vector<LegendLine>& lines, const QFont& font, int most);
void paintLegendLines(QPainter& painter, const Theme& theme, const QFont& font,
                      const std::vector<LegendLine>& lines, const LegendRows& rows, QPoint topLeft);
/// One line alone.
void paintLegendLine(QPainter& painter, const Theme& theme, const LegendLine& line, QPointF left,
                     double length);

/// Of the size of other texts.
inline constexpr double kNodeLegendFont = 0.9;
/// The same of what the nodes show. Of a legend without lines: empty.
QSize nodeLegendSize(const NodeLegend& legend, const QFont& font);
/// Its colours alone, from low to high.
void paintLegendScale(QPainter& painter, const Theme& theme, const NodeLegend& legend,
                      const QRect& area);
void paintNodeLegend(QPainter& painter, const Theme& theme, const QFont& font,
                     const NodeLegend& legend, const QRect& box);

}  // namespace cst
