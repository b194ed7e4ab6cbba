#pragma once

#include "ui/graph/graph_profile.h"

#include <QPointF>
#include <QRectF>

class QPainter;

namespace cst {

/// Device pixels from world units, for who draws lines.
struct PathView {
    double scale;
    QPointF offset;
    QRectF world;  // what is to be drawn
    double width;  // device pixels of what is one pixel wide at 100 %
};

/// The edges of the critical path over all others: broad, at any zoom. Draws nothing if no path is
/// shown.
void paintPath(QPainter& painter, const Theme& theme, const GraphScene& scene,
               const GraphProfile& profile, const PathView& view);

}  // namespace cst
