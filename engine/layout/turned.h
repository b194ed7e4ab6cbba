#pragma once

#include "engine/layout/layout.h"

#include <optional>
#include <span>
#include <vector>

namespace cst {

// Top-down is left to right with x and y in each other's place: a graph is turned before it is laid
// out, and its layout afterwards. Turned twice all is as it was.

inline LayoutPoint turned(LayoutPoint point) {
    return {point.y, point.x};
}
std::vector<LayoutNode> turned(std::span<const LayoutNode> nodes);
std::vector<std::optional<LayoutPoint>> turned(std::span<const std::optional<LayoutPoint>> points);
/// Of the other flow.
Layout turned(Layout layout);

}  // namespace cst
