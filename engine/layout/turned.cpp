#include "engine/layout/turned.h"

#include <utility>

namespace cst {

std::vector<LayoutNode> turned(std::span<const LayoutNode> nodes) {
    std::vector<LayoutNode> out(nodes.begin(), nodes.end());
    for (LayoutNode& node : out) std::swap(node.width, node.height);
    return out;
}

std::vector<std::optional<LayoutPoint>> turned(std::span<const std::optional<LayoutPoint>> points) {
    std::vector<std::optional<LayoutPoint>> out(points.begin(), points.end());
    for (std::optional<LayoutPoint>& point : out)
        if (point) point = turned(*point);
    return out;
}

Layout turned(Layout layout) {
    layout.flow =
        layout.flow == LayoutFlow::TopDown ? LayoutFlow::LeftToRight : LayoutFlow::TopDown;
    for (LayoutBox& box : layout.boxes) {
        box.topLeft = turned(box.topLeft);
        std::swap(box.width, box.height);
    }
    for (LayoutRoute& route : layout.routes)
        for (LayoutPoint& point : route) point = turned(point);
    layout.topLeft = turned(layout.topLeft);
    std::swap(layout.width, layout.height);
    return layout;
}

}  // namespace cst
