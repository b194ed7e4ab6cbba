#include "engine/layout/svg_legend.h"

#include "engine/layout/drawing_text.h"
#include "engine/layout/svg_style.h"
#include "engine/layout/svg_text.h"

#include <algorithm>
#include <array>

namespace cst {
namespace {

constexpr float kWithin = 8;
constexpr float kSwatch = 18;  // length of a line
constexpr float kGap = 6;      // between a line and its words, and between the boxes
constexpr float kBetween = 14;
constexpr float kRow = 18;
constexpr float kBarHeight = 8;
constexpr float kLeastScale = 170;  // width

float widthOf(const DrawnLegendLine& line) {
    return kSwatch + kGap + svgWidth(line.words);
}

}  // namespace

DrawnLegend legendOf(const Graph& graph, const TypeTable& types) {
    std::array<bool, kTypeFamilies.size()> isThere{};
    bool hasConditional = false;
    for (const GraphEdge& edge : graph.edges) {
        isThere[static_cast<std::size_t>(familyOf(types, edge.type))] = true;
        hasConditional = hasConditional || edge.kind == EdgeKind::Conditional;
    }
    DrawnLegend legend;
    for (const TypeFamily family : kTypeFamilies) {
        if (!isThere[static_cast<std::size_t>(family)]) continue;
        legend.lines.push_back({.words = std::string(familyWords(family)), .family = family});
    }
    if (hasConditional) legend.lines.push_back({.words = "only if needed", .isDashed = true});
    return legend;
}

SvgLegend::SvgLegend(const DrawnLegend& legend, float room) : legend_(legend) {
    placeLines(room);
    placeNodes(room);
    width_ = std::max(lines_.width, nodes_.topLeft.x + nodes_.width);
    height_ = std::max(lines_.height, nodes_.topLeft.y + nodes_.height);
}

void SvgLegend::placeLines(float room) {
    float x = kWithin, y = kWithin / 2;
    for (const DrawnLegendLine& line : legend_.lines) {
        const float width = widthOf(line);
        if (x > kWithin && x + width + kWithin > room) {
            x = kWithin;
            y += kRow;
        }
        places_.push_back({x, y});
        lines_.width = std::max(lines_.width, x + width + kWithin);
        x += width + kBetween;
    }
    if (!places_.empty()) lines_.height = y + kRow + kWithin / 2;
}

void SvgLegend::placeNodes(float room) {
    if (legend_.scale) {
        const DrawnScale& scale = *legend_.scale;
        nodes_.width = std::max({kLeastScale, svgWidth(scale.title), svgWidth(scale.sum)});
        for (const std::string& bound : scale.bounds) {
            nodes_.width = std::max(nodes_.width, 3 * svgWidth(bound));
        }
        nodes_.height = 3 * kRow + kBarHeight;
    }
    if (!legend_.path.words.empty()) {
        nodes_.width = std::max(nodes_.width, widthOf(legend_.path));
        nodes_.height += kRow;
    }
    if (nodes_.width == 0) return;
    nodes_.width += 2 * kWithin;
    nodes_.height += kWithin;
    if (lines_.width == 0) return;
    if (lines_.width + kGap + nodes_.width <= room) {
        nodes_.topLeft.x = lines_.width + kGap;
    } else {
        nodes_.topLeft.y = lines_.height + kGap;
    }
}

std::string SvgLegend::frame(const LayoutBox& box) const {
    return "<rect class=\"legend\"" + svgAt(box.topLeft) + svgSize(box.width, box.height) +
           " rx=\"6\"" +
           (legend_.fill.empty()
                ? ""
                : " style=\"fill:" + legend_.fill + ";stroke:" + legend_.border + "\"") +
           "/>\n";
}

/// In a row that begins there; `anchor`: where in the text that is. With one, Qt takes the size of
/// the font from beside it and not from the style.
std::string SvgLegend::words(std::string_view text, LayoutPoint at, const std::string& color,
                             const char* anchor) const {
    return "<text class=\"name\"" + svgAt({at.x, at.y + 13}) +
           (anchor ? std::string(" font-size=\"12px\" text-anchor=\"") + anchor + "\"" : "") +
           svgFill(color) + ">" + xmlText(text) + "</text>\n";
}

void SvgLegend::drawLine(std::string& out, const DrawnLegendLine& line, LayoutPoint at) const {
    const float y = at.y + kRow / 2;
    // As in a picture, a stroke is of its classes or of its style.
    const std::string width = line.isStrong ? "4" : line.isCrossed ? "1" : "2.5";
    const std::string dash = line.isCrossed ? "1.5 3.5" : line.isDashed ? "5 3" : "none";
    out += "<path class=\"swatch " + lineClass(line.family) + (line.isDashed ? " dashed" : "") +
           "\"" +
           (line.color.empty() ? ""
                               : " style=\"stroke:" + line.color + ";stroke-width:" + width +
                                     ";stroke-dasharray:" + dash + "\"") +
           " d=\"M" + svgNumber(at.x) + " " + svgNumber(y) + " h" + svgNumber(kSwatch) + "\"/>\n";
    if (line.isCrossed) {
        out += "<path class=\"swatch\" style=\"stroke:" + legend_.dim +
               ";stroke-width:1.6\" d=\"M" + svgNumber(at.x + kSwatch / 2 - 3) + " " +
               svgNumber(y - 3) + " l6 6 m0 -6 l-6 6\"/>\n";
    }
    out += words(line.words, {at.x + kSwatch + kGap, at.y}, legend_.dim);
}

void SvgLegend::drawScale(std::string& out, const DrawnScale& scale, LayoutPoint at,
                          float width) const {
    out += words(scale.title, at, legend_.text);
    const LayoutPoint bar{at.x, at.y + kRow};
    out += "<linearGradient id=\"scale\">";
    for (std::size_t i = 0; i < scale.colors.size(); ++i) {
        const auto part = static_cast<float>(i) /
                          static_cast<float>(std::max<std::size_t>(scale.colors.size(), 2) - 1);
        out += "<stop offset=\"" + svgNumber(100 * part) + "%\" stop-color=\"" + scale.colors[i] +
               "\"/>";
    }
    out += "</linearGradient>\n<rect fill=\"url(#scale)\"" + svgAt(bar) +
           svgSize(width, kBarHeight) + "/>\n";
    const float below = bar.y + kBarHeight;
    out += words(scale.bounds[0], {at.x, below}, legend_.dim) +
           words(scale.bounds[1], {at.x + width / 2, below}, legend_.dim, "middle") +
           words(scale.bounds[2], {at.x + width, below}, legend_.dim, "end") +
           words(scale.sum, {at.x, below + kRow}, legend_.text);
}

void SvgLegend::draw(std::string& out, LayoutPoint topLeft) const {
    const auto placed = [&](LayoutPoint at) {
        return LayoutPoint{topLeft.x + at.x, topLeft.y + at.y};
    };
    if (lines_.width > 0) out += frame({placed(lines_.topLeft), lines_.width, lines_.height});
    for (std::size_t i = 0; i < places_.size(); ++i) {
        drawLine(out, legend_.lines[i], placed(places_[i]));
    }
    if (nodes_.width == 0) return;
    LayoutPoint at = placed(nodes_.topLeft);
    out += frame({at, nodes_.width, nodes_.height});
    at = {at.x + kWithin, at.y + kWithin / 2};
    if (legend_.scale) {
        drawScale(out, *legend_.scale, at, nodes_.width - 2 * kWithin);
        at.y += 3 * kRow + kBarHeight;
    }
    if (!legend_.path.words.empty()) drawLine(out, legend_.path, at);
}

}  // namespace cst
