#include "engine/layout/drawings.h"

namespace cst {

namespace {

bool overlap(float begin, float length, float otherBegin, float otherLength) {
    return begin < otherBegin + otherLength && otherBegin < begin + length;
}

}  // namespace

DrawnPart partInSight(const Graph& graph, const Layout& layout, const LayoutBox& sight) {
    DrawnPart part{.flow = layout.flow};
    part.nodes.reserve(graph.nodes.size());
    for (const LayoutBox& box : layout.boxes) {
        part.nodes.push_back(overlap(box.topLeft.x, box.width, sight.topLeft.x, sight.width) &&
                             overlap(box.topLeft.y, box.height, sight.topLeft.y, sight.height));
    }
    return part;
}

}  // namespace cst
