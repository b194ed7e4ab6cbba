#include "engine/layout/swap_gain.h"

#include <algorithm>
#include <iterator>

namespace cst {

int64_t SwapGain::pairs(std::span<const Neighbour> us, std::span<const Neighbour> vs) const {
    int64_t gain = 0;
    for (const Neighbour& a : us) {
        const uint32_t placeA = graph_.position[a.vertex];
        for (const Neighbour& b : vs) {
            const uint32_t placeB = graph_.position[b.vertex];
            if (placeA == placeB) {
                gain += (a.portY > b.portY) - (a.portY < b.portY);
                continue;
            }
            // Without a branch: which way it goes is as good as random.
            const int64_t crosses = 2 * (placeA > placeB) - 1;
            gain += crosses * kCrossing * a.weight * b.weight;
        }
    }
    return gain;
}

// Links that end above those of `few` gain, the others lose. Arrivals are left aside.
int64_t SwapGain::among(std::span<const Neighbour> few, const Ends& many) const {
    const int64_t total = many.places.back().second;
    const auto weightBefore = [&](auto end) {
        return end == many.places.begin() ? 0 : std::prev(end)->second;
    };
    int64_t gain = 0;
    for (const Neighbour& link : few) {
        const auto [begin, end] =
            std::equal_range(many.places.begin(), many.places.end(),
                             std::pair<uint32_t, int64_t>{graph_.position[link.vertex], 0},
                             [](const auto& a, const auto& b) { return a.first < b.first; });
        gain += link.weight * (weightBefore(begin) - (total - weightBefore(end)));
    }
    return kCrossing * gain;
}

const SwapGain::Ends& SwapGain::endsOf(const NeighbourTable& side, uint32_t vertex) {
    for (const Ends& ends : kept_)
        if (ends.side == &side && ends.vertex == vertex) return ends;
    Ends& ends = kept_[next_++ % kept_.size()];
    ends.side = &side;
    ends.vertex = vertex;
    ends.places.clear();
    for (const Neighbour& link : side[vertex])
        ends.places.emplace_back(graph_.position[link.vertex], link.weight);
    std::sort(ends.places.begin(), ends.places.end());
    int64_t sum = 0;
    for (auto& [place, weight] : ends.places) weight = sum += weight;
    return ends;
}

}  // namespace cst
