#include "ui/graph/path_painter.h"

#include "ui/graph/edge_curve.h"

#include <QPainter>

#include <vector>

namespace cst {

namespace {

constexpr double kWidth = 4;
constexpr double kHead = 9;

}  // namespace

void paintPath(QPainter& painter, const Theme& theme, const GraphScene& scene,
               const GraphProfile& profile, const PathView& view) {
    if (!profile.choice().showsPath) return;
    painter.setRenderHint(QPainter::Antialiasing);
    const QPen pen(theme.color(Role::CriticalPath), kWidth * view.width, Qt::SolidLine,
                   Qt::FlatCap);
    const double head = kHead * view.width;
    const LayoutFlow flow = scene.empty() ? LayoutFlow::LeftToRight : scene.flow();
    const bool isDown = flow == LayoutFlow::TopDown;
    const QPointF along = isDown ? QPointF(0, head) : QPointF(head, 0);
    const QPointF aside = (isDown ? QPointF(head, 0) : QPointF(0, head)) * 0.6;
    std::vector<QPointF> points;
    for (const SceneEdge& edge : scene.edges()) {
        if (!profile.isOnPath(edge) || !view.world.intersects(scene.edgeBounds(edge))) continue;
        points.clear();
        for (std::size_t i = 0; i < edge.points.size(); ++i) {
            points.push_back(scene.edgePoint(edge, i) * view.scale + view.offset);
        }
        const QPointF tip = points.back();
        points.back() -= along;
        painter.strokePath(edgeCurve(points, flow), pen);
        const QPointF corners[] = {tip, tip - along - aside, tip - along + aside};
        painter.setPen(Qt::NoPen);
        painter.setBrush(pen.color());
        painter.drawConvexPolygon(corners, 3);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace cst
