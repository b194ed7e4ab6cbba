// A layout that starts from another one.
//
// What was there keeps its layer, its height and the heights of its line; that is where it would
// like to be, a thousand times more than what is new. Layers grow only where an edge would run
// backwards. Then, layer by layer from the left, what is new is put beside what it is linked to,
// into the nearest gap that is wide enough if there is one near by, and the column is placed as a
// whole: where nothing is in the way that is exactly where everything was.
//
// What a person has dragged somewhere stands there, whatever column that is; the others keep away.

#include "engine/layout/detours.h"
#include "engine/layout/dummies.h"
#include "engine/layout/layout.h"
#include "engine/layout/pools.h"
#include "engine/layout/ranks.h"
#include "engine/layout/routes.h"
#include "engine/layout/segments.h"
#include "engine/layout/turned.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cst {
namespace {

constexpr uint32_t kNone = LayoutHomes::kNone;
constexpr double kStays = 1'000;   // weight of what was there
constexpr double kPinned = 1e9;    // of what a person has put there
constexpr double kNearBy = 160;    // px: how far a gap may be
constexpr double kRounding = 0.1;  // px: of sums of distances

class Steady {
public:
    Steady(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
           const LayoutHomes& homes, const LayoutOptions& options)
        : nodes_(nodes), edges_(edges), homes_(homes), options_(options) {}

    Layout run() {
        if (nodes_.empty()) return {};
        rank();
        findHomes();
        guess();
        placeColumns();
        placeLayers();
        finish();
        return std::move(layout_);
    }

private:
    enum class Hold : uint8_t { Unknown, New, Stays, Pinned };

    bool isPinned(uint32_t node) const { return !homes_.pins.empty() && homes_.pins[node]; }

    void rank() {
        std::vector<uint32_t> layers(nodes_.size(), Ranks::kNone);
        for (std::size_t node = 0; node < nodes_.size(); ++node)
            if (homes_.inBase[node] != kNone)
                layers[node] = homes_.base.layerOf[homes_.inBase[node]];
        graph_ = addDummies(nodes_, edges_,
                            rankNodes(static_cast<uint32_t>(nodes_.size()), edges_, layers));
        graph_.y.assign(graph_.vertexCount(), 0);
        hold_.assign(graph_.vertexCount(), Hold::Unknown);
    }

    void setHome(uint32_t vertex, float y, Hold hold) {
        graph_.y[vertex] = y;
        hold_[vertex] = hold;
    }

    void findHomes() {
        for (uint32_t node = 0; node < graph_.nodeCount; ++node) {
            const uint32_t old = homes_.inBase[node];
            if (old != kNone) {
                const LayoutBox& box = homes_.base.boxes[old];
                setHome(node, box.topLeft.y + box.height / 2, Hold::Stays);
                const LayoutTrunk& trunk = homes_.base.trunks[old];
                for (uint32_t v = graph_.trunk[node]; v < graph_.trunk[node + 1]; ++v) {
                    const uint32_t behind = graph_.layerOf[v] - homes_.base.layerOf[old] - 1;
                    if (behind < trunk.size()) setHome(v, trunk[behind], Hold::Stays);
                }
            }
            if (isPinned(node))
                setHome(node, homes_.pins[node]->y + nodes_[node].height / 2, Hold::Pinned);
        }
    }

    // Where what is new would like to be, by what it is linked to.
    void guess() {
        std::vector<uint32_t> byLayer;
        for (uint32_t v = 0; v < graph_.vertexCount(); ++v)
            if (hold_[v] == Hold::Unknown) byLayer.push_back(v);
        if (byLayer.empty()) return;
        std::vector<uint8_t> isNew(graph_.vertexCount());
        for (const uint32_t v : byLayer) isNew[v] = 1;
        addNeighbours(graph_, isNew);
        std::stable_sort(byLayer.begin(), byLayer.end(), [&](uint32_t a, uint32_t b) {
            return graph_.layerOf[a] < graph_.layerOf[b];
        });
        const auto guessAll = [&](auto begin, auto end, const NeighbourTable& side, float sign) {
            for (auto v = begin; v != end; ++v)
                if (hold_[*v] == Hold::Unknown) guessFrom(*v, side, sign);
        };
        guessAll(byLayer.begin(), byLayer.end(), graph_.left, -1);
        guessAll(byLayer.rbegin(), byLayer.rend(), graph_.right, 1);
        // What hangs together with nothing stands below what stands before it in the text.
        for (uint32_t v : byLayer) {
            if (hold_[v] != Hold::Unknown) continue;
            if (v >= graph_.nodeCount)
                setHome(v, graph_.y[graph_.before[v]], Hold::New);
            else if (!guessFrom(v, graph_.left, -1))
                setHome(v, belowTheLast(v), Hold::New);
        }
    }

    bool guessFrom(uint32_t vertex, const NeighbourTable& side, float sign) {
        float sum = 0;
        int count = 0;
        for (const Neighbour& link : side[vertex]) {
            if (hold_[link.vertex] == Hold::Unknown) continue;
            sum += graph_.y[link.vertex] + sign * link.portY;
            ++count;
        }
        if (count == 0) return false;
        setHome(vertex, sum / static_cast<float>(count), Hold::New);
        return true;
    }

    float belowTheLast(uint32_t node) const {
        for (uint32_t other = node; other-- > 0;) {
            if (hold_[other] == Hold::Unknown || graph_.layerOf[other] != graph_.layerOf[node])
                continue;
            return graph_.y[other] + clearance(graph_, options_, other, node);
        }
        return nodes_[node].height / 2 + options_.margin;
    }

    void placeColumns() {
        const uint32_t layers = 1 + *std::max_element(graph_.layerOf.begin(), graph_.layerOf.end());
        std::vector<float> widths(layers, 0);
        for (uint32_t i = 0; i < std::min<std::size_t>(layers, homes_.base.columns.size()); ++i)
            widths[i] = homes_.base.columns[i].end - homes_.base.columns[i].begin;
        for (uint32_t node = 0; node < graph_.nodeCount; ++node) {
            if (isPinned(node)) continue;
            float& width = widths[graph_.layerOf[node]];
            width = std::max(width, nodes_[node].width);
        }
        float x = homes_.base.columns.empty() ? options_.margin : homes_.base.columns[0].begin;
        for (const float width : widths) {
            layout_.columns.push_back({x, x + width});
            x += width + options_.layerGap;
        }
    }

    /// A row of a column: a vertex, or a pinned box that reaches into it.
    struct Row {
        double y = 0;  // of its centre: where it would like to be
        uint32_t vertex = 0;
        Hold hold = Hold::New;
        friend bool operator<(const Row& a, const Row& b) {
            return a.y < b.y || (a.y == b.y && a.vertex < b.vertex);
        }
    };

    double distance(const Row& upper, const Row& lower) const {
        const double clear = clearance(graph_, options_, upper.vertex, lower.vertex);
        // Pinned boxes stand where they stand, over each other too.
        const bool arePinned = upper.hold == Hold::Pinned && lower.hold == Hold::Pinned;
        return arePinned ? std::min(clear, lower.y - upper.y) : clear;
    }

    /// Between two pinned boxes stands what has room there; the rest goes on below them.
    void emptyNarrowGaps() {
        std::size_t pin = rows_.size();
        double neededY = 0;  // from the last pin on, all rows being as close as they may
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            if (i > 0) neededY += distance(rows_[i - 1], rows_[i]);
            if (rows_[i].hold != Hold::Pinned) continue;
            if (pin + 1 < i && neededY > rows_[i].y + kRounding) {
                lowerBelow(i);
                i = pin;
            } else {
                pin = i;
            }
            neededY = rows_[pin].y;
        }
    }

    /// The row above this pinned one is put below it.
    void lowerBelow(std::size_t pin) {
        Row row = rows_[pin - 1];
        const double least = rows_[pin].y + distance(rows_[pin], row);
        rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(pin - 1));
        row.y = std::max(row.y, least);
        rows_.insert(std::upper_bound(rows_.begin(), rows_.end(), row), row);
    }

    void placeLayers() {
        graph_.layers.assign(layout_.columns.size(), {});
        for (uint32_t v = 0; v < graph_.vertexCount(); ++v)
            if (hold_[v] != Hold::Pinned) graph_.layers[graph_.layerOf[v]].push_back(v);
        for (std::size_t layer = 0; layer < graph_.layers.size(); ++layer) placeLayer(layer);
    }

    void placeLayer(std::size_t layer) {
        rows_.clear();
        addPins(layer);
        std::vector<uint32_t>& vertices = graph_.layers[layer];
        for (const uint32_t v : vertices)
            if (hold_[v] == Hold::Stays) rows_.push_back({graph_.y[v], v, Hold::Stays});
        std::sort(rows_.begin(), rows_.end());
        for (const uint32_t v : vertices) {
            if (hold_[v] != Hold::New) continue;
            // What stands on its left has its place by now.
            guessFrom(v, graph_.left, -1);
            Row row{graph_.y[v], v, Hold::New};
            if (!graph_.isDummy(v)) row.y = nearestGap(row);
            rows_.insert(std::upper_bound(rows_.begin(), rows_.end(), row), row);
        }
        if (!homes_.pins.empty()) emptyNarrowGaps();
        column_.clear();
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const Row& row = rows_[i];
            column_.push_back({row.y,
                               row.hold == Hold::Pinned  ? kPinned
                               : row.hold == Hold::Stays ? kStays
                                                         : 1,
                               i == 0 ? 0 : distance(rows_[i - 1], row)});
        }
        const std::span<const double> places = pools_.place(column_);
        vertices.clear();
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            if (rows_[i].hold == Hold::Pinned) continue;
            graph_.y[rows_[i].vertex] = static_cast<float>(std::round(places[i] * 2) / 2);
            vertices.push_back(rows_[i].vertex);
        }
    }

    void addPins(std::size_t layer) {
        if (homes_.pins.empty()) return;
        const LayoutSpan& column = layout_.columns[layer];
        for (uint32_t node = 0; node < graph_.nodeCount; ++node) {
            if (!isPinned(node)) continue;
            const float left = homes_.pins[node]->x - options_.nodeGap;
            const float right = homes_.pins[node]->x + nodes_[node].width + options_.nodeGap;
            if (left < column.end && right > column.begin)
                rows_.push_back({graph_.y[node], node, Hold::Pinned});
        }
    }

    // The place nearest to where the row would like to be that keeps its distance from all others;
    // where it would like to be if there is none near by.
    double nearestGap(const Row& row) const {
        const auto fits = [&](double y) {
            const auto first =
                std::lower_bound(rows_.begin(), rows_.end(), Row{y - kNearBy, 0, {}});
            for (auto other = first; other != rows_.end() && other->y < y + kNearBy; ++other)
                if (std::abs(other->y - y) < distance(*other, row)) return false;
            return true;
        };
        if (fits(row.y)) return row.y;
        double best = row.y, least = kNearBy;
        const auto consider = [&](double y) {
            if (std::abs(y - row.y) >= least || !fits(y)) return;
            least = std::abs(y - row.y);
            best = y;
        };
        const auto first =
            std::lower_bound(rows_.begin(), rows_.end(), Row{row.y - 2 * kNearBy, 0, {}});
        for (auto other = first; other != rows_.end() && other->y < row.y + 2 * kNearBy; ++other) {
            consider(other->y + distance(*other, row));
            consider(other->y - distance(*other, row));
        }
        return best;
    }

    void finish() {
        layout_.layers.resize(graph_.layers.size());
        layout_.layerOf.assign(graph_.layerOf.begin(), graph_.layerOf.begin() + graph_.nodeCount);
        layout_.boxes.resize(nodes_.size());
        layout_.trunks.resize(nodes_.size());
        for (uint32_t node = 0; node < graph_.nodeCount; ++node) {
            const LayoutNode& size = nodes_[node];
            const LayoutPoint free{layout_.columns[graph_.layerOf[node]].begin,
                                   graph_.y[node] - size.height / 2};
            layout_.boxes[node] = {isPinned(node) ? *homes_.pins[node] : free, size.width,
                                   size.height};
            for (uint32_t v = graph_.trunk[node]; v < graph_.trunk[node + 1]; ++v)
                layout_.trunks[node].push_back(graph_.y[v]);
        }
        for (std::size_t i = 0; i < graph_.layers.size(); ++i)
            for (const uint32_t v : graph_.layers[i])
                if (!graph_.isDummy(v)) layout_.layers[i].push_back(v);
        for (uint32_t node = 0; node < graph_.nodeCount; ++node) {
            if (!isPinned(node)) continue;
            std::vector<uint32_t>& layer = layout_.layers[graph_.layerOf[node]];
            const auto below = std::find_if(layer.begin(), layer.end(), [&](uint32_t other) {
                return graph_.y[other] > graph_.y[node];
            });
            layer.insert(below, node);
        }
        layout_.routes.resize(edges_.size());
        for (uint32_t e = 0; e < edges_.size(); ++e) {
            routeEdge(graph_, e, layout_.columns, layout_.boxes[edges_[e].from],
                      layout_.boxes[edges_[e].to], 0, layout_.routes[e]);
        }
        if (!homes_.pins.empty()) leadRoundBoxes(layout_, edges_, homes_.pins, options_);
        measure();
    }

    void measure() {
        LayoutPoint least = layout_.boxes[0].topLeft, most = least;
        const auto reach = [&](LayoutPoint point) {
            least = {std::min(least.x, point.x), std::min(least.y, point.y)};
            most = {std::max(most.x, point.x), std::max(most.y, point.y)};
        };
        for (const LayoutBox& box : layout_.boxes) {
            reach(box.topLeft);
            reach({box.topLeft.x + box.width, box.topLeft.y + box.height});
        }
        for (const auto& route : layout_.routes)
            for (const LayoutPoint& point : route) reach(point);
        layout_.topLeft = {least.x - options_.margin, least.y - options_.margin};
        layout_.width = most.x - least.x + 2 * options_.margin;
        layout_.height = most.y - least.y + 2 * options_.margin;
    }

    std::span<const LayoutNode> nodes_;
    std::span<const LayoutEdge> edges_;
    const LayoutHomes& homes_;
    const LayoutOptions& options_;
    // Neighbours are told of what is new; y is where a vertex would like to be until it has its
    // place.
    Layered graph_;
    std::vector<Hold> hold_;  // by vertex
    std::vector<Row> rows_;   // of the column at hand, from the top
    std::vector<ColumnPlace> column_;
    LayoutPools pools_;
    Layout layout_;
};

}  // namespace

Layout layoutSteadily(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges,
                      const LayoutHomes& homes, const LayoutOptions& options) {
    if (options.flow == LayoutFlow::LeftToRight) return Steady(nodes, edges, homes, options).run();
    const std::vector<LayoutNode> onSide = turned(nodes);
    const Layout base = turned(homes.base);
    const std::vector<std::optional<LayoutPoint>> pins = turned(homes.pins);
    return turned(Steady(onSide, edges, {base, homes.inBase, pins}, options).run());
}

}  // namespace cst
