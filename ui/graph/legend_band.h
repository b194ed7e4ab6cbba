#pragma once

#include "ui/graph/legend_painter.h"

namespace cst {

/// The legends of a picture, below its graph: what the lines are, and beside that or below it what
/// the nodes show. Copied when it is made; the theme outlives it. UI thread.
class LegendBand {
public:
    LegendBand(const Theme& theme, GraphLegends legends);

    /// With the room around them, below a graph of this width; empty = there are none. It may be
    /// wider than that.
    QSize sizeBelow(int width) const;
    /// What is as large as `sizeBelow(width)`.
    void paint(QPainter& painter, QPoint topLeft, int width) const;

private:
    struct Places {
        LegendRows rows;
        QRect nodes;  // beside or below them; empty = not there
        QSize size;   // of both
    };
    Places placesWithin(int width) const;

    const Theme& theme_;
    GraphLegends legends_;
    QFont lineFont_, nodeFont_;
};

}  // namespace cst
