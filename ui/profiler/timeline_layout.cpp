#include "ui/profiler/timeline_layout.h"

#include <algorithm>

namespace cst {

TimelineLayout::TimelineLayout(const TimelineIndex& index, const std::vector<bool>& isFolded,
                               int rowHeight)
    : tops_(index.rows().size(), -1), rowHeight_(rowHeight) {
    for (uint32_t lane = 0; lane < index.trace().lanes.size(); ++lane) {
        const auto [first, end] = index.rowsOf(lane);
        Lane made{height_, rowHeight + kGap, end - first};
        if (isFolded[lane]) made.rows = std::min(made.rows, 1U);
        for (uint32_t i = 0; i < made.rows; ++i) {
            tops_[first + i] = height_ + static_cast<int>(i) * (rowHeight + 1);
        }
        if (made.rows > 1) made.height += static_cast<int>(made.rows - 1) * (rowHeight + 1);
        height_ += made.height;
        lanes_.push_back(made);
        firstRow_.push_back(first);
    }
}

std::optional<int> TimelineLayout::topOf(uint32_t row) const {
    return tops_[row] < 0 ? std::nullopt : std::optional(tops_[row]);
}

std::optional<uint32_t> TimelineLayout::laneAt(int y) const {
    if (y < 0 || y >= height_) return std::nullopt;
    const auto after = std::upper_bound(lanes_.begin(), lanes_.end(), y,
                                        [](int at, const Lane& lane) { return at < lane.top; });
    return static_cast<uint32_t>(after - lanes_.begin() - 1);
}

std::optional<uint32_t> TimelineLayout::rowAt(int y) const {
    const auto lane = laneAt(y);
    if (!lane) return std::nullopt;
    const int step = rowHeight_ + 1;
    const int within = y - lanes_[*lane].top;
    const auto row = static_cast<uint32_t>(within / step);
    if (row >= lanes_[*lane].rows || within % step >= rowHeight_) return std::nullopt;
    return firstRow_[*lane] + row;
}

}  // namespace cst
