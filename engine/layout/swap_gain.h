#pragma once

#include "engine/layout/layered.h"

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace cst {

/// What swapping two vertices that stand next to each other in a layer would gain.
/// Not thread safe.
class SwapGain {
public:
    /// A crossing less weighs as much as this many arrivals in the order of the ports.
    static constexpr int64_t kCrossing = 1024;

    explicit SwapGain(const Layered& graph) : graph_(graph) {}

    /// Another layer is looked at, or the layers beside it have changed.
    void forget() {
        for (Ends& ends : kept_) ends.side = nullptr;
    }
    /// u stands right above v. Cost: O(links of u × links of v) if these are few, else
    /// O(few × log many), after O(many × log many) the first time.
    int64_t operator()(uint32_t u, uint32_t v) {
        return onSide(graph_.left, u, v) + onSide(graph_.right, u, v);
    }

private:
    /// Where the links of one vertex end, from the top, each with the weight of all up to it. Kept
    /// of vertices with many links, which meet all others of their layer.
    struct Ends {
        const NeighbourTable* side = nullptr;  // null: not in use
        uint32_t vertex = 0;
        std::vector<std::pair<uint32_t, int64_t>> places;
    };

    int64_t onSide(const NeighbourTable& side, uint32_t u, uint32_t v) {
        const auto us = side[u], vs = side[v];
        if (us.empty() || vs.empty()) return 0;
        if (us.size() * vs.size() <= kFewPairs) return pairs(us, vs);
        return us.size() >= vs.size() ? -among(vs, endsOf(side, u)) : among(us, endsOf(side, v));
    }
    int64_t pairs(std::span<const Neighbour> us, std::span<const Neighbour> vs) const;
    int64_t among(std::span<const Neighbour> few, const Ends& many) const;
    const Ends& endsOf(const NeighbourTable& side, uint32_t vertex);

    static constexpr std::size_t kFewPairs = 32;

    const Layered& graph_;
    std::array<Ends, 4> kept_;
    std::size_t next_ = 0;
};

}  // namespace cst
