#pragma once

#include "ui/graph/camera.h"
#include "ui/graph/graph_scene.h"

#include <QColor>
#include <QPainterPath>

#include <optional>
#include <span>

class QPainter;

namespace cst {

/// The curve through the points of an edge, along the flow at each of them. At least two points.
QPainterPath edgeCurve(std::span<const QPointF> points, LayoutFlow flow);

/// The points of an edge where it is drawn at this moment, in the units of the view.
std::vector<QPointF> edgePoints(const GraphScene& scene, const Camera& camera, uint32_t edge);

/// The edge whose curve comes nearest to a place of the view, within `reach` pixels.
/// Cost: a comparison for each edge, a curve for those near by.
std::optional<uint32_t> edgeAt(const GraphScene& scene, const Camera& camera, QPointF view,
                               double reach);

/// A cross in the middle of a line on which no value came, over a gap in it.
void paintNotTaken(QPainter& painter, QPointF at, double size, QColor color, QColor ground);

}  // namespace cst
