// Heights in the picture.
//
// Every link is a spring that would like to be level, every pair of neighbours in a layer keeps
// its distance, and each segment (segments.cpp) moves as a whole. A round asks every segment where
// its springs want it, then makes room. Making room has two steps:
//  1. In each layer alone, the nearest places in the sense of least squares that keep the
//     distances: pool adjacent violators, linear and exact. A fan of nodes that all want the same
//     height ends up evenly spread around it. A segment takes the mean over its layers.
//  2. What does not fit after that is pushed: once everything downwards, once everything upwards.
//     Both keep all distances, hence their mean does too, and it leans to neither side.
// First a few rounds that look to one side only carry places through the whole graph, then rounds
// that look to both settle, and a last one looks to the left: a consumer stands in the middle of
// its producers. At the end links that are all but level are made level where there is room.
//
// Not Brandes & Köpf (2001): the mean of its four alignments bends edges that each of them had
// straight, and its blocks, packed to one side, do not spread evenly. Not the linear program
// of dot: its optima put a consumer level with one of its producers instead of between them.

#include "engine/layout/coordinates.h"

#include "engine/layout/pools.h"
#include "engine/layout/segments.h"

#include <algorithm>
#include <cmath>

namespace cst {
namespace {

constexpr uint32_t kRounds = 10;       // that look to both sides
constexpr uint32_t kSmallRounds = 60;  // the same up to kFewToPlace vertices
constexpr uint32_t kFewToPlace = 300;
constexpr float kLevel = 9;  // px: a link that is off by less is made level

class Placer {
public:
    Placer(const Layered& graph, const LayoutOptions& options)
        : graph_(graph),
          options_(options),
          segments_(findSegments(graph, options)),
          y_(segments_.count()),
          wanted_(segments_.count()),
          down_(segments_.count()),
          sum_(segments_.count()) {}

    std::vector<float> run() {
        makeRoom();
        for (int i = 0; i < 2; ++i) {
            round(false, true, 1);
            round(true, false, 1);
        }
        const uint32_t rounds = graph_.vertexCount() <= kFewToPlace ? kSmallRounds : kRounds;
        for (uint32_t i = 0; i < rounds; ++i) round(true, true, 0.6F);
        round(true, false, 1);
        level();
        return finish();
    }

private:
    void round(bool toLeft, bool toRight, float step) {
        if (options_.isCancelled()) return;
        for (uint32_t s = 0; s < segments_.count(); ++s) {
            float sum = 0, weight = 0;
            if (toLeft) addSprings(segments_.toLeft[s], sum, weight);
            if (toRight) addSprings(segments_.toRight[s], sum, weight);
            wanted_[s] = weight > 0 ? y_[s] + step * (sum / weight - y_[s]) : y_[s];
        }
        poolLayers();
        makeRoom();
    }

    void addSprings(std::span<const Spring> springs, float& sum, float& weight) const {
        for (const Spring& spring : springs) {
            sum += spring.weight * (y_[spring.segment] + spring.offset);
            weight += spring.weight;
        }
    }

    void poolLayers() {
        std::fill(sum_.begin(), sum_.end(), 0.0F);
        for (const auto& layer : graph_.layers) poolLayer(layer);
        for (uint32_t s = 0; s < segments_.count(); ++s)
            wanted_[s] = sum_[s] / static_cast<float>(segments_.length[s]);
    }

    void poolLayer(const std::vector<uint32_t>& layer) {
        column_.clear();
        for (std::size_t i = 0; i < layer.size(); ++i) {
            const uint32_t segment = segments_.of[layer[i]];
            column_.push_back({wanted_[segment], static_cast<double>(segments_.length[segment]),
                               i == 0 ? 0 : clearance(graph_, options_, layer[i - 1], layer[i])});
        }
        const std::span<const double> places = pools_.place(column_);
        for (std::size_t i = 0; i < layer.size(); ++i)
            sum_[segments_.of[layer[i]]] += static_cast<float>(places[i]);
    }

    // From wanted_ to y_: the mean of pushing everything down and pushing everything up.
    void makeRoom() {
        const auto& order = segments_.topDown;
        for (uint32_t s : order) {
            down_[s] = wanted_[s];
            for (const Clearance& other : segments_.above[s])
                down_[s] = std::max(down_[s], down_[other.segment] + other.distance);
        }
        for (auto it = order.rbegin(); it != order.rend(); ++it) {
            const uint32_t s = *it;
            y_[s] = wanted_[s];
            for (const Clearance& other : segments_.below[s])
                y_[s] = std::min(y_[s], y_[other.segment] - other.distance);
        }
        for (uint32_t s = 0; s < segments_.count(); ++s) y_[s] = (y_[s] + down_[s]) / 2;
    }

    void level() {
        const auto& order = segments_.topDown;
        for (uint32_t s : order) levelOne(s);
        for (auto it = order.rbegin(); it != order.rend(); ++it) levelOne(*it);
    }

    void levelOne(uint32_t s) {
        const auto left = segments_.toLeft[s];
        const auto right = segments_.toRight[s];
        const Spring* best = nullptr;
        if (left.size() == 1)
            best = &left[0];
        else if (left.empty() && right.size() == 1)
            best = &right[0];
        if (!best) return;
        const float target = y_[best->segment] + best->offset;
        if (std::abs(target - y_[s]) > kLevel) return;
        float low = -1e30F, high = 1e30F;
        for (const Clearance& other : segments_.above[s])
            low = std::max(low, y_[other.segment] + other.distance);
        for (const Clearance& other : segments_.below[s])
            high = std::min(high, y_[other.segment] - other.distance);
        if (low <= high) y_[s] = std::clamp(target, low, high);
    }

    std::vector<float> finish() {
        std::vector<float> y(graph_.vertexCount());
        float top = 0;
        for (uint32_t v = 0; v < y.size(); ++v) {
            y[v] = std::round(y_[segments_.of[v]]);
            const float edge = y[v] - graph_.height[v] / 2;
            top = v == 0 ? edge : std::min(top, edge);
        }
        for (float& place : y) place -= top;
        return y;
    }

    const Layered& graph_;
    const LayoutOptions& options_;
    const Segments segments_;
    std::vector<float> y_;  // by segment; keeps all distances between rounds
    std::vector<float> wanted_;
    std::vector<float> down_;
    std::vector<float> sum_;
    std::vector<ColumnPlace> column_;
    LayoutPools pools_;
};

}  // namespace

void placeVertices(Layered& graph, const LayoutOptions& options) {
    graph.y = Placer(graph, options).run();
}

}  // namespace cst
