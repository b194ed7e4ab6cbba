#include "ui/graph/edge_scroll.h"

#include <algorithm>

namespace cst {

namespace {

constexpr double kNearEdge = 28;     // px from the edge
constexpr double kLargestStep = 16;  // px

/// Along one axis. A view that is all edge has no middle to rest in, so its edges are narrower.
double along(double at, double size) {
    const double reach = std::min(kNearEdge, size / 4);
    if (reach <= 0) return 0;
    const double before = (reach - at) / reach, behind = (at - (size - reach)) / reach;
    if (before > 0) return kLargestStep * std::min(1.0, before);
    return behind > 0 ? -kLargestStep * std::min(1.0, behind) : 0;
}

}  // namespace

QPointF edgeScroll(QPointF at, QSizeF view) {
    return {along(at.x(), view.width()), along(at.y(), view.height())};
}

}  // namespace cst
