#include "engine/layout/drawing_text.h"
#include "engine/layout/drawings.h"
#include "engine/text/utf8.h"
#include "engine/types/type_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cst {
namespace {

// A picture without a look has classes, and is dark where its reader's system is: plain colours
// first, as not every program that shows an SVG knows more of CSS. One with a look has the colours
// of that at each thing.
constexpr std::string_view kStyle = R"(<style>
text { font-family: Inter, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 12px;
  fill: #1f2328; }
.sub { font-size: 10.5px; fill: #6b7280; }
.ground { fill: #fbfbfa; }
.box { fill: #ffffff; stroke: #b8bcc2; }
.edge { fill: none; stroke: #b8bcc2; stroke-width: 1.5; }
.head { fill: #b8bcc2; }
.note { font-size: 10px; }
.conditional { stroke-dasharray: 5 4; }
.broken { opacity: 0.5; stroke-dasharray: 4 3; }
.input { fill: #2f6fd0; } .literal, .inline, .group { fill: #9aa1ab; } .call { fill: #6f42c1; }
.control { fill: #b26a00; } .output { fill: #1a7f4b; }
)";
constexpr std::string_view kDarkStyle = R"(@media (prefers-color-scheme: dark) {
  text { fill: #e6e8eb; } .sub { fill: #9aa1ab; }
  .ground { fill: #1b1d21; } .box { fill: #26292f; stroke: #565c66; } .edge { stroke: #565c66; }
  .head { fill: #565c66; }
  .input { fill: #6ea8fe; } .literal, .inline, .group { fill: #7b828d; } .call { fill: #b794f4; }
  .control { fill: #f0b45a; } .output { fill: #5fce96; }
}
</style>
)";
constexpr float kArrow = 6;
constexpr float kPillEnds = 12;

/// One decimal at most: a tenth of a pixel is more than a screen shows. Never with a comma.
std::string number(float value) {
    std::array<char, 48> text{};
    const auto [end, error] = std::to_chars(text.begin(), text.end(), static_cast<double>(value),
                                            std::chars_format::fixed, 1);
    std::string out(text.begin(), end);
    if (out.ends_with(".0")) {
        out.resize(out.size() - 2);
    }
    return out == "-0" ? "0" : out;
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

/// Where a line ends: the place of its arrow, and the route that leaves room for it.
struct LineEnd {
    LayoutPoint tip;
    std::vector<LayoutPoint> route;
};

LineEnd endOf(std::span<const LayoutPoint> route, LayoutFlow flow) {
    LineEnd end{route.back(), {route.begin(), route.end()}};
    (flow == LayoutFlow::TopDown ? end.route.back().y : end.route.back().x) -= kArrow;
    return end;
}

std::string arrowPath(LayoutPoint tip, LayoutFlow flow) {
    constexpr float kHalf = kArrow * 0.55F;
    const bool isDown = flow == LayoutFlow::TopDown;
    const LayoutPoint one{tip.x - (isDown ? kHalf : kArrow), tip.y - (isDown ? kArrow : kHalf)};
    const LayoutPoint other{tip.x - (isDown ? -kHalf : kArrow), tip.y - (isDown ? kArrow : -kHalf)};
    return "M" + at(tip) + " L" + at(one) + " L" + at(other) + " Z";
}

LayoutPoint middleOf(std::span<const LayoutPoint> route, LayoutFlow flow) {
    const std::vector<LayoutCubic> curves = curvesOf(route, flow);
    const LayoutCubic& curve = curves[curves.size() / 2];
    const auto halfWay = [](float a, float b, float c, float d) {
        return (a + 3 * b + 3 * c + d) / 8;
    };
    return {halfWay(curve.from.x, curve.control1.x, curve.control2.x, curve.to.x),
            halfWay(curve.from.y, curve.control1.y, curve.control2.y, curve.to.y)};
}

/// On a line that was not taken.
std::string crossAt(LayoutPoint middle, const std::string& color) {
    constexpr float kHalf = 3.2F;
    const auto corner = [&](float x, float y) {
        return at({middle.x + x * kHalf, middle.y + y * kHalf});
    };
    return "<path class=\"cross\" style=\"stroke:" + color + ";stroke-width:1.6;fill:none\" d=\"M" +
           corner(-1, -1) + " L" + corner(1, 1) + " M" + corner(-1, 1) + " L" + corner(1, -1) +
           "\"/>\n";
}

void drawEdge(std::string& out, const GraphEdge& edge, std::span<const LayoutPoint> route,
              LayoutFlow flow, const DrawnEdge* look) {
    if (route.size() < 2) return;
    const LineEnd end = endOf(route, flow);
    const bool isConditional = edge.kind == EdgeKind::Conditional;
    const bool isNotTaken = look && look->isNotTaken;
    const std::string width = look && look->isStrong ? ";stroke-width:4"
                              : isNotTaken           ? ";stroke-width:1;stroke-dasharray:1.5 3.5"
                                                     : "";
    out += "<path class=\"edge" + std::string(isConditional ? " conditional" : "") + "\"" +
           (look ? " style=\"stroke:" + look->color + width + "\"" : "") + " d=\"" +
           edgePath(end.route, flow) + "\"/>\n";
    if (isNotTaken) out += crossAt(middleOf(end.route, flow), look->color);
    out += "<path class=\"head\"" + (look ? " style=\"fill:" + look->color + "\"" : "") + " d=\"" +
           arrowPath(end.tip, flow) + "\"/>\n";
}

/// The body in the shape of its kind, as the studio has them: inputs round on the left, outputs on
/// the right, control nodes pointed, literals square.
std::string outlineOf(NodeKind kind, const LayoutBox& box) {
    const float half = box.height / 2, round = 7 * box.height / 44;
    float left = round, right = round;
    if (kind == NodeKind::Input) left = half;
    if (kind == NodeKind::Output) right = half;
    if (kind == NodeKind::Literal) left = right = round / 4;
    const float x = box.topLeft.x, y = box.topLeft.y;
    const float endX = x + box.width, endY = y + box.height;
    if (kind == NodeKind::Control) {
        const float point = 10 * box.height / 44;
        return "M" + at({x + point, y}) + " L" + at({endX - point, y}) + " L" +
               at({endX, y + half}) + " L" + at({endX - point, endY}) + " L" +
               at({x + point, endY}) + " L" + at({x, y + half}) + " Z";
    }
    const auto corner = [](float radius, LayoutPoint to) {
        return " A" + number(radius) + " " + number(radius) + " 0 0 1 " + at(to);
    };
    return "M" + at({x + left, y}) + " L" + at({endX - right, y}) +
           corner(right, {endX, y + right}) + " L" + at({endX, endY - right}) +
           corner(right, {endX - right, endY}) + " L" + at({x + left, endY}) +
           corner(left, {x, endY - left}) + " L" + at({x, y + left}) + corner(left, {x + left, y}) +
           " Z";
}

/// Words in a pill on the lower edge of a node, as wide as they are: by the measure of nodeSize().
struct Pill {
    std::string words;
    float width = 0;
};

Pill pillOf(std::string_view words, float room) {
    Pill pill{fitted(words, room + kPillEnds), 0};
    pill.width = static_cast<float>(utf8Count(pill.words)) * 5.6F + kPillEnds;
    return pill;
}

void drawPill(std::string& out, const Pill& pill, LayoutPoint topLeft, const std::string& color,
              const DrawnLook& look) {
    const std::string y = number(topLeft.y);
    out += "<rect x=\"" + number(topLeft.x) + "\" y=\"" + y + "\" width=\"" + number(pill.width) +
           "\" height=\"16\" rx=\"8\" style=\"fill:" + look.ground + ";stroke:" + color +
           ";stroke-opacity:0.45\"/>\n<text class=\"note\" x=\"" +
           number(topLeft.x + kPillEnds / 2) + "\" y=\"" + number(topLeft.y + 11.5F) +
           "\" style=\"fill:" + color + "\">" + xmlText(pill.words) + "</text>\n";
}

/// The state at the right, what the runs took at the left where there is room for both.
void drawPills(std::string& out, const DrawnNode& node, const LayoutBox& box,
               const DrawnLook& look) {
    constexpr float kInset = 5;
    const float y = box.topLeft.y + box.height - 8;
    float room = box.width - 2 * kInset;
    if (!node.note.empty()) {
        const Pill pill = pillOf(node.note, room - kPillEnds);
        drawPill(out, pill, {box.topLeft.x + box.width - kInset - pill.width, y}, node.noteColor,
                 look);
        room -= pill.width + kInset;
    }
    if (node.runs.empty()) return;
    const Pill pill = pillOf(node.runs, box.width * 4);  // whole, or not at all
    if (pill.width <= room) drawPill(out, pill, {box.topLeft.x + kInset, y}, node.text, look);
}

/// What the colours of a look do not say in a picture without one.
void drawKind(std::string& out, const GraphNode& node, const LayoutBox& box) {
    const std::string kind = nodeKindName(node.kind);
    if (node.kind == NodeKind::Input || node.kind == NodeKind::Output) {
        out += "<circle class=\"" + kind + "\" cx=\"" + number(box.topLeft.x + 12) + "\" cy=\"" +
               number(box.topLeft.y + box.height / 2) + "\" r=\"4\"/>\n";
        return;
    }
    out += "<rect class=\"" + kind + "\" x=\"" + number(box.topLeft.x) + "\" y=\"" +
           number(box.topLeft.y + box.height / 4) + "\" width=\"4\" height=\"" +
           number(box.height / 2) + "\" rx=\"2\"/>\n";
}

void drawNode(std::string& out, const GraphNode& node, const LayoutBox& box, const TypeTable& types,
              const DrawnLook* look, const DrawnNode* colours) {
    const bool isRound = node.kind == NodeKind::Input || node.kind == NodeKind::Output;
    const std::string path = outlineOf(node.kind, box);
    out += "<g" + std::string(node.broken ? " class=\"broken\"" : "") + "><title>" +
           xmlText(node.key) + " : " + xmlText(types.text(node.type)) +
           (colours && !colours->note.empty() ? " · " + xmlText(colours->note) : "") + "</title>\n";
    out += "<path class=\"box\"";
    if (colours) {
        out += " style=\"fill:" + colours->fill + ";stroke:" + colours->border +
               (colours->isStrong ? ";stroke-width:2.5\"" : "\"");
    }
    out += " d=\"" + path + "\"/>\n";
    if (!colours) drawKind(out, node, box);
    const std::string left = number(box.topLeft.x + (isRound ? 22 : 12));
    const bool hasTwoLines = !subtitleOf(node).empty() && box.height >= 40;
    // A pill covers the lower edge.
    const float first = box.topLeft.y + box.height / 2 + (hasTwoLines ? -3.0F : 4.0F) -
                        (colours && !colours->note.empty() ? 3.0F : 0.0F);
    const auto write = [&](const char* start, std::string_view text, float y, std::string color) {
        out += start + (" x=\"" + left) + "\" y=\"" + number(y) + "\"" +
               (color.empty() ? "" : " style=\"fill:" + color + "\"") + ">" +
               xmlText(fitted(text, box.width)) + "</text>\n";
    };
    write("<text", titleOf(node), first, colours ? colours->text : "");
    if (hasTwoLines) {
        write("<text class=\"sub\"", subtitleOf(node), first + 14, colours ? colours->dim : "");
    }
    if (colours) drawPills(out, *colours, box, *look);
    out += "</g>\n";
}

void drawFrame(std::string& out, const DrawnFrame& frame) {
    const LayoutBox& box = frame.box;
    out += "<rect x=\"" + number(box.topLeft.x) + "\" y=\"" + number(box.topLeft.y) +
           "\" width=\"" + number(box.width) + "\" height=\"" + number(box.height) +
           "\" rx=\"8\" style=\"fill:" + frame.fill + ";stroke:" + frame.border + "\"/>\n";
    out += "<text class=\"sub\" x=\"" + number(box.topLeft.x + 8) + "\" y=\"" +
           number(box.topLeft.y - 3) + "\" style=\"fill:" + frame.text + "\">" +
           xmlText(frame.name) + "</text>\n";
}

}  // namespace

std::string drawSvg(const Graph& graph, const Layout& layout, const TypeTable& types,
                    const LayoutBox* part, const DrawnLook* look) {
    const LayoutBox all{layout.topLeft, layout.width, layout.height};
    const LayoutBox& shown = part ? *part : all;
    const std::string left = number(shown.topLeft.x), top = number(shown.topLeft.y);
    const std::string width = number(std::max(shown.width, 1.0F));
    const std::string height = number(std::max(shown.height, 1.0F));
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width +
                      "\" height=\"" + height + "\" viewBox=\"" + left + " " + top + " " + width +
                      " " + height + "\">\n";
    out += kStyle;
    out += look ? "</style>\n" : kDarkStyle;
    out += "<rect class=\"ground\" x=\"" + left + "\" y=\"" + top + "\" width=\"" + width +
           "\" height=\"" + height + "\"" + (look ? " style=\"fill:" + look->ground + "\"" : "") +
           "/>\n";
    if (look) {
        for (const DrawnFrame& frame : look->frames) drawFrame(out, frame);
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        drawEdge(out, graph.edges[i], layout.routes[i], layout.flow,
                 look ? &look->edges[i] : nullptr);
    }
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        drawNode(out, graph.nodes[NodeId(i)], layout.boxes[i], types, look,
                 look ? &look->nodes[i] : nullptr);
    }
    return out + "</svg>\n";
}

}  // namespace cst
