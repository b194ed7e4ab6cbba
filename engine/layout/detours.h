#pragma once

#include "engine/layout/layout.h"

#include <optional>
#include <span>

namespace cst {

/// Leads lines round boxes that they would run behind: those of a pinned node round all boxes, all
/// others round pinned ones. Lines that meet none stay as they are, and so do those for which there
/// is no room. For a picture that flows to the right, with all its boxes
/// and routes. Cost: O(nodes log nodes + edges), and for each line that is led round O(boxes beside
/// it).
void leadRoundBoxes(Layout& layout, std::span<const LayoutEdge> edges,
                    std::span<const std::optional<LayoutPoint>> pins, const LayoutOptions& options);

}  // namespace cst
