// Which vertices stand on one line.
//
// A link is made straight for good where both of its ends have no better use for being level:
// between two dummies of one edge, and between vertices that are each other's only neighbour on
// that side. Straight links must not cross: in each gap the longest increasing subsequence of
// candidates is taken, the dummies' first. The runs are then x-monotone curves that never cross,
// and of such curves "above" has no cycle, so they can be placed one after the other.

#include "engine/layout/segments.h"

#include "engine/base/check.h"

#include <algorithm>
#include <numeric>

namespace cst {
namespace {

constexpr float kLineGap = 10;  // between two edges that run side by side

struct Candidate {
    uint32_t from = 0;  // vertices
    uint32_t to = 0;
};

/// Finds the straight links: by vertex, the vertex on its right that it is level with.
class Straightener {
public:
    explicit Straightener(const Layered& graph)
        : graph_(graph), rightOf_(graph.vertexCount(), Layered::kNone) {}

    std::vector<uint32_t> run() {
        for (std::size_t layer = 0; layer + 1 < graph_.layers.size(); ++layer) {
            taken_.clear();
            collect(layer, [&](uint32_t from, uint32_t to) {
                return graph_.isDummy(to) && graph_.isDummy(from);
            });
            take();
            collect(layer, [&](uint32_t from, uint32_t to) {
                return graph_.right[from].size() == 1 && graph_.left[to].size() == 1;
            });
            take();
        }
        return std::move(rightOf_);
    }

private:
    template <class Wanted>
    void collect(std::size_t layer, Wanted wanted) {
        candidates_.clear();
        std::size_t passed = 0;  // how many of taken_ start above
        for (uint32_t from : graph_.layers[layer]) {
            if (passed < taken_.size() && taken_[passed].from == from) {
                ++passed;
                continue;
            }
            for (const Neighbour& link : graph_.right[from]) {
                if (!wanted(from, link.vertex)) continue;
                const uint32_t place = graph_.position[link.vertex];
                if (passed > 0 && graph_.position[taken_[passed - 1].to] >= place) continue;
                if (passed < taken_.size() && graph_.position[taken_[passed].to] <= place) continue;
                candidates_.push_back({from, link.vertex});
                break;
            }
        }
    }

    // Takes the longest run of candidates that do not cross each other: patience sorting.
    void take() {
        tails_.clear();
        previous_.assign(candidates_.size(), Layered::kNone);
        for (uint32_t i = 0; i < candidates_.size(); ++i) {
            const auto tail =
                std::lower_bound(tails_.begin(), tails_.end(), i, [&](uint32_t a, uint32_t b) {
                    return graph_.position[candidates_[a].to] < graph_.position[candidates_[b].to];
                });
            if (tail != tails_.begin()) previous_[i] = *(tail - 1);
            if (tail == tails_.end())
                tails_.push_back(i);
            else
                *tail = i;
        }
        for (uint32_t i = tails_.empty() ? Layered::kNone : tails_.back(); i != Layered::kNone;
             i = previous_[i]) {
            rightOf_[candidates_[i].from] = candidates_[i].to;
            taken_.push_back(candidates_[i]);
        }
        std::sort(taken_.begin(), taken_.end(), [&](const Candidate& a, const Candidate& b) {
            return graph_.position[a.from] < graph_.position[b.from];
        });
    }

    const Layered& graph_;
    std::vector<uint32_t> rightOf_;
    std::vector<Candidate> taken_;  // of the gap at hand, top to bottom
    std::vector<Candidate> candidates_;
    std::vector<uint32_t> tails_;     // by length of a run, its last candidate
    std::vector<uint32_t> previous_;  // by candidate, the one before it in its run
};

template <class Row>
struct Entry {
    uint32_t segment;
    Row row;
};

template <class Row>
SegmentTable<Row> table(uint32_t segments, const std::vector<Entry<Row>>& entries) {
    SegmentTable<Row> result{std::vector<uint32_t>(segments + 1), {}};
    for (const auto& entry : entries) ++result.begin[entry.segment + 1];
    std::partial_sum(result.begin.begin(), result.begin.end(), result.begin.begin());
    result.rows.resize(entries.size());
    std::vector<uint32_t> next(result.begin.begin(), result.begin.end() - 1);
    for (const auto& entry : entries) result.rows[next[entry.segment]++] = entry.row;
    return result;
}

void addSprings(const Layered& graph, Segments& segments) {
    std::vector<Entry<Spring>> left, right;
    const auto add = [&](uint32_t from, uint32_t to, float portY, float weight) {
        const uint32_t a = segments.of[from], b = segments.of[to];
        if (a == b) return;
        right.push_back({a, {b, portY, weight}});
        left.push_back({b, {a, -portY, weight}});
    };
    for (uint32_t from = 0; from < graph.vertexCount(); ++from)
        for (const Neighbour& link : graph.right[from]) add(from, link.vertex, link.portY, 1);
    for (const FarLink& link : graph.farLinks) add(link.from, link.to, 0, 1);
    segments.toRight = table(segments.count(), right);
    segments.toLeft = table(segments.count(), left);
}

void addClearances(const Layered& graph, const LayoutOptions& options, Segments& segments) {
    std::vector<Entry<Clearance>> above, below;
    for (const auto& layer : graph.layers) {
        for (std::size_t i = 0; i + 1 < layer.size(); ++i) {
            const uint32_t a = segments.of[layer[i]], b = segments.of[layer[i + 1]];
            const float distance = clearance(graph, options, layer[i], layer[i + 1]);
            below.push_back({a, {b, distance}});
            above.push_back({b, {a, distance}});
        }
    }
    segments.above = table(segments.count(), above);
    segments.below = table(segments.count(), below);
}

void sortTopDown(Segments& segments) {
    std::vector<uint32_t> pending(segments.count());
    for (uint32_t s = 0; s < segments.count(); ++s)
        pending[s] = static_cast<uint32_t>(segments.above[s].size());
    for (uint32_t s = 0; s < segments.count(); ++s)
        if (pending[s] == 0) segments.topDown.push_back(s);
    for (std::size_t i = 0; i < segments.topDown.size(); ++i)
        for (const Clearance& next : segments.below[segments.topDown[i]])
            if (--pending[next.segment] == 0) segments.topDown.push_back(next.segment);
    CST_CHECK(segments.topDown.size() == segments.count(), "straight runs cross");
}

}  // namespace

float clearance(const Layered& graph, const LayoutOptions& options, uint32_t upper,
                uint32_t lower) {
    const float gap = graph.isDummy(upper) && graph.isDummy(lower) ? kLineGap : options.nodeGap;
    return (graph.height[upper] + graph.height[lower]) / 2 + gap;
}

Segments findSegments(const Layered& graph, const LayoutOptions& options) {
    const std::vector<uint32_t> rightOf = Straightener(graph).run();
    Segments segments;
    segments.of.assign(graph.vertexCount(), Layered::kNone);
    for (const auto& layer : graph.layers) {
        for (uint32_t start : layer) {
            if (segments.of[start] != Layered::kNone) continue;
            uint32_t length = 0;
            for (uint32_t v = start; v != Layered::kNone; v = rightOf[v], ++length)
                segments.of[v] = segments.count();
            segments.length.push_back(length);
        }
    }
    addSprings(graph, segments);
    addClearances(graph, options, segments);
    sortTopDown(segments);
    return segments;
}

}  // namespace cst
