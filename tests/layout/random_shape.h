#pragma once

#include "engine/layout/layout.h"

#include <random>
#include <vector>

/// A graph for a layout.
struct Shape {
    std::vector<cst::LayoutNode> nodes;
    std::vector<cst::LayoutEdge> edges;
    cst::Layout layout() const { return cst::layoutGraph(nodes, edges); }
};

/// A graph whose edges go from lower to higher numbers, the same for the same seed.
inline Shape randomShape(unsigned seed, uint32_t nodes, uint32_t edges) {
    std::mt19937 random(seed);
    const auto below = [&](uint32_t n) { return static_cast<uint32_t>(random() % n); };
    Shape shape;
    for (uint32_t i = 0; i < nodes; ++i) {
        shape.nodes.push_back(
            {90 + 2.0F * static_cast<float>(below(60)), below(2) ? 44.0F : 30.0F});
    }
    std::vector<uint32_t> ports(nodes, 0);
    for (uint32_t i = 0; i < edges && nodes > 1; ++i) {
        const uint32_t to = 1 + below(nodes - 1);
        shape.edges.push_back({below(to), to, ports[to]++});
    }
    return shape;
}

/// Two boxes share a point.
inline bool overlap(const cst::LayoutBox& a, const cst::LayoutBox& b) {
    return a.topLeft.x < b.topLeft.x + b.width && b.topLeft.x < a.topLeft.x + a.width &&
           a.topLeft.y < b.topLeft.y + b.height && b.topLeft.y < a.topLeft.y + a.height;
}

/// Bends of routes that lie inside of boxes. Between two points a curve is level at its ends and
/// monotone; where it passes a layer it runs level, so looking at its points is enough.
inline int bendsInBoxes(const cst::Layout& layout) {
    int hits = 0;
    for (const cst::LayoutRoute& route : layout.routes) {
        for (std::size_t p = 1; p + 1 < route.size(); ++p) {
            for (const cst::LayoutBox& box : layout.boxes) {
                hits += route[p].x > box.topLeft.x && route[p].x < box.topLeft.x + box.width &&
                        route[p].y > box.topLeft.y && route[p].y < box.topLeft.y + box.height;
            }
        }
    }
    return hits;
}
