#pragma once

#include "ui/profiler/timeline_index.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cst {

/// Where lanes and their rows stand, in logical pixels from the top of all of them.
class TimelineLayout {
public:
    struct Lane {
        int top = 0;
        int height = 0;     // with the gap below it
        uint32_t rows = 0;  // that are shown
    };

    TimelineLayout() = default;
    /// `isFolded`, by lane: only its first row is shown. Cost: O(rows).
    TimelineLayout(const TimelineIndex& index, const std::vector<bool>& isFolded, int rowHeight);

    int height() const { return height_; }
    int rowHeight() const { return rowHeight_; }
    const std::vector<Lane>& lanes() const { return lanes_; }
    /// Nothing if its lane is folded.
    std::optional<int> topOf(uint32_t row) const;
    // What stands there; nothing beside and between.
    std::optional<uint32_t> laneAt(int y) const;
    std::optional<uint32_t> rowAt(int y) const;

    static constexpr int kGap = 3;  // px below a lane

private:
    std::vector<Lane> lanes_;
    std::vector<uint32_t> firstRow_;  // by lane
    std::vector<int> tops_;           // by row; -1 = not shown
    int rowHeight_ = 1;
    int height_ = 0;
};

}  // namespace cst
