#pragma once

#include "engine/plan/graph.h"
#include "engine/session/run_snapshot.h"
#include "ui/shell/theme.h"

#include <QPainterPath>

class QPainter;

namespace cst {

/// A kind of node shows by its shape as well as by its colour. Pill is that of the badges.
enum class BoxShape { Rounded, Square, RoundLeft, RoundRight, Pointed, Pill };
/// Inputs are round on the left, outputs on the right, control nodes pointed on both sides,
/// literals square, calls and inline expressions rounded a little.
BoxShape shapeOf(NodeKind kind);

/// The outline. It differs from a plain rectangle only within shapeCap() of both ends.
QPainterPath outline(BoxShape shape, const QRectF& box);
double shapeCap(BoxShape shape, double height);
/// Room that the shape takes from the text at each end, of a node that is `height` high.
struct ShapePadding {
    double left = 10;
    double right = 10;
};
ShapePadding shapePadding(BoxShape shape, double height);
Role kindRole(NodeKind kind);

/// Draws the mark of a state into a square: a check, a cross, bars …, each of its own shape.
void paintStateMark(QPainter& painter, NodeStatus status, const QRectF& square, QColor color,
                    QColor inside);

/// `t` of `b` in `a`.
QColor mixed(QColor a, QColor b, double t);

}  // namespace cst
