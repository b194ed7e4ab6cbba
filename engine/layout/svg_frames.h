#pragma once

#include "engine/layout/drawn_look.h"
#include "engine/layout/group_frames.h"

#include <string>

namespace cst {

/// The frames of groups with their names, to be drawn below everything else. A name stands above
/// its frame, else below it; where there are nodes in both places, nowhere. `look`: null = in the
/// colours of the style. Cost: O(frames · nodes).
void drawFrames(std::string& out, const Layout& layout, const std::vector<GroupFrame>& frames,
                const DrawnLook* look);

}  // namespace cst
