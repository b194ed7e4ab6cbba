#include "engine/layout/drawing_text.h"
#include "engine/layout/drawings.h"
#include "engine/types/type_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace cst {
namespace {

// Plain colours first: not every program that shows an SVG knows more of CSS.
constexpr std::string_view kStyle = R"(<style>
text { font: 12px Inter, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
.sub { font-size: 10.5px; fill: #6b7280; }
.ground { fill: #fbfbfa; }
.box { fill: #ffffff; stroke: #b8bcc2; }
.edge { fill: none; stroke: #b8bcc2; stroke-width: 1.5; }
.conditional { stroke-dasharray: 5 4; }
.broken { opacity: 0.5; stroke-dasharray: 4 3; }
.input { fill: #2f6fd0; } .literal, .inline, .group { fill: #9aa1ab; } .call { fill: #6f42c1; }
.control { fill: #b26a00; } .output { fill: #1a7f4b; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e8eb; } .sub { fill: #9aa1ab; }
  .ground { fill: #1b1d21; } .box { fill: #26292f; stroke: #565c66; } .edge { stroke: #565c66; }
  .input { fill: #6ea8fe; } .literal, .inline, .group { fill: #7b828d; } .call { fill: #b794f4; }
  .control { fill: #f0b45a; } .output { fill: #5fce96; }
}
</style>
)";

/// Two decimals at most: a tenth of a pixel is more than a screen shows.
std::string number(float value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(value));
    std::string out = text.data();
    if (out.ends_with(".0")) {
        out.resize(out.size() - 2);
    }
    return out;
}

std::string at(LayoutPoint point) {
    return number(point.x) + " " + number(point.y);
}

/// As much as fits into a box, by the measure of nodeSize().
std::string fitted(std::string_view text, float width) {
    const auto room = static_cast<std::size_t>(std::max(4.0F, (width - 22) / 6.4F));
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (begins && ++characters > room) {
            return std::string(text.substr(0, i)) + "…";
        }
    }
    return std::string(text);
}

std::string edgePath(std::span<const LayoutPoint> route, LayoutFlow flow) {
    std::string path;
    for (const LayoutCubic& curve : curvesOf(route, flow)) {
        if (path.empty()) {
            path = "M" + at(curve.from);
        }
        path += " C" + at(curve.control1) + " " + at(curve.control2) + " " + at(curve.to);
    }
    return path;
}

void drawNode(std::string& out, const GraphNode& node, const LayoutBox& box,
              const TypeTable& types) {
    const std::string x = number(box.topLeft.x);
    const std::string y = number(box.topLeft.y);
    const bool isRound = node.kind == NodeKind::Input || node.kind == NodeKind::Output;
    out += "<g" + std::string(node.broken ? " class=\"broken\"" : "") + "><title>" +
           xmlText(node.key) + " : " + xmlText(types.text(node.type)) + "</title>\n";
    out += "<rect class=\"box\" x=\"" + x + "\" y=\"" + y + "\" width=\"" + number(box.width) +
           "\" height=\"" + number(box.height) + "\" rx=\"" + number(isRound ? box.height / 2 : 6) +
           "\"/>\n";
    const std::string kind = nodeKindName(node.kind);
    const std::string middle = number(box.topLeft.y + box.height / 2);
    if (isRound) {
        out += "<circle class=\"" + kind + "\" cx=\"" + number(box.topLeft.x + 12) + "\" cy=\"" +
               middle + "\" r=\"4\"/>\n";
    } else {
        out += "<rect class=\"" + kind + "\" x=\"" + x + "\" y=\"" +
               number(box.topLeft.y + box.height / 4) + "\" width=\"4\" height=\"" +
               number(box.height / 2) + "\" rx=\"2\"/>\n";
    }
    const std::string left = number(box.topLeft.x + (isRound ? 22 : 12));
    const bool hasTwoLines = !subtitleOf(node).empty() && box.height >= 40;
    const float first = box.topLeft.y + box.height / 2 + (hasTwoLines ? -3.0F : 4.0F);
    out += "<text x=\"" + left + "\" y=\"" + number(first) + "\">" +
           xmlText(fitted(titleOf(node), box.width)) + "</text>\n";
    if (hasTwoLines) {
        out += "<text class=\"sub\" x=\"" + left + "\" y=\"" + number(first + 14) + "\">" +
               xmlText(fitted(subtitleOf(node), box.width)) + "</text>\n";
    }
    out += "</g>\n";
}

}  // namespace

std::string drawSvg(const Graph& graph, const Layout& layout, const TypeTable& types,
                    const LayoutBox* part) {
    const LayoutBox all{layout.topLeft, layout.width, layout.height};
    const LayoutBox& shown = part ? *part : all;
    const std::string left = number(shown.topLeft.x), top = number(shown.topLeft.y);
    const std::string width = number(std::max(shown.width, 1.0F));
    const std::string height = number(std::max(shown.height, 1.0F));
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width +
                      "\" height=\"" + height + "\" viewBox=\"" + left + " " + top + " " + width +
                      " " + height + "\">\n";
    out += kStyle;
    out += "<rect class=\"ground\" x=\"" + left + "\" y=\"" + top +
           "\" width=\"100%\" height=\"100%\"/>\n";
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const bool isConditional = graph.edges[i].kind == EdgeKind::Conditional;
        const std::string path = edgePath(layout.routes[i], layout.flow);
        if (!path.empty()) {
            out += "<path class=\"edge" + std::string(isConditional ? " conditional" : "") +
                   "\" d=\"" + path + "\"/>\n";
        }
    }
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        drawNode(out, graph.nodes[NodeId(i)], layout.boxes[i], types);
    }
    return out + "</svg>\n";
}

}  // namespace cst
