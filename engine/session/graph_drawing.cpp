#include "engine/session/graph_drawing.h"

#include "engine/base/check.h"
#include "engine/layout/drawings.h"
#include "engine/session/text_groups.h"

namespace cst {

std::string drawGraph(const Snapshot& snapshot, DrawingFormat format,
                      const std::optional<LayoutBox>& part, const DrawnLook* look) {
    const Graph& graph = *snapshot.graph;
    DrawnPart drawn;
    if (snapshot.layout && part) {
        drawn = partInSight(graph, *snapshot.layout, *part);
    } else if (snapshot.layout) {
        drawn.flow = snapshot.layout->flow;
    }
    drawn.groups = nodeGroups(snapshot);
    switch (format) {
    case DrawingFormat::Svg:
        CST_CHECK(snapshot.layout != nullptr, "places for the nodes");
        return drawSvg(graph, *snapshot.layout, *snapshot.types, drawn.groups,
                       part ? &*part : nullptr, look);
    case DrawingFormat::Dot: return drawDot(graph, *snapshot.types, drawn, look);
    case DrawingFormat::Mermaid: return drawMermaid(graph, drawn, look);
    }
    return {};
}

}  // namespace cst
