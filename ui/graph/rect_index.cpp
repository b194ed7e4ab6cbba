#include "ui/graph/rect_index.h"

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr int64_t kMostCells = 64;  // that one rectangle is named in
constexpr int kMostColumns = 1024;

}  // namespace

RectIndex::RectIndex(const std::vector<QRectF>& rects)
    : count_(static_cast<uint32_t>(rects.size())) {
    for (const QRectF& rect : rects) bounds_ |= rect;
    if (rects.empty() || bounds_.width() <= 0 || bounds_.height() <= 0) return;
    // About as many cells as there are rectangles, and about square.
    const double side =
        std::sqrt(bounds_.width() * bounds_.height() / static_cast<double>(rects.size()));
    const auto along = [&](double length) {
        return static_cast<int>(std::clamp(length / side, 1.0, double{kMostColumns}));
    };
    columns_ = along(bounds_.width());
    rows_ = along(bounds_.height());
    begin_.assign(static_cast<std::size_t>(cellCount()) + 1, 0);
    const auto eachCell = [&](const Cells& cells, auto&& visit) {
        for (int row = cells.top; row <= cells.bottom; ++row)
            for (int column = cells.left; column <= cells.right; ++column)
                visit(static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                      static_cast<std::size_t>(column));
    };
    for (uint32_t i = 0; i < count_; ++i) {
        const Cells cells = cellsOf(rects[i]);
        if (cells.count() > kMostCells) {
            large_.push_back(i);
        } else {
            eachCell(cells, [&](std::size_t cell) { ++begin_[cell + 1]; });
        }
    }
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    members_.resize(begin_.back());
    std::vector<uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (uint32_t i = 0; i < count_; ++i) {
        const Cells cells = cellsOf(rects[i]);
        if (cells.count() > kMostCells) continue;
        eachCell(cells, [&](std::size_t cell) { members_[next[cell]++] = i; });
    }
}

RectIndex::Cells RectIndex::cellsOf(const QRectF& area) const {
    const auto cell = [](double from, double at, double length, int cells) {
        const double place = (at - from) / length * cells;
        return static_cast<int>(std::clamp(place, 0.0, double{cells - 1.0}));
    };
    if (columns_ == 0) return {};
    return {cell(bounds_.left(), area.left(), bounds_.width(), columns_),
            cell(bounds_.top(), area.top(), bounds_.height(), rows_),
            cell(bounds_.left(), area.right(), bounds_.width(), columns_),
            cell(bounds_.top(), area.bottom(), bounds_.height(), rows_)};
}

std::vector<uint32_t> RectIndex::within(const Cells& cells) const {
    std::vector<uint32_t> found = large_;
    for (int row = cells.top; row <= cells.bottom; ++row) {
        const auto first = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
        const uint32_t from = begin_[first + static_cast<std::size_t>(cells.left)];
        const uint32_t to = begin_[first + static_cast<std::size_t>(cells.right) + 1];
        found.insert(found.end(), members_.begin() + from, members_.begin() + to);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace cst
