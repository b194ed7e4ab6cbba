#include "ui/graph/found_painter.h"

#include "ui/shell/theme.h"

#include <QPainter>

#include <algorithm>
#include <vector>

namespace cst {

namespace {

constexpr float kVeil = 0.62F;  // how much of a node is covered

}  // namespace

void paintVeil(QPainter& painter, const Theme& theme, const GraphScene& scene, const Camera& camera,
               std::span<const uint32_t> found, const QRect& dirty) {
    if (found.empty()) return;
    std::vector<bool> isFound(scene.size());
    for (const uint32_t node : found) isFound[node] = true;
    QColor veil = theme.color(Role::Canvas);
    veil.setAlphaF(kVeil);
    const QRectF near(camera.toWorld(dirty.topLeft()), QSizeF(dirty.size()) / camera.zoom());
    const double reach = 16 / camera.zoom();
    scene.eachNodeIn(near.adjusted(-reach, -reach, reach, reach), [&](uint32_t node) {
        if (isFound[node]) return;
        const QRectF box = camera.toView(scene.box(node)).adjusted(-2, -2, 2, 2);
        // A badge reaches out of its node, but not into the one below.
        const double below = std::min(8.0, 12 * camera.zoom());
        const QRectF covered = box.adjusted(0, 0, 0, below);
        if (covered.intersects(dirty)) painter.fillRect(covered, veil);
    });
}

}  // namespace cst
