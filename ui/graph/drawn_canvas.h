#pragma once

#include "engine/session/graph_drawing.h"

namespace cst {

class GraphView;
class Theme;

/// The canvas as it is shown at this moment, for drawings of other formats: colours, states and
/// times, heat and critical path where they are on, with their legends; without what is chosen or
/// pointed at. UI thread. Cost: O(nodes + edges).
DrawnLook lookOfCanvas(const Theme& theme, const GraphView& view);

}  // namespace cst
