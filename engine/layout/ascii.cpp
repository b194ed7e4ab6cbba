// Boxes on a grid of characters. The layout works in cells instead of pixels: a box is as wide as
// its text and three rows high, and each gap between two layers has a column of its own for every
// node whose wires turn in it, so that two wires share a line only where they come from one node.

#include "engine/layout/drawing_text.h"
#include "engine/layout/drawings.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace cst {
namespace {

constexpr std::size_t kMaxText = 32;  // characters of a box's line
constexpr uint32_t kMaxTurns = 24;    // columns for wires in a gap; beyond, some share one

/// 7-bit, cut: labels hold text of the user's.
std::string plain(std::string_view text) {
    const std::string line = onOneLine(text);
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto byte = static_cast<unsigned char>(line[i]);
        if (byte < 0x80) {
            out += line[i];
        } else if ((byte & 0xC0U) == 0xC0U) {
            out += std::string_view(line).substr(i).starts_with("…") ? ".." : "?";
        }
    }
    if (out.size() > kMaxText) {
        out.resize(kMaxText - 2);
        out += "..";
    }
    return out;
}

std::string boxText(const GraphNode& node) {
    std::string text = plain(titleOf(node));
    if (!subtitleOf(node).empty()) {
        text += ": " + plain(subtitleOf(node));
    }
    return text + (node.broken ? " (broken)" : "");
}

class Grid {
public:
    Grid(std::size_t width, std::size_t height) : width_(width), rows_(height) {
        for (std::string& row : rows_) {
            row.assign(width_, ' ');
        }
    }
    void put(int64_t x, int64_t y, char c) {
        if (x >= 0 && y >= 0 && static_cast<std::size_t>(x) < width_ &&
            static_cast<std::size_t>(y) < rows_.size()) {
            rows_[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] = c;
        }
    }
    /// A piece of wire; where it crosses another one there is a `+`.
    void wire(int64_t x, int64_t y, char c) {
        const char old = at(x, y);
        const auto isLevel = [](char wire) { return wire == '-' || wire == '.'; };
        if (old == ' ') {
            put(x, y, c);
        } else if (old != '+' && isLevel(old) != isLevel(c)) {
            put(x, y, '+');
        }
    }
    char at(int64_t x, int64_t y) const {
        const bool isInside = x >= 0 && y >= 0 && static_cast<std::size_t>(x) < width_ &&
                              static_cast<std::size_t>(y) < rows_.size();
        return isInside ? rows_[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] : ' ';
    }
    std::string text() const {
        std::string out;
        for (const std::string& row : rows_) {
            out += row.substr(0, row.find_last_not_of(' ') + 1) + '\n';
        }
        return out.substr(0, out.find_last_not_of('\n') + 2);
    }

private:
    std::size_t width_;
    std::vector<std::string> rows_;
};

int64_t cell(float value) {
    return std::llround(value);
}

class AsciiDrawing {
public:
    explicit AsciiDrawing(const Graph& graph) : graph_(graph) {
        std::vector<LayoutNode> nodes;
        for (const GraphNode& node : graph.nodes) {
            texts_.push_back(boxText(node));
            nodes.push_back({static_cast<float>(texts_.back().size() + 4), 3});
        }
        std::vector<LayoutEdge> edges;
        for (const GraphEdge& edge : graph.edges) {
            edges.push_back({edge.from.index, edge.to.index, edge.port});
        }
        LayoutOptions options{.layerGap = 6, .nodeGap = 1, .margin = 0, .partGap = 1};
        options.layerGap = static_cast<float>(mostTurns(layoutGraph(nodes, edges, options)) + 4);
        layout_ = layoutGraph(nodes, edges, options);
    }

    std::size_t width() const { return static_cast<std::size_t>(std::ceil(layout_.width)) + 2; }
    std::size_t height() const { return static_cast<std::size_t>(std::ceil(layout_.height)) + 2; }
    std::string draw();
    std::string list() const;

private:
    uint32_t mostTurns(const Layout& layout) const;
    void drawWire(Grid& grid, const GraphEdge& edge, std::span<const LayoutPoint> route);
    void drawBox(Grid& grid, std::size_t node) const;
    int64_t turnOf(int64_t gap, uint32_t source);

    const Graph& graph_;
    std::vector<std::string> texts_;
    Layout layout_;
    std::map<int64_t, std::vector<uint32_t>> turns_;  // by left end of a gap: who turns in it
};

/// How many nodes have wires that leave the level of their start, at most, between two layers.
uint32_t AsciiDrawing::mostTurns(const Layout& layout) const {
    std::vector<uint32_t> perLayer(layout.layers.size() + 1);
    std::vector<uint32_t> lastSource(layout.layers.size() + 1, UINT32_MAX);
    std::vector<std::vector<uint32_t>> bySource(graph_.nodes.size());
    for (std::size_t i = 0; i < graph_.edges.size(); ++i) {
        bySource[graph_.edges[i].from.index].push_back(static_cast<uint32_t>(i));
    }
    for (uint32_t source = 0; source < bySource.size(); ++source) {
        for (const uint32_t edge : bySource[source]) {
            const uint32_t from = layout.layerOf[source];
            const uint32_t to = layout.layerOf[graph_.edges[edge].to.index];
            for (uint32_t layer = from; layer < to; ++layer) {
                if (lastSource[layer] != source) {
                    lastSource[layer] = source;
                    ++perLayer[layer];
                }
            }
        }
    }
    return std::min(kMaxTurns, *std::max_element(perLayer.begin(), perLayer.end()));
}

int64_t AsciiDrawing::turnOf(int64_t gap, uint32_t source) {
    std::vector<uint32_t>& sources = turns_[gap];
    auto found = std::find(sources.begin(), sources.end(), source);
    if (found == sources.end()) {
        sources.push_back(source);
        found = sources.end() - 1;
    }
    return (found - sources.begin()) % kMaxTurns;
}

void AsciiDrawing::drawWire(Grid& grid, const GraphEdge& edge, std::span<const LayoutPoint> route) {
    const bool isConditional = edge.kind == EdgeKind::Conditional;
    const char level = isConditional ? '.' : '-';
    const char upright = isConditional ? ':' : '|';
    const auto across = [&](int64_t from, int64_t to, int64_t y) {
        for (int64_t x = from; x <= to; ++x) {
            grid.wire(x, y, level);
        }
    };
    for (std::size_t i = 0; i + 1 < route.size(); ++i) {
        const bool isFirst = i == 0;
        const bool isLast = i + 2 == route.size();
        const LayoutBox& source = layout_.boxes[edge.from.index];
        const LayoutBox& target = layout_.boxes[edge.to.index];
        const int64_t x0 = isFirst ? cell(source.topLeft.x + source.width) : cell(route[i].x);
        const int64_t x1 = isLast ? cell(target.topLeft.x) - 1 : cell(route[i + 1].x);
        const int64_t y0 = isFirst ? cell(source.topLeft.y) + 1 : cell(route[i].y);
        const int64_t y1 = isLast ? cell(target.topLeft.y) + 1 : cell(route[i + 1].y);
        if (y0 == y1) {
            across(x0, x1, y0);
        } else {
            const int64_t turn =
                std::min(x0 + 1 + turnOf(cell(route[i].x), edge.from.index), x1 - 1);
            across(x0, turn - 1, y0);
            grid.put(turn, y0, '+');
            for (int64_t y = std::min(y0, y1) + 1; y < std::max(y0, y1); ++y) {
                grid.wire(turn, y, upright);
            }
            grid.put(turn, y1, '+');
            across(turn + 1, x1, y1);
        }
        if (isLast) {
            grid.put(x1, y1, '>');
        }
    }
}

void AsciiDrawing::drawBox(Grid& grid, std::size_t node) const {
    const LayoutBox& box = layout_.boxes[node];
    const int64_t x = cell(box.topLeft.x);
    const int64_t y = cell(box.topLeft.y);
    const std::string& text = texts_[node];
    const auto width = static_cast<int64_t>(text.size()) + 4;
    for (int64_t i = 0; i < width; ++i) {
        const char edge = i == 0 || i + 1 == width ? '+' : '-';
        grid.put(x + i, y, edge);
        grid.put(x + i, y + 2, edge);
        const bool inText = i >= 2 && i < width - 2;
        grid.put(x + i, y + 1,
                 inText        ? text[static_cast<std::size_t>(i - 2)]
                 : edge == '+' ? '|'
                               : ' ');
    }
}

std::string AsciiDrawing::draw() {
    Grid grid(width(), height());
    for (std::size_t i = 0; i < graph_.edges.size(); ++i) {
        drawWire(grid, graph_.edges[i], layout_.routes[i]);
    }
    for (std::size_t node = 0; node < texts_.size(); ++node) {
        drawBox(grid, node);
    }
    return grid.text();
}

std::string AsciiDrawing::list() const {
    std::vector<std::string> operands(texts_.size());
    for (const GraphEdge& edge : graph_.edges) {
        std::string& text = operands[edge.to.index];
        text += text.empty() ? " <- " : ", ";
        text += edge.kind == EdgeKind::Conditional ? "?" : "";
        text += plain(graph_.nodes[edge.from].key);
    }
    std::string out;
    for (std::size_t layer = 0; layer < layout_.layers.size(); ++layer) {
        out += "layer " + std::to_string(layer) + "\n";
        for (const uint32_t node : layout_.layers[layer]) {
            out += "  " + plain(graph_.nodes[NodeId(node)].key) + "  [" + texts_[node] + "]" +
                   operands[node] + "\n";
        }
    }
    return out;
}

}  // namespace

std::string drawAscii(const Graph& graph) {
    if (graph.nodes.empty()) {
        return "(no nodes)\n";
    }
    AsciiDrawing drawing(graph);
    const bool fits = drawing.width() <= kMaxAsciiWidth && drawing.height() <= kMaxAsciiHeight;
    return fits ? drawing.draw() : drawing.list();
}

}  // namespace cst
