#pragma once

#include "engine/layout/layered.h"
#include "engine/layout/layout.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// Where a layer stands from left to right.
struct Column {
    float left = 0;
    float right = 0;
};

/// The way of edge `edge` of a part: from the right side of its source over its dummies to its
/// port; empty if the layout ignored it. Inside a column it runs level, so it meets no box.
std::vector<LayoutPoint> routeEdge(const Layered& graph, uint32_t edge, uint32_t target,
                                   std::span<const Column> columns, const LayoutBox& from,
                                   const LayoutBox& to, float partTop);

}  // namespace cst
