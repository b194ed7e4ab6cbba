#pragma once

#include "engine/layout/layout.h"

#include <span>
#include <vector>

namespace cst::bench {

/// An edge as it is drawn.
struct DrawnEdge {
    uint32_t from = 0;
    uint32_t to = 0;
    std::vector<LayoutCubic> curve;
};

/// What Graphviz makes of a graph whose boxes have these sizes, left to right.
struct GraphvizLayout {
    double milliseconds = 0;  // of its process
    std::vector<DrawnEdge> edges;
};

/// Runs `dot`; no edges and no time if it cannot be run.
GraphvizLayout layOutWithDot(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges);

/// Pairs of edges without a common node whose curves, in 16 straight pieces each, intersect.
uint64_t countCurveCrossings(std::span<const DrawnEdge> edges);

}  // namespace cst::bench
