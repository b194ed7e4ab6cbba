#include "engine/layout/drawing_text.h"
#include "engine/layout/drawings.h"
#include "engine/layout/svg_frames.h"
#include "engine/layout/svg_legend.h"
#include "engine/layout/svg_style.h"
#include "engine/layout/svg_text.h"
#include "engine/types/type_table.h"

#include <algorithm>
#include <cmath>

namespace cst {
namespace {

constexpr float kArrow = 6;
constexpr float kPillEnds = 12;
constexpr float kLeastLegend = 240;  // px; its rows may be so long in any picture
constexpr float kLegendSide = 24, kLegendAbove = 8, kLegendBelow = 20;  // px around it

std::string at(LayoutPoint point) {
    return svgNumber(point.x) + " " + svgNumber(point.y);
}

/// As much as fits into a box, by the measure of nodeSize().
std::string fitted(std::string_view text, float width) {
    return firstCharacters(text,
                           static_cast<std::size_t>(std::max(4.0F, (width - 22) / kSvgLetter)));
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

void drawEdge(std::string& out, const GraphEdge& edge, TypeFamily family,
              std::span<const LayoutPoint> route, LayoutFlow flow, const DrawnEdge* look) {
    if (route.size() < 2) return;
    const LineEnd end = endOf(route, flow);
    const bool isConditional = edge.kind == EdgeKind::Conditional;
    const bool isNotTaken = look && look->isNotTaken;
    // All of a stroke in one place: Qt takes it from the style or from the class, not from both.
    std::string style;
    if (look) {
        style = " style=\"stroke:" + look->color + ";stroke-width:" +
                (look->isStrong ? "4"
                 : isNotTaken   ? "1"
                                : "1.5") +
                (isNotTaken      ? ";stroke-dasharray:1.5 3.5"
                 : isConditional ? ";stroke-dasharray:5 4"
                                 : "") +
                "\"";
    }
    out += "<path class=\"edge " + lineClass(family) + (isConditional ? " conditional" : "") +
           "\"" + style + " d=\"" + edgePath(end.route, flow) + "\"/>\n";
    if (isNotTaken) out += crossAt(middleOf(end.route, flow), look->color);
    out += "<path class=\"" + headClass(family) + "\"" + svgFill(look ? look->color : "") +
           " d=\"" + arrowPath(end.tip, flow) + "\"/>\n";
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
        return " A" + svgNumber(radius) + " " + svgNumber(radius) + " 0 0 1 " + at(to);
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
    pill.width = svgWidth(pill.words, kSvgSmallLetter) + kPillEnds;
    return pill;
}

void drawPill(std::string& out, const Pill& pill, LayoutPoint topLeft, const std::string& color,
              const DrawnLook& look) {
    const std::string y = svgNumber(topLeft.y);
    out += "<rect x=\"" + svgNumber(topLeft.x) + "\" y=\"" + y + "\" width=\"" +
           svgNumber(pill.width) + "\" height=\"16\" rx=\"8\" style=\"fill:" + look.ground +
           ";stroke:" + color + ";stroke-opacity:0.45\"/>\n<text class=\"note\" x=\"" +
           svgNumber(topLeft.x + kPillEnds / 2) + "\" y=\"" + svgNumber(topLeft.y + 11.5F) +
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

/// What a node is called in words: its key, but for a group, whose key is not what is written.
std::string_view wordsOf(const GraphNode& node) {
    return node.kind == NodeKind::Group ? node.name : node.key;
}

/// A second body behind it, for what it stands for.
void drawStack(std::string& out, const GraphNode& node, LayoutBox box, const DrawnLook* look,
               const DrawnNode* colours) {
    constexpr float kOff = 4;
    box.topLeft = {box.topLeft.x + kOff, box.topLeft.y - kOff};
    out += "<path class=\"" + (node.broken ? bodyClass(node) : "stack") + "\"";
    if (colours) {
        out += " style=\"fill:" + mixedColor(colours->fill, look->ground, kStackVeil) +
               ";stroke:" + colours->border + "\"";
    }
    out += " d=\"" + outlineOf(node.kind, box) + "\"/>\n";
}

void drawNode(std::string& out, const GraphNode& node, const LayoutBox& box, const TypeTable& types,
              const DrawnLook* look, const DrawnNode* colours) {
    const std::string path = outlineOf(node.kind, box);
    out += "<g" + std::string(node.broken ? " class=\"broken\"" : "") + "><title>" +
           xmlText(wordsOf(node)) + " : " + xmlText(types.text(node.type)) +
           (colours && !colours->note.empty() ? " · " + xmlText(colours->note) : "") + "</title>\n";
    const bool isStack = node.kind == NodeKind::Group || (colours && colours->isStack);
    if (isStack) drawStack(out, node, box, look, colours);
    out += "<path class=\"" + bodyClass(node) + "\"";
    if (colours) {
        out += " style=\"fill:" + colours->fill + ";stroke:" + colours->border +
               (colours->isStrong ? ";stroke-width:2.5" : "") +
               (node.broken ? ";stroke-dasharray:4 3\"" : "\"");
    }
    out += " d=\"" + path + "\"/>\n";
    const std::string left = svgNumber(box.topLeft.x + (node.kind == NodeKind::Input ? 16 : 12));
    const bool hasTwoLines = !subtitleOf(node).empty() && box.height >= 40;
    // A pill covers the lower edge.
    const float first = box.topLeft.y + box.height / 2 + (hasTwoLines ? -3.0F : 4.0F) -
                        (colours && !colours->note.empty() ? 3.0F : 0.0F);
    const auto write = [&](const std::string& classes, std::string_view text, float y,
                           const std::string& color) {
        out += "<text class=\"" + classes + "\" x=\"" + left + "\" y=\"" + svgNumber(y) + "\"" +
               svgFill(color) + ">" + xmlText(fitted(text, box.width)) + "</text>\n";
    };
    write(node.broken ? wordsClass(node) : "title", titleOf(node), first,
          colours ? colours->text : "");
    if (hasTwoLines) {
        write("sub " + wordsClass(node), subtitleOf(node), first + 14, colours ? colours->dim : "");
    }
    if (colours) drawPills(out, *colours, box, *look);
    out += "</g>\n";
}

std::string drawLegend(const SvgLegend& legend, const LayoutBox& graph, const LayoutBox& whole,
                       bool isCut, std::string_view ground) {
    std::string out;
    const float below = graph.topLeft.y + graph.height, right = graph.topLeft.x + graph.width;
    if (isCut) {  // what goes on out of sight would be seen below the legend
        const auto cover = [&](LayoutPoint from, float width, float height) {
            out += "<rect class=\"ground\"" + svgAt(from) + svgSize(width, height) +
                   svgFill(ground) + "/>\n";
        };
        cover({whole.topLeft.x, below}, whole.width, whole.height - graph.height);
        if (whole.width > graph.width) {
            cover({right, whole.topLeft.y}, whole.width - graph.width, graph.height);
        }
    }
    legend.draw(out, {whole.topLeft.x + kLegendSide, below + kLegendAbove});
    return out;
}

/// With room for the legend below the graph, which stands in the middle if it is narrower.
LayoutBox withLegend(const LayoutBox& graph, const SvgLegend& legend, bool isCut) {
    LayoutBox whole{graph.topLeft, std::max(graph.width, 1.0F), std::max(graph.height, 1.0F)};
    if (legend.empty()) return whole;
    const float more = legend.width() + 2 * kLegendSide - whole.width;
    if (more > 0) {
        whole.width += more;
        if (!isCut) whole.topLeft.x -= more / 2;
    }
    whole.height += kLegendAbove + legend.height() + kLegendBelow;
    return whole;
}

}  // namespace

std::string drawSvg(const Graph& graph, const Layout& layout, const TypeTable& types,
                    std::span<const NodeGroup> groups, const LayoutBox* part,
                    const DrawnLook* look) {
    const LayoutBox all{layout.topLeft, layout.width, layout.height};
    const LayoutBox& shown = part ? *part : all;
    const DrawnLegend words = look ? look->legend : legendOf(graph, types);
    const SvgLegend legend(words, std::max(kLeastLegend, shown.width - 2 * kLegendSide));
    const LayoutBox whole = withLegend(shown, legend, part != nullptr);
    const std::string size = svgSize(whole.width, whole.height);
    const std::string ground = look ? look->ground : "";
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\"" + size + " viewBox=\"" +
                      at(whole.topLeft) + " " + svgNumber(whole.width) + " " +
                      svgNumber(whole.height) + "\">\n" + svgStyle(look != nullptr);
    out += "<rect class=\"ground\"" + svgAt(whole.topLeft) + size + svgFill(ground) + "/>\n";
    drawFrames(out, layout, groupFrames(layout, groups), look);
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const GraphEdge& edge = graph.edges[i];
        drawEdge(out, edge, familyOf(types, edge.type), layout.routes[i], layout.flow,
                 look ? &look->edges[i] : nullptr);
    }
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        drawNode(out, graph.nodes[NodeId(i)], layout.boxes[i], types, look,
                 look ? &look->nodes[i] : nullptr);
    }
    if (!legend.empty()) out += drawLegend(legend, shown, whole, part != nullptr, ground);
    return out + "</svg>\n";
}

}  // namespace cst
