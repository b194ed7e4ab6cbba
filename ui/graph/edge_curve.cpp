#include "ui/graph/edge_curve.h"

#include "engine/layout/turns.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

double distanceToLine(QPointF point, QPointF from, QPointF to) {
    const QPointF way = to - from;
    const double length = QPointF::dotProduct(way, way);
    const double t =
        length == 0 ? 0 : std::clamp(QPointF::dotProduct(point - from, way) / length, 0.0, 1.0);
    const QPointF off = point - (from + way * t);
    return std::hypot(off.x(), off.y());
}

double distanceToCurve(QPointF point, const QPainterPath& curve) {
    double best = INFINITY;
    for (const QPolygonF& line : curve.toSubpathPolygons())
        for (int i = 1; i < line.size(); ++i)
            best = std::min(best, distanceToLine(point, line[i - 1], line[i]));
    return best;
}

}  // namespace

QPainterPath edgeCurve(std::span<const QPointF> points, LayoutFlow flow) {
    const bool isDown = flow == LayoutFlow::TopDown;
    const auto along = [&](std::size_t i) { return isDown ? points[i].y() : points[i].x(); };
    const auto across = [&](std::size_t i) { return isDown ? points[i].x() : points[i].y(); };
    const auto isBack = [&](std::size_t i) {
        return i + 1 < points.size() && runsBack(along(i), across(i), along(i + 1), across(i + 1));
    };
    QPainterPath path(points[0]);
    for (std::size_t i = 1; i < points.size(); ++i) {
        const QPointF from = points[i - 1], to = points[i];
        if (across(i - 1) == across(i)) {
            path.lineTo(to);
            continue;
        }
        const double length = std::max(std::abs(along(i) - along(i - 1)) / 2, double{kLeastReach});
        const QPointF reach = isDown ? QPointF(0, length) : QPointF(length, 0);
        const bool isFromBack = i > 1 && isBack(i - 2);
        path.cubicTo(isFromBack ? from - reach : from + reach, isBack(i) ? to + reach : to - reach,
                     to);
    }
    return path;
}

std::vector<QPointF> edgePoints(const GraphScene& scene, const Camera& camera, uint32_t edge) {
    const SceneEdge& row = scene.edges()[edge];
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < row.points.size(); ++i)
        points.push_back(camera.toView(scene.edgePoint(row, i)));
    return points;
}

std::optional<uint32_t> edgeAt(const GraphScene& scene, const Camera& camera, QPointF view,
                               double reach) {
    const QPointF world = camera.toWorld(view);
    const double room = reach / camera.zoom() + 12;  // curves swing out of their points a little
    std::optional<uint32_t> best;
    double bestDistance = reach;
    scene.eachEdgeIn(QRectF(world, world).adjusted(-room, -room, room, room), [&](uint32_t i) {
        const double distance =
            distanceToCurve(view, edgeCurve(edgePoints(scene, camera, i), scene.flow()));
        if (distance > bestDistance) return;
        best = i;
        bestDistance = distance;
    });
    return best;
}

void paintNotTaken(QPainter& painter, QPointF at, double size, QColor color, QColor ground) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawEllipse(at, 1.6 * size, 1.6 * size);
    painter.setPen(QPen(color, size / 2, Qt::SolidLine, Qt::RoundCap));
    const QPointF down(size, size), up(size, -size);
    painter.drawLine(at - down, at + down);
    painter.drawLine(at - up, at + up);
    painter.restore();
}

}  // namespace cst
