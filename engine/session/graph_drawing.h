#pragma once

#include "engine/layout/drawn_look.h"
#include "engine/session/snapshot.h"

#include <optional>
#include <string>

namespace cst {

/// For other programs than the studio; what each looks like: layout/drawings.h.
enum class DrawingFormat { Svg, Dot, Mermaid };

/// The graph of a snapshot as a text of that format. `part`: what is in sight: an SVG is
/// cut there (legends stand below it), the others have the nodes of which something is to be seen;
/// nothing = all. They flow as the picture does, and a group that is not folded is drawn around its
/// nodes. An SVG needs a snapshot with its layout. `look`: what is shown of it, by the nodes and
/// edges of its graph, borrowed for the call; null = nothing but the graph. Cost: O(nodes + edges),
/// some 20 ms for 10,000 nodes. Threads: any.
std::string drawGraph(const Snapshot& snapshot, DrawingFormat format,
                      const std::optional<LayoutBox>& part = {}, const DrawnLook* look = nullptr);

}  // namespace cst
