#pragma once

#include "engine/plan/graph.h"
#include "engine/plan/part.h"
#include "engine/plan/plan.h"

#include <cstdint>
#include <memory>
#include <span>

namespace cst {

/// A part, and by how much its offsets and lines are less than those of the text.
struct PlacedPart {
    const PlanPart* part = nullptr;
    uint32_t bytes = 0;
    uint32_t lines = 0;
};

/// The two faces of a compiled text: the graph that people see and the plan that runs it.
struct Lowered {
    std::shared_ptr<Graph> graph;
    std::shared_ptr<Plan> plan;
};

/// Joins the parts of a text, given in its order, each behind those that it uses.
/// In:     `symbols`: more than any SymbolId among them. `owner` keeps the parts, and the texts
///         that they point into, alive for as long as the graph.
/// Out:    the plan's source map leads from each of its nodes to the graph's.
/// Cost:   O(nodes + edges + pools), mostly copying.
Lowered link(std::span<const PlacedPart> parts, std::size_t symbols,
             std::shared_ptr<const void> owner);

}  // namespace cst
