#include "tests/bench/graphviz.h"

#include "tests/bench/child_process.h"
#include "tests/bench/scratch_folder.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace cst::bench {
namespace {

constexpr double kPixelsAnInch = 72;
constexpr std::size_t kPieces = 16;

std::string inDot(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges) {
    std::ostringstream out;
    out << "digraph g {\nrankdir=LR; nodesep=" << 14 / kPixelsAnInch
        << "; ranksep=" << 56 / kPixelsAnInch
        << ";\nnode [shape=box, fixedsize=true, label=\"\"];\nedge [arrowhead=none];\n";
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        out << 'n' << i << " [width=" << nodes[i].width / kPixelsAnInch
            << ", height=" << nodes[i].height / kPixelsAnInch << "];\n";
    }
    for (const LayoutEdge& edge : edges) {
        out << 'n' << edge.from << " -> n" << edge.to << ";\n";
    }
    out << "}\n";
    return out.str();
}

/// A line of `dot -Tplain`: edge FROM TO COUNT x1 y1 …: a cubic B-spline in Bézier form.
DrawnEdge edgeOf(std::istringstream& line) {
    std::string from, to;
    std::size_t count = 0;
    line >> from >> to >> count;
    std::vector<LayoutPoint> points(count);
    for (LayoutPoint& point : points) {
        line >> point.x >> point.y;
    }
    DrawnEdge edge{static_cast<uint32_t>(std::stoul(from.substr(1))),
                   static_cast<uint32_t>(std::stoul(to.substr(1))),
                   {}};
    for (std::size_t i = 0; i + 3 < points.size(); i += 3) {
        edge.curve.push_back({points[i], points[i + 1], points[i + 2], points[i + 3]});
    }
    return edge;
}

LayoutPoint at(const LayoutCubic& cubic, float t) {
    const auto mix = [t](LayoutPoint a, LayoutPoint b) {
        return LayoutPoint{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
    };
    const LayoutPoint a = mix(cubic.from, cubic.control1);
    const LayoutPoint b = mix(cubic.control1, cubic.control2);
    const LayoutPoint c = mix(cubic.control2, cubic.to);
    return mix(mix(a, b), mix(b, c));
}

struct Polyline {
    std::array<LayoutPoint, kPieces + 1> points;
    LayoutPoint least, most;
};

/// The pieces are spread over the curve's cubics.
Polyline flattened(const std::vector<LayoutCubic>& curve) {
    Polyline line{};
    for (std::size_t i = 0; i <= kPieces; ++i) {
        const float along = static_cast<float>(i * curve.size()) / kPieces;
        const std::size_t cubic = std::min(static_cast<std::size_t>(along), curve.size() - 1);
        line.points[i] = at(curve[cubic], along - static_cast<float>(cubic));
    }
    line.least = line.most = line.points[0];
    for (const LayoutPoint& point : line.points) {
        line.least = {std::min(line.least.x, point.x), std::min(line.least.y, point.y)};
        line.most = {std::max(line.most.x, point.x), std::max(line.most.y, point.y)};
    }
    return line;
}

double turn(LayoutPoint a, LayoutPoint b, LayoutPoint c) {
    return (double{b.x} - a.x) * (double{c.y} - a.y) - (double{b.y} - a.y) * (double{c.x} - a.x);
}

bool meet(LayoutPoint a, LayoutPoint b, LayoutPoint c, LayoutPoint d) {
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

bool intersect(const Polyline& a, const Polyline& b) {
    if (a.most.x < b.least.x || b.most.x < a.least.x || a.most.y < b.least.y ||
        b.most.y < a.least.y) {
        return false;
    }
    for (std::size_t i = 0; i < kPieces; ++i) {
        for (std::size_t k = 0; k < kPieces; ++k) {
            if (meet(a.points[i], a.points[i + 1], b.points[k], b.points[k + 1])) return true;
        }
    }
    return false;
}

}  // namespace

GraphvizLayout layOutWithDot(std::span<const LayoutNode> nodes, std::span<const LayoutEdge> edges) {
    const ScratchFolder folder;
    const std::string file = folder.write("graph.dot", inDot(nodes, edges));
    const ChildResult child = runChild({"/usr/bin/dot", "-Tplain", file});
    GraphvizLayout layout;
    if (child.exitStatus != 0) {
        return layout;
    }
    layout.milliseconds = child.milliseconds;
    std::istringstream lines(child.standardOutput);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string kind;
        words >> kind;
        if (kind == "edge") {
            layout.edges.push_back(edgeOf(words));
        }
    }
    return layout;
}

uint64_t countCurveCrossings(std::span<const DrawnEdge> edges) {
    std::vector<Polyline> lines;
    lines.reserve(edges.size());
    for (const DrawnEdge& edge : edges) {
        lines.push_back(flattened(edge.curve));
    }
    uint64_t crossings = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        for (std::size_t k = i + 1; k < edges.size(); ++k) {
            const DrawnEdge &a = edges[i], &b = edges[k];
            if (a.from == b.from || a.from == b.to || a.to == b.from || a.to == b.to) continue;
            crossings += intersect(lines[i], lines[k]) ? 1 : 0;
        }
    }
    return crossings;
}

}  // namespace cst::bench
