#include "ui/graph/found_painter.h"

#include "ui/graph/node_shapes.h"
#include "ui/shell/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace cst {

namespace {

constexpr double kVeil = 0.55;      // how much of what was not found is covered
constexpr double kSmallest = 0.34;  // zoom; below nodes are mere boxes

}  // namespace

void paintFound(QPainter& painter, const Theme& theme, const GraphScene& scene,
                const Camera& camera, std::span<const uint32_t> found,
                std::span<const NodeMark> marks, const QRect& dirty) {
    if (found.empty()) return;
    // With its badge, and less than half way to its neighbours: the holes must not overlap.
    const QMarginsF room(3, 3, 3, 10);
    QPainterPath veil;
    veil.setFillRule(Qt::OddEvenFill);
    veil.addRect(dirty);
    std::vector<uint32_t> inSight;  // that get a frame
    for (const uint32_t node : found) {
        const QRectF box = camera.toView(scene.box(node).marginsAdded(room));
        if (!box.adjusted(-4, -4, 4, 4).intersects(dirty)) continue;
        if (!marks[node].isChosen) inSight.push_back(node);
        veil.addRect(box.intersected(dirty));
    }
    QColor cover = theme.color(Role::Canvas);
    cover.setAlphaF(static_cast<float>(kVeil));
    painter.save();
    painter.fillPath(veil, cover);
    painter.setRenderHint(QPainter::Antialiasing, camera.zoom() >= kSmallest);
    painter.setPen(QPen(theme.color(Role::Warning), camera.zoom() >= kSmallest ? 2 : 1));
    painter.setBrush(Qt::NoBrush);
    for (const uint32_t node : inSight) {
        const QRectF box = camera.toView(scene.box(node)).adjusted(-2.5, -2.5, 2.5, 2.5);
        if (camera.zoom() >= kSmallest) {
            painter.drawPath(outline(shapeOf(scene.node(node).kind), box));
        } else {
            painter.drawRect(box.toAlignedRect());
        }
    }
    painter.restore();
}

}  // namespace cst
