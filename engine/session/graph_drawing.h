#pragma once

#include "engine/session/snapshot.h"

#include <optional>
#include <string>

namespace cst {

/// For other programs than the studio; what each looks like: layout/drawings.h.
enum class DrawingFormat { Svg, Dot, Mermaid };

/// The graph of a snapshot as a text of that format. `part`: what is in sight: an SVG is
/// cut there, the others have the nodes of which something is to be seen; nothing = all. They flow
/// as the picture does. An SVG needs a snapshot with its layout.
/// Cost: O(nodes + edges), some 20 ms for 10,000 nodes. Threads: any.
std::string drawGraph(const Snapshot& snapshot, DrawingFormat format,
                      const std::optional<LayoutBox>& part = {});

}  // namespace cst
