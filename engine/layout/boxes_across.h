#pragma once

#include "engine/layout/layout.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace cst {

inline float rightOf(const LayoutBox& box) {
    return box.topLeft.x + box.width;
}
inline float bottomOf(const LayoutBox& box) {
    return box.topLeft.y + box.height;
}

/// The boxes of a picture by their left sides, for whoever looks for a way between them. The boxes
/// outlive it. Not thread safe.
class BoxesAcross {
public:
    explicit BoxesAcross(const std::vector<LayoutBox>& boxes);
    /// Only those that are pinned.
    BoxesAcross(const std::vector<LayoutBox>& boxes,
                std::span<const std::optional<LayoutPoint>> pins);

    /// Calls `visit(box)` for those that reach between two places, from left to right, until it
    /// says true. Whether it did.
    template <class Visit>
    bool any(float left, float right, const Visit& visit) const {
        auto row = std::lower_bound(
            order_.begin(), order_.end(), left - widest_,
            [&](uint32_t box, float place) { return boxes_[box].topLeft.x < place; });
        for (; row != order_.end() && boxes_[*row].topLeft.x < right; ++row)
            if (rightOf(boxes_[*row]) > left && visit(boxes_[*row])) return true;
        return false;
    }

private:
    void add(uint32_t box);
    void sort();

    const std::vector<LayoutBox>& boxes_;
    std::vector<uint32_t> order_;
    float widest_ = 0;
};

/// Does the line run behind one of them, as it is drawn from left to right (curvesOf())?
bool meetsAny(std::span<const LayoutPoint> route, const BoxesAcross& boxes);

}  // namespace cst
