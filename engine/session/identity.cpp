#include "engine/session/identity.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>

namespace cst {
namespace {

constexpr uint32_t kRemembered = 500;  // generations that a vanished node is kept for

uint32_t distance(uint32_t a, uint32_t b) {
    return a > b ? a - b : b - a;
}

}  // namespace

std::vector<NodeIdentity> IdentityTracker::match(const Graph& graph) {
    ++generation_;
    std::vector<NodeIdentity> result(graph.nodes.size());
    std::vector<bool> taken(known_.size(), false);
    std::vector<std::size_t> knownOf(graph.nodes.size(), SIZE_MAX);
    const auto take = [&](std::size_t node, std::size_t known) {
        taken[known] = true;
        knownOf[node] = known;
        result[node] = known_[known].identity;
    };
    /// Pairs what is left by one key; several candidates: the one seen last, then the nearest.
    const auto pairBy = [&](auto keyOfNode, auto keyOfKnown, bool onlyCurrent) {
        using Key = decltype(keyOfNode(graph.nodes[NodeId(std::size_t{0})]));
        std::multimap<Key, std::size_t> pool;
        for (std::size_t i = 0; i < known_.size(); ++i) {
            const bool isCurrent = known_[i].lastSeen + 1 == generation_;
            if (!taken[i] && (isCurrent || !onlyCurrent)) {
                pool.emplace(keyOfKnown(known_[i]), i);
            }
        }
        if (pool.empty()) {
            return;
        }
        for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
            if (knownOf[node] != SIZE_MAX) {
                continue;
            }
            const GraphNode& row = graph.nodes[NodeId(node)];
            const auto [begin, end] = pool.equal_range(keyOfNode(row));
            auto best = end;
            std::tuple<uint32_t, uint32_t> bestRank;
            std::size_t looked = 0;
            for (auto candidate = begin; candidate != end && looked < 64; ++candidate, ++looked) {
                const Known& known = known_[candidate->second];
                const std::tuple rank(generation_ - known.lastSeen, distance(known.line, row.line));
                if (best == end || rank < bestRank) {
                    best = candidate;
                    bestRank = rank;
                }
            }
            if (best != end) {
                take(node, best->second);
                pool.erase(best);
            }
        }
    };
    if (graph.nodes.empty()) {
        return result;
    }
    pairBy([](const GraphNode& n) { return std::tuple(n.key, n.structure); },
           [](const Known& k) { return std::tuple(std::string_view(k.key), k.structure); }, false);
    pairBy([](const GraphNode& n) { return std::tuple(n.structure, n.kind); },
           [](const Known& k) { return std::tuple(k.structure, k.kind); }, false);
    pairBy([](const GraphNode& n) { return n.key; },
           [](const Known& k) { return std::string_view(k.key); }, false);
    pairBy([](const GraphNode& n) { return std::tuple(n.line, n.kind); },
           [](const Known& k) { return std::tuple(k.line, k.kind); }, true);
    for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
        const GraphNode& row = graph.nodes[NodeId(node)];
        if (knownOf[node] == SIZE_MAX) {
            result[node] = NodeIdentity(nextIdentity_++);
            knownOf[node] = known_.size();
            known_.emplace_back();
            known_.back().identity = result[node];
        }
        Known& known = known_[knownOf[node]];
        known.key = row.key;
        known.kind = row.kind;
        known.line = row.line;
        known.lastSeen = generation_;
        if (!row.broken) {
            known.structure = row.structure;  // a broken node is still what it was
        }
    }
    std::erase_if(known_, [&](const Known& k) { return generation_ - k.lastSeen > kRemembered; });
    return result;
}

}  // namespace cst
