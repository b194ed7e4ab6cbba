#pragma once

#include "engine/layout/layered.h"

namespace cst {

/// Fills `layers` and `position` so that few links cross.
/// Cost: a bounded number of sweeps, each O(links log links).
void orderLayers(Layered& graph);

/// Pairs of edges that cross between neighbouring layers, for an order that is set.
uint64_t countCrossings(const Layered& graph);

}  // namespace cst
