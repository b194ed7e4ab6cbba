// Nearly all nodes of a graph are those of the graph before: they are found by their keys, one look
// each. Only what is left goes through the other ways of matching, which look at all that is left.

#include "engine/session/identity.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace cst {
namespace {

constexpr uint32_t kUnknown = UINT32_MAX;
constexpr uint32_t kRemembered = 500;      // generations that a vanished node is kept for
constexpr std::size_t kLookedAt = 64;      // candidates of one key
constexpr std::size_t kForgetAt = 10'000;  // vanished nodes

uint32_t distance(uint32_t a, uint32_t b) {
    return a > b ? a - b : b - a;
}

}  // namespace

void IdentityTracker::take(std::size_t node, uint32_t known) {
    taken_[known] = true;
    knownOf_[node] = known;
}

/// Pairs what is left by a key; several candidates: the one seen last, then the nearest.
template <class KeyOfNode, class KeyOfKnown>
void IdentityTracker::pairBy(const Graph& graph, KeyOfNode keyOfNode, KeyOfKnown keyOfKnown,
                             bool onlyCurrent) {
    using Key = decltype(keyOfNode(open_.front()));
    if (open_.empty()) {
        return;
    }
    std::map<Key, std::vector<uint32_t>> wanted;  // nodes: there are fewer of them
    for (const uint32_t node : open_) {
        wanted[keyOfNode(node)];
    }
    for (uint32_t i = 0; i < known_.size(); ++i) {
        const bool isCurrent = known_[i].lastSeen + 1 == generation_;
        if (!taken_[i] && (isCurrent || !onlyCurrent)) {
            const auto found = wanted.find(keyOfKnown(known_[i]));
            if (found != wanted.end()) {
                found->second.push_back(i);
            }
        }
    }
    std::erase_if(open_, [&](uint32_t node) {
        std::vector<uint32_t>& candidates = wanted[keyOfNode(node)];
        const auto rank = [&](uint32_t i) {
            return std::tuple(generation_ - known_[i].lastSeen,
                              distance(known_[i].line, graph.nodes[NodeId(node)].line));
        };
        const auto end = candidates.begin() +
                         static_cast<std::ptrdiff_t>(std::min(candidates.size(), kLookedAt));
        const auto best = std::min_element(
            candidates.begin(), end, [&](uint32_t a, uint32_t b) { return rank(a) < rank(b); });
        if (best == end) {
            return false;
        }
        take(node, *best);
        candidates.erase(best);
        return true;
    });
}

std::vector<NodeIdentity> IdentityTracker::match(const Graph& graph) {
    ++generation_;
    const std::size_t nodes = graph.nodes.size();
    taken_.assign(known_.size(), false);
    knownOf_.assign(nodes, kUnknown);
    keyOf_.resize(nodes);
    open_.clear();
    for (uint32_t node = 0; node < nodes; ++node) {
        const GraphNode& row = graph.nodes[NodeId(node)];
        const NameId key = keys_.intern(row.key);
        keyOf_[node] = key;
        if (ofKey_.size() <= key.index) {
            ofKey_.resize(key.index + 1);
        }
        uint32_t best = kUnknown;
        for (const uint32_t candidate : ofKey_[key.index]) {
            const Known& known = known_[candidate];
            const bool fits = !taken_[candidate] && known.shape == row.shape;
            if (fits && (best == kUnknown || known.lastSeen > known_[best].lastSeen)) {
                best = candidate;
            }
        }
        if (best == kUnknown) {
            open_.push_back(node);
        } else {
            take(node, best);
        }
    }
    const auto row = [&](uint32_t node) -> const GraphNode& { return graph.nodes[NodeId(node)]; };
    pairBy(
        graph, [&](uint32_t n) { return std::tuple(row(n).shape, row(n).kind); },
        [](const Known& k) { return std::tuple(k.shape, k.kind); }, false);
    pairBy(
        graph, [&](uint32_t n) { return keyOf_[n]; }, [](const Known& k) { return k.key; }, false);
    pairBy(
        graph, [&](uint32_t n) { return std::tuple(row(n).line, row(n).kind); },
        [](const Known& k) { return std::tuple(k.line, k.kind); }, true);
    std::vector<NodeIdentity> result(nodes);
    for (uint32_t node = 0; node < nodes; ++node) {
        if (knownOf_[node] == kUnknown) {
            knownOf_[node] = static_cast<uint32_t>(known_.size());
            known_.emplace_back().identity = NodeIdentity(nextIdentity_++);
        }
        Known& known = known_[knownOf_[node]];
        if (known.key != keyOf_[node]) {
            if (known.key.hasValue()) {
                ofKey_[known.key.index].eraseIf([&](uint32_t i) { return i == knownOf_[node]; });
            }
            known.key = keyOf_[node];
            ofKey_[known.key.index].push_back(knownOf_[node]);
        }
        known.kind = row(node).kind;
        known.line = row(node).line;
        known.lastSeen = generation_;
        if (!row(node).broken) {
            known.shape = row(node).shape;  // a broken node is still what it was
        }
        result[node] = known.identity;
    }
    if (known_.size() > nodes + kForgetAt || generation_ % kRemembered == 0) {
        forgetOld();
    }
    return result;
}

void IdentityTracker::forgetOld() {
    std::erase_if(known_, [&](const Known& k) { return generation_ - k.lastSeen > kRemembered; });
    for (InlineVector<uint32_t, 2>& list : ofKey_) {
        list.clear();
    }
    for (uint32_t i = 0; i < known_.size(); ++i) {
        ofKey_[known_[i].key.index].push_back(i);
    }
}

}  // namespace cst
