#include "engine/layout/routes.h"

#include <algorithm>

namespace cst {
namespace {

/// Leaves out points that lie on a level line between their neighbours.
void dropLevelPoints(std::vector<LayoutPoint>& route) {
    std::size_t kept = 1;
    for (std::size_t i = 1; i + 1 < route.size(); ++i) {
        if (route[i].y == route[kept - 1].y && route[i].y == route[i + 1].y) continue;
        route[kept++] = route[i];
    }
    route[kept++] = route.back();
    route.resize(kept);
}

}  // namespace

std::vector<LayoutPoint> routeEdge(const Layered& graph, uint32_t edge, uint32_t target,
                                   std::span<const Column> columns, const LayoutBox& from,
                                   const LayoutBox& to, float partTop) {
    if (graph.lastStop[edge] == Layered::kNone) return {};
    // From the target backwards: a dummy knows the vertex before it.
    const float portY = partTop + graph.y[target] + graph.portY[edge];
    std::vector<LayoutPoint> route{{to.topLeft.x, portY},
                                   {columns[graph.layerOf[target]].left, portY}};
    uint32_t vertex = graph.lastStop[edge];
    for (; graph.isDummy(vertex); vertex = graph.before[vertex]) {
        const Column& column = columns[graph.layerOf[vertex]];
        route.push_back({column.right, partTop + graph.y[vertex]});
        route.push_back({column.left, partTop + graph.y[vertex]});
    }
    const float sourceY = partTop + graph.y[vertex];
    route.push_back({columns[graph.layerOf[vertex]].right, sourceY});
    route.push_back({from.topLeft.x + from.width, sourceY});
    if (route[0].x == route[1].x) route.erase(route.begin());
    if (route.back().x == route[route.size() - 2].x) route.pop_back();
    std::reverse(route.begin(), route.end());
    dropLevelPoints(route);
    return route;
}

std::vector<LayoutCubic> curvesOf(std::span<const LayoutPoint> route) {
    std::vector<LayoutCubic> curves;
    for (std::size_t i = 0; i + 1 < route.size(); ++i) {
        const LayoutPoint a = route[i], b = route[i + 1];
        const float reach = (b.x - a.x) / 2;
        curves.push_back({a, {a.x + reach, a.y}, {b.x - reach, b.y}, b});
    }
    return curves;
}

}  // namespace cst
