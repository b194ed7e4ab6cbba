#include "engine/layout/ways_back.h"

#include <cmath>
#include <functional>
#include <limits>

namespace cst {
namespace {

constexpr float kStub = 12;       // px: level at both ends; an arrow stands there
constexpr float kBulge = 10;      // px: of a turn, as curvesOf() draws it
constexpr float kFromSide = 6;    // px: between a turn and the side of a box
constexpr float kBeyond = 200;    // px: how far behind its ends a line may turn
constexpr float kFarAside = 500;  // px: how far it goes up or down
constexpr float kHair = 0.01F;
constexpr std::size_t kMostLevels = 48;

class WayBack {
public:
    WayBack(LayoutPoint begin, LayoutPoint end, float clear, const BoxesAcross& boxes)
        : begin_(begin), end_(end), clear_(clear) {
        const float top = std::min(begin.y, end.y) - kFarAside;
        const float bottom = std::max(begin.y, end.y) + kFarAside;
        boxes.any(end.x - kBeyond, begin.x + kBeyond, [&](const LayoutBox& box) {
            if (box.topLeft.y < bottom && bottomOf(box) > top) near_.push_back(box);
            return false;
        });
        findTurns();
        findLevels(top, bottom);
    }

    bool find(LayoutRoute& route) const {
        float least = std::numeric_limits<float>::max();
        LayoutSpan best;
        float bestLevel = 0;
        for (const float level : levels_) {
            if (climb(level) >= least) break;
            const std::optional<LayoutSpan> turns = turnsAt(level);
            if (!turns) continue;
            const float cost =
                climb(level) + 2 * (turns->end - begin_.x) + 2 * (end_.x - turns->begin);
            if (cost >= least) continue;
            least = cost;
            best = *turns;
            bestLevel = level;
        }
        if (least == std::numeric_limits<float>::max()) return false;
        for (const LayoutPoint point :
             {begin_, LayoutPoint{best.end, begin_.y}, LayoutPoint{best.end, bestLevel},
              LayoutPoint{best.begin, bestLevel}, LayoutPoint{best.begin, end_.y}, end_}) {
            route.push_back(point);
        }
        return true;
    }

private:
    float climb(float level) const { return std::abs(level - begin_.y) + std::abs(level - end_.y); }

    void findTurns() {
        rights_ = {begin_.x + kStub};
        lefts_ = {end_.x - kStub};
        for (const LayoutBox& box : near_) {
            const float right = rightOf(box) + kFromSide;
            if (right > rights_[0] && right < begin_.x + kBeyond) rights_.push_back(right);
            const float left = box.topLeft.x - kFromSide;
            if (left < lefts_[0] && left > end_.x - kBeyond) lefts_.push_back(left);
        }
        std::sort(rights_.begin(), rights_.end());
        std::sort(lefts_.begin(), lefts_.end(), std::greater<>());
    }

    /// Right above and below boxes, those that lead least aside first.
    void findLevels(float top, float bottom) {
        for (const LayoutBox& box : near_)
            for (const float y : {box.topLeft.y - clear_, bottomOf(box) + clear_})
                if (y > top && y < bottom) levels_.push_back(y);
        std::sort(levels_.begin(), levels_.end(), [&](float a, float b) {
            return climb(a) != climb(b) ? climb(a) < climb(b) : a < b;
        });
        levels_.erase(std::unique(levels_.begin(), levels_.end()), levels_.end());
        levels_.resize(std::min(levels_.size(), kMostLevels));
    }

    bool isFree(float left, float right, float top, float bottom) const {
        return std::none_of(near_.begin(), near_.end(), [&](const LayoutBox& box) {
            return box.topLeft.x < right && rightOf(box) > left && box.topLeft.y < bottom &&
                   bottomOf(box) > top;
        });
    }

    /// Where it turns on both sides, nearest to its ends.
    std::optional<LayoutSpan> turnsAt(float level) const {
        const auto isFreeUp = [&](float left, float y) {
            const auto [top, bottom] = std::minmax(y, level);
            return isFree(left, left + kBulge, top, bottom);
        };
        const auto right = std::find_if(rights_.begin(), rights_.end(), [&](float x) {
            return isFreeUp(x, begin_.y) && isFree(begin_.x + kHair, x, begin_.y, begin_.y);
        });
        const auto left = std::find_if(lefts_.begin(), lefts_.end(), [&](float x) {
            return isFreeUp(x - kBulge, end_.y) && isFree(x, end_.x - kHair, end_.y, end_.y);
        });
        if (right == rights_.end() || left == lefts_.end()) return std::nullopt;
        const float room = clear_ - kHair;
        if (!isFree(*left, *right, level - room, level + room)) return std::nullopt;
        return LayoutSpan{*left, *right};
    }

    const LayoutPoint begin_, end_;
    const float clear_;
    std::vector<LayoutBox> near_;
    std::vector<float> rights_, lefts_;  // x of the turns, the nearest first
    std::vector<float> levels_;          // y of the way back
};

}  // namespace

bool findWayBack(LayoutPoint begin, LayoutPoint end, float clear, const BoxesAcross& boxes,
                 LayoutRoute& route) {
    return WayBack(begin, end, clear, boxes).find(route);
}

}  // namespace cst
