#pragma once

#include "ui/graph/camera.h"
#include "ui/graph/graph_selection.h"

#include <cstdint>
#include <span>

class QPainter;

namespace cst {

class Theme;

/// Lights what was found, over the picture: a frame around each, unless it is chosen and has one,
/// and a veil over all else, so that the colour is not the only sign. Nothing found = nothing is
/// painted. All places are of the view.
/// Cost: O(found); 10,000 in sight take some milliseconds.
void paintFound(QPainter& painter, const Theme& theme, const GraphScene& scene,
                const Camera& camera, std::span<const uint32_t> found,
                std::span<const NodeMark> marks, const QRect& dirty);

}  // namespace cst
