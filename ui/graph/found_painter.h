#pragma once

#include "ui/graph/camera.h"
#include "ui/graph/graph_scene.h"

#include <cstdint>
#include <span>

class QPainter;

namespace cst {

class Theme;

/// Covers what was not found with a veil, so that what was stands out; GraphPainter draws a frame
/// around each of those. Nothing found = nothing is painted. `dirty` is of the view.
/// Cost: O(nodes); 10,000 in sight take some milliseconds.
void paintVeil(QPainter& painter, const Theme& theme, const GraphScene& scene, const Camera& camera,
               std::span<const uint32_t> found, const QRect& dirty);

}  // namespace cst
