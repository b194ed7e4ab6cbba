// A line that a person's pin leads across other boxes finds a new way. What stands between its ends
// is cut into slabs at the left and right sides of boxes: within one the same heights are free from
// its beginning to its end. The line passes a slab level, at a height that is free there, or
// changes its height within one room of it, where no box stands between the two heights; so the way
// is free by construction. Of all such ways that one is taken that leads least up and down: one
// pass from slab to slab, with the best way to each height.

#include "engine/layout/detours.h"

#include "engine/layout/boxes_across.h"
#include "engine/layout/turns.h"
#include "engine/layout/ways_back.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace cst {
namespace {

constexpr float kBeside = 6;   // px: how far from the side of a box the height changes
constexpr float kAside = 500;  // px: how far a line goes up or down to get past
constexpr float kBend = 8;     // px: what a bend is worth
constexpr std::size_t kMostHeights = 46;

constexpr uint32_t kBlocked = UINT32_MAX;

class Detour {
public:
    Detour(LayoutPoint begin, LayoutPoint end, float clear, const BoxesAcross& boxes)
        : begin_(begin), end_(end) {
        const LayoutSpan most{std::min(begin.y, end.y) - kAside, std::max(begin.y, end.y) + kAside};
        boxes.any(begin.x, end.x, [&](const LayoutBox& box) {
            const LayoutSpan up{box.topLeft.y - clear, bottomOf(box) + clear};
            if (up.begin < most.end && up.end > most.begin)
                blocks_.push_back({{box.topLeft.x - kBeside, rightOf(box) + kBeside}, up});
            return false;
        });
        findSlabs();
        findHeights(most);
    }

    /// Into `route`, which is empty. False: there is no way.
    bool find(LayoutRoute& route) {
        costs_.assign(heights_.size(), kNoWay);
        costs_[beginAt_] = 0;
        for (std::size_t slab = 0; slab + 1 < sides_.size(); ++slab) passSlab(slab);
        if (costs_[endAt_] == kNoWay) return false;
        std::vector<uint32_t> way(sides_.size(), endAt_);  // by side: the height there
        for (std::size_t slab = sides_.size() - 1; slab-- > 0;)
            way[slab] = cameFrom_[slab * heights_.size() + way[slab + 1]];
        for (std::size_t i = 0; i < sides_.size(); ++i) pass(route, {sides_[i], heights_[way[i]]});
        return true;
    }

private:
    static constexpr float kNoWay = std::numeric_limits<float>::max();

    /// Where no line goes.
    struct Block {
        LayoutSpan across;
        LayoutSpan up;
    };

    void findSlabs() {
        sides_ = {begin_.x, end_.x};
        for (const Block& block : blocks_)
            for (const float side : {block.across.begin, block.across.end})
                if (side > begin_.x && side < end_.x) sides_.push_back(side);
        std::sort(sides_.begin(), sides_.end());
        sides_.erase(std::unique(sides_.begin(), sides_.end()), sides_.end());
    }

    void findHeights(const LayoutSpan& most) {
        for (const Block& block : blocks_)
            for (const float y : {block.up.begin, block.up.end})
                if (y > most.begin && y < most.end) heights_.push_back(y);
        std::sort(heights_.begin(), heights_.end());
        heights_.erase(std::unique(heights_.begin(), heights_.end()), heights_.end());
        if (heights_.size() > kMostHeights) {
            const auto [low, high] = std::minmax(begin_.y, end_.y);
            const auto aside = [low = low, high = high](float y) {
                return std::max({low - y, y - high, 0.0F});
            };
            std::nth_element(heights_.begin(), heights_.begin() + kMostHeights, heights_.end(),
                             [&](float a, float b) { return aside(a) < aside(b); });
            heights_.resize(kMostHeights);
        }
        beginAt_ = static_cast<uint32_t>(heights_.size());
        endAt_ = beginAt_ + 1;
        heights_.push_back(begin_.y);
        heights_.push_back(end_.y);
    }

    /// By height: which room of the slab it is in, by what is blocked above it.
    void findRooms(float middle) {
        constexpr float kRounding = 0.01F;
        blocked_.clear();
        for (const Block& block : blocks_)
            if (block.across.begin < middle && block.across.end > middle)
                blocked_.push_back(block.up);
        std::sort(blocked_.begin(), blocked_.end(),
                  [](const LayoutSpan& a, const LayoutSpan& b) { return a.begin < b.begin; });
        rooms_.assign(heights_.size(), 0);
        for (std::size_t i = 0; i < heights_.size(); ++i) {
            for (uint32_t k = 0; k < blocked_.size(); ++k) {
                if (heights_[i] <= blocked_[k].begin + kRounding) break;
                if (heights_[i] < blocked_[k].end - kRounding) {
                    rooms_[i] = kBlocked;
                    break;
                }
                rooms_[i] = k + 1;
            }
        }
    }

    void passSlab(std::size_t slab) {
        const float width = sides_[slab + 1] - sides_[slab];
        findRooms(sides_[slab] + width / 2);
        next_.assign(heights_.size(), kNoWay);
        cameFrom_.resize((slab + 1) * heights_.size());
        for (uint32_t to = 0; to < heights_.size(); ++to) {
            if (rooms_[to] == kBlocked) continue;
            for (uint32_t from = 0; from < heights_.size(); ++from) {
                const bool isLevel = heights_[from] == heights_[to];
                if (costs_[from] == kNoWay || rooms_[from] != rooms_[to] ||
                    (!isLevel && width < kLeastReach))
                    continue;
                const float climb = isLevel ? 0 : std::abs(heights_[to] - heights_[from]) + kBend;
                if (costs_[from] + climb >= next_[to]) continue;
                next_[to] = costs_[from] + climb;
                cameFrom_[slab * heights_.size() + to] = from;
            }
        }
        std::swap(costs_, next_);
    }

    /// Leaves out what lies on a level line.
    static void pass(LayoutRoute& route, LayoutPoint point) {
        const std::size_t count = route.size();
        if (count > 1 && route[count - 1].y == point.y && route[count - 2].y == point.y)
            route.truncate(count - 1);
        route.push_back(point);
    }

    const LayoutPoint begin_, end_;
    std::vector<Block> blocks_;
    std::vector<float> sides_;    // of the slabs, from left to right
    std::vector<float> heights_;  // that the line may have at a side
    uint32_t beginAt_ = 0, endAt_ = 0;
    // Of the slab at hand, by height.
    std::vector<LayoutSpan> blocked_;
    std::vector<uint32_t> rooms_;
    std::vector<float> costs_, next_;  // of the best way to it
    std::vector<uint32_t> cameFrom_;   // by slab and height at its end: the one at its beginning
};

}  // namespace

void leadRoundBoxes(Layout& layout, std::span<const LayoutEdge> edges,
                    std::span<const std::optional<LayoutPoint>> pins,
                    const LayoutOptions& options) {
    const BoxesAcross all(layout.boxes), pinned(layout.boxes, pins);
    const float clear = options.nodeGap / 2;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        LayoutRoute& route = layout.routes[i];
        if (route.size() < 2) continue;
        const bool isOfPin = pins[edges[i].from] || pins[edges[i].to];
        const std::span<const LayoutPoint> points(route.begin(), route.end());
        if (!meetsAny(points, isOfPin ? all : pinned)) continue;
        const bool isBack = route.back().x <= route[0].x + 2 * kBeside;
        LayoutRoute found;
        const bool isThere = isBack ? findWayBack(route[0], route.back(), clear, all, found)
                                    : Detour(route[0], route.back(), clear, all).find(found);
        if (isThere && !meetsAny(std::span<const LayoutPoint>(found.begin(), found.end()), all)) {
            route = std::move(found);
        }
    }
}

}  // namespace cst
