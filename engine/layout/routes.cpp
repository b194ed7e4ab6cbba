#include "engine/layout/routes.h"

#include "engine/layout/turns.h"

#include <algorithm>
#include <cmath>

namespace cst {
namespace {

/// Leaves out points that lie on a level line between their neighbours.
void dropLevelPoints(LayoutRoute& route) {
    std::size_t kept = 1;
    for (std::size_t i = 1; i + 1 < route.size(); ++i) {
        if (route[i].y == route[kept - 1].y && route[i].y == route[i + 1].y) continue;
        route[kept++] = route[i];
    }
    route[kept++] = route.back();
    route.truncate(kept);
}

}  // namespace

void routeEdge(const Layered& graph, uint32_t edge, std::span<const LayoutSpan> columns,
               const LayoutBox& from, const LayoutBox& to, float partTop, LayoutRoute& route) {
    if (graph.lastStop[edge] == Layered::kNone) return;
    const LayoutPoint begin{from.topLeft.x + from.width, from.topLeft.y + from.height / 2};
    const LayoutPoint end{to.topLeft.x, to.topLeft.y + to.height / 2 + graph.portY[edge]};
    uint32_t vertex = graph.lastStop[edge];
    if (!graph.isDummy(vertex)) {  // to the next layer, as most go
        const float bend = columns[graph.layerOf[vertex]].end;
        route.push_back(begin);
        if (bend > begin.x && bend < end.x && begin.y != end.y) route.push_back({bend, begin.y});
        route.push_back(end);
        return;
    }
    route.push_back(end);
    const auto pass = [&](float x, float y) {
        if (x > begin.x && x < route.back().x) route.push_back({x, y});
    };
    // From the target backwards: a dummy knows the vertex before it.
    for (; graph.isDummy(vertex); vertex = graph.before[vertex]) {
        const LayoutSpan& column = columns[graph.layerOf[vertex]];
        pass(column.end, partTop + graph.y[vertex]);
        pass(column.begin, partTop + graph.y[vertex]);
    }
    pass(columns[graph.layerOf[vertex]].end, begin.y);
    route.push_back(begin);
    std::reverse(route.begin(), route.end());
    dropLevelPoints(route);
}

LayoutCubic curveAt(std::span<const LayoutPoint> route, std::size_t i, LayoutFlow flow) {
    const bool isDown = flow == LayoutFlow::TopDown;
    const auto along = [&](std::size_t k) { return isDown ? route[k].y : route[k].x; };
    const auto across = [&](std::size_t k) { return isDown ? route[k].x : route[k].y; };
    const auto isBack = [&](std::size_t k) {
        return runsBack(along(k), across(k), along(k + 1), across(k + 1));
    };
    const auto moved = [&](LayoutPoint point, float by) {
        return isDown ? LayoutPoint{point.x, point.y + by} : LayoutPoint{point.x + by, point.y};
    };
    const LayoutPoint a = route[i], b = route[i + 1];
    const float half = (along(i + 1) - along(i)) / 2;
    if (across(i) == across(i + 1)) {
        return {a, moved(a, half), moved(b, -half), b};
    }
    const float reach = std::max(std::abs(half), kLeastReach);
    const bool isFromBack = i > 0 && isBack(i - 1);
    const bool isToBack = i + 2 < route.size() && isBack(i + 1);
    return {a, moved(a, isFromBack ? -reach : reach), moved(b, isToBack ? reach : -reach), b};
}

std::vector<LayoutCubic> curvesOf(std::span<const LayoutPoint> route, LayoutFlow flow) {
    std::vector<LayoutCubic> curves;
    for (std::size_t i = 0; i + 1 < route.size(); ++i) {
        curves.push_back(curveAt(route, i, flow));
    }
    return curves;
}

}  // namespace cst
