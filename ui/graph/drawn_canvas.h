#pragma once

#include "engine/layout/drawn_look.h"

namespace cst {

class GraphView;
class Theme;

/// The canvas as it is shown at this moment, for drawings of other formats: colours, states and
/// times, heat and critical path where they are on; without what is chosen or pointed at.
/// UI thread. Cost: O(nodes + edges), some 5 us each.
DrawnLook lookOfCanvas(const Theme& theme, const GraphView& view);

}  // namespace cst
