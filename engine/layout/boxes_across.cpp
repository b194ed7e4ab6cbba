#include "engine/layout/boxes_across.h"

#include "engine/layout/routes.h"

namespace cst {
namespace {

constexpr float kTouch = 1;  // px: so far into a box it is not behind it

bool holds(const LayoutBox& box, LayoutPoint point) {
    return point.x > box.topLeft.x + kTouch && point.x < rightOf(box) - kTouch &&
           point.y > box.topLeft.y + kTouch && point.y < bottomOf(box) - kTouch;
}

bool meets(const LayoutCubic& curve, const LayoutBox& box) {
    const auto [least, most] = std::minmax(curve.from.y, curve.to.y);
    if (most <= box.topLeft.y + kTouch || least >= bottomOf(box) - kTouch) return false;
    constexpr int kSteps = 96;
    for (int i = 0; i <= kSteps; ++i) {
        const float t = static_cast<float>(i) / kSteps, s = 1 - t;
        const float early = 3 * s * s * t, late = 3 * s * t * t;
        const auto at = [&](float a, float b, float c, float d) {
            return s * s * s * a + early * b + late * c + t * t * t * d;
        };
        const LayoutPoint point{at(curve.from.x, curve.control1.x, curve.control2.x, curve.to.x),
                                at(curve.from.y, curve.control1.y, curve.control2.y, curve.to.y)};
        if (holds(box, point)) return true;
    }
    return false;
}

}  // namespace

BoxesAcross::BoxesAcross(const std::vector<LayoutBox>& boxes) : boxes_(boxes) {
    for (uint32_t i = 0; i < boxes.size(); ++i) add(i);
    sort();
}

BoxesAcross::BoxesAcross(const std::vector<LayoutBox>& boxes,
                         std::span<const std::optional<LayoutPoint>> pins)
    : boxes_(boxes) {
    for (uint32_t i = 0; i < boxes.size(); ++i)
        if (pins[i]) add(i);
    sort();
}

void BoxesAcross::add(uint32_t box) {
    order_.push_back(box);
    widest_ = std::max(widest_, boxes_[box].width);
}

void BoxesAcross::sort() {
    std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
        return boxes_[a].topLeft.x != boxes_[b].topLeft.x
                   ? boxes_[a].topLeft.x < boxes_[b].topLeft.x
                   : a < b;
    });
}

bool meetsAny(std::span<const LayoutPoint> route, const BoxesAcross& boxes) {
    for (std::size_t i = 0; i + 1 < route.size(); ++i) {
        const LayoutCubic curve = curveAt(route, i, LayoutFlow::LeftToRight);
        const auto [left, right] =
            std::minmax({curve.from.x, curve.control1.x, curve.control2.x, curve.to.x});
        if (boxes.any(left, right, [&](const LayoutBox& box) { return meets(curve, box); })) {
            return true;
        }
    }
    return false;
}

}  // namespace cst
