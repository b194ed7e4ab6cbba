#pragma once

#include "ui/graph/graph_pointer.h"
#include "ui/shell/theme.h"

class QPainter;

namespace cst {

/// Draws what the pointer is doing over a frame of the canvas: the dot that values are drawn from,
/// the line and the ports while connecting, the rectangle while choosing, the chosen edge. In
/// logical pixels of the view.
class PointerPainter {
public:
    explicit PointerPainter(const Theme& theme) : theme_(theme) {}

    /// `hovered`: the node with the dot. `edges`: the one below the pointer and the chosen one.
    void paint(QPainter& painter, const GraphScene& scene, const Camera& camera,
               const GraphPointer& pointer, std::optional<uint32_t> hovered,
               std::optional<uint32_t> hoveredEdge, std::optional<uint32_t> chosenEdge) const;

private:
    void paintEdge(QPainter& painter, const GraphScene& scene, const Camera& camera, uint32_t edge,
                   double width) const;
    void paintDot(QPainter& painter, QPointF dot, bool isHeld) const;
    void paintConnecting(QPainter& painter, const GraphPointer& pointer, LayoutFlow flow) const;
    void paintPorts(QPainter& painter, const GraphPointer& pointer) const;

    const Theme& theme_;  // outlives every widget
};

}  // namespace cst
