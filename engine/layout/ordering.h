#pragma once

#include "engine/layout/layered.h"
#include "engine/layout/layout.h"

namespace cst {

/// Fills `layers` and `position` so that few links cross.
/// Cost: a bounded number of sweeps, each O(links log links).
void orderLayers(Layered& graph, const LayoutOptions& options);

/// Pairs of edges that cross between neighbouring layers, for an order that is set.
uint64_t countCrossings(const Layered& graph);

}  // namespace cst
