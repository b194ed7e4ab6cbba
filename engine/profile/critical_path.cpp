// The longest chain through each node is what leads there at most and what follows at most. If a
// node took no time, the longest chain would be the longest one through it, less its time, or the
// longest one that avoids it, whichever is longer.
//
// A chain avoids a node if, with all nodes in an order in which edges lead forwards, it ends before
// the node, begins behind it, or steps over it with one edge. So the nodes are gone through in that
// order, with a heap of the edges that step over the one at hand: the longest chain over an edge is
// what leads to its beginning at most and what follows from its end at most.

#include "engine/profile/critical_path.h"

#include <algorithm>
#include <queue>
#include <utility>

namespace cst {
namespace {

class Paths {
public:
    Paths(std::span<const int64_t> tookNs, std::span<const PathEdge> edges)
        : took_(tookNs), count_(static_cast<uint32_t>(tookNs.size())) {
        placeEdges(edges);
        order();
        measure();
    }
    CriticalPath result() const;

private:
    std::span<const uint32_t> after(uint32_t node) const {
        return std::span(targets_).subspan(first_[node], first_[node + 1] - first_[node]);
    }
    bool leadsForwards(uint32_t from, uint32_t to) const { return place_[from] < place_[to]; }
    void placeEdges(std::span<const PathEdge> edges);
    void order();
    void measure();
    std::vector<int64_t> avoiding() const;
    std::vector<uint32_t> longest() const;

    const std::span<const int64_t> took_;
    const uint32_t count_;
    std::vector<uint32_t> first_, targets_;  // edges by where they begin
    std::vector<uint32_t> order_, place_;    // nodes so that edges lead forwards, and the reverse
    std::vector<int64_t> upTo_, from_;       // longest chains that end and begin there, with it
};

void Paths::placeEdges(std::span<const PathEdge> edges) {
    first_.assign(count_ + 1, 0);
    targets_.resize(edges.size());
    for (const PathEdge& edge : edges) {
        ++first_[edge.from + 1];
    }
    for (uint32_t node = 0; node < count_; ++node) {
        first_[node + 1] += first_[node];
    }
    std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
    for (const PathEdge& edge : edges) {
        targets_[next[edge.from]++] = edge.to;
    }
}

void Paths::order() {
    std::vector<uint32_t> waitsFor(count_);
    for (const uint32_t target : targets_) {
        ++waitsFor[target];
    }
    order_.reserve(count_);
    for (uint32_t node = 0; node < count_; ++node) {
        if (waitsFor[node] == 0) {
            order_.push_back(node);
        }
    }
    for (std::size_t i = 0; i < order_.size(); ++i) {
        for (const uint32_t target : after(order_[i])) {
            if (--waitsFor[target] == 0) {
                order_.push_back(target);
            }
        }
    }
    for (uint32_t node = 0; node < count_; ++node) {
        if (waitsFor[node] > 0) {
            order_.push_back(node);  // in a circle, or behind one
        }
    }
    place_.resize(count_);
    for (uint32_t i = 0; i < count_; ++i) {
        place_[order_[i]] = i;
    }
}

void Paths::measure() {
    upTo_.assign(took_.begin(), took_.end());
    from_.assign(took_.begin(), took_.end());
    for (const uint32_t node : order_) {
        for (const uint32_t target : after(node)) {
            if (leadsForwards(node, target)) {
                upTo_[target] = std::max(upTo_[target], upTo_[node] + took_[target]);
            }
        }
    }
    for (auto node = order_.rbegin(); node != order_.rend(); ++node) {
        for (const uint32_t target : after(*node)) {
            if (leadsForwards(*node, target)) {
                from_[*node] = std::max(from_[*node], from_[target] + took_[*node]);
            }
        }
    }
}

/// By node: the longest chain that does not go through it.
std::vector<int64_t> Paths::avoiding() const {
    std::vector<int64_t> result(count_);
    std::priority_queue<std::pair<int64_t, uint32_t>> over;  // length, place of the edge's end
    int64_t before = 0;
    for (uint32_t i = 0; i < count_; ++i) {
        while (!over.empty() && over.top().second <= i) {
            over.pop();
        }
        result[order_[i]] = over.empty() ? before : std::max(before, over.top().first);
        before = std::max(before, upTo_[order_[i]]);
        for (const uint32_t target : after(order_[i])) {
            if (place_[target] > i + 1) {
                over.emplace(upTo_[order_[i]] + from_[target], place_[target]);
            }
        }
    }
    int64_t behind = 0;
    for (uint32_t i = count_; i-- > 0;) {
        result[order_[i]] = std::max(result[order_[i]], behind);
        behind = std::max(behind, from_[order_[i]]);
    }
    return result;
}

std::vector<uint32_t> Paths::longest() const {
    std::vector<uint32_t> nodes;
    std::vector<bool> isBehind(count_);
    for (uint32_t node = 0; node < count_; ++node) {
        for (const uint32_t target : after(node)) {
            isBehind[target] = isBehind[target] || leadsForwards(node, target);
        }
    }
    constexpr uint32_t kNone = UINT32_MAX;
    const auto isBetter = [&](uint32_t node, uint32_t best) {
        return best == kNone || from_[node] > from_[best] ||
               (from_[node] == from_[best] && node < best);
    };
    uint32_t next = kNone;
    for (uint32_t node = 0; node < count_; ++node) {
        if (!isBehind[node] && isBetter(node, next)) {
            next = node;
        }
    }
    while (next != kNone) {
        const uint32_t node = std::exchange(next, kNone);
        nodes.push_back(node);
        for (const uint32_t target : after(node)) {
            if (leadsForwards(node, target) && isBetter(target, next)) {
                next = target;
            }
        }
    }
    return nodes;
}

CriticalPath Paths::result() const {
    CriticalPath path;
    path.totalNs = count_ == 0 ? 0 : *std::max_element(from_.begin(), from_.end());
    if (path.totalNs > 0) {
        path.nodes = longest();
    }
    path.slackNs.resize(count_);
    path.withoutNs = avoiding();
    for (uint32_t node = 0; node < count_; ++node) {
        const int64_t through = upTo_[node] + from_[node] - took_[node];
        path.slackNs[node] = path.totalNs - through;
        path.withoutNs[node] = std::max(path.withoutNs[node], through - took_[node]);
    }
    return path;
}

}  // namespace

CriticalPath criticalPath(std::span<const int64_t> tookNs, std::span<const PathEdge> edges) {
    return Paths(tookNs, edges).result();
}

}  // namespace cst
