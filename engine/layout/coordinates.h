#pragma once

#include "engine/layout/layered.h"
#include "engine/layout/layout.h"

namespace cst {

/// Fills `y`: whole pixels, the top of the topmost box at 0. Vertices of a layer keep their
/// order and their distance.
/// Cost: a bounded number of rounds, each O(vertices + links).
void placeVertices(Layered& graph, const LayoutOptions& options);

}  // namespace cst
