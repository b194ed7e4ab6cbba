#pragma once

#include "engine/layout/layered.h"
#include "engine/layout/layout.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// The way of edge `edge` of a part: from the right side of its source over its dummies to its
/// port; empty if the layout ignored it. Inside a column it runs level, so it meets no box. Of
/// columns that do not lie between both boxes (a person may put them anywhere) it knows nothing.
/// Into `route`, which is empty.
void routeEdge(const Layered& graph, uint32_t edge, std::span<const LayoutSpan> columns,
               const LayoutBox& from, const LayoutBox& to, float partTop, LayoutRoute& route);

/// How a route is drawn from its point `i` to the next one, if there is a next one: see curvesOf().
LayoutCubic curveAt(std::span<const LayoutPoint> route, std::size_t i, LayoutFlow flow);

}  // namespace cst
