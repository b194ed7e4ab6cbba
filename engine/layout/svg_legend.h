#pragma once

#include "engine/layout/drawn_look.h"
#include "engine/layout/layout.h"
#include "engine/plan/graph.h"

#include <string>
#include <vector>

namespace cst {

/// What the lines of a graph are, in English, in the colours of the style.
DrawnLegend legendOf(const Graph& graph, const TypeTable& types);

/// Legends as an SVG shows them: what the lines are, beside it or below it what the colours of the
/// nodes are.
class SvgLegend {
public:
    /// In rows as long as `room` allows, px. The legend outlives it.
    SvgLegend(const DrawnLegend& legend, float room);

    bool empty() const { return width_ == 0; }
    float width() const { return width_; }
    float height() const { return height_; }
    void draw(std::string& out, LayoutPoint topLeft) const;

private:
    void placeLines(float room);
    void placeNodes(float room);
    std::string frame(const LayoutBox& box) const;
    std::string words(std::string_view text, LayoutPoint at, const std::string& color,
                      const char* anchor = nullptr) const;
    void drawLine(std::string& out, const DrawnLegendLine& line, LayoutPoint at) const;
    void drawScale(std::string& out, const DrawnScale& scale, LayoutPoint at, float width) const;

    const DrawnLegend& legend_;
    std::vector<LayoutPoint> places_;  // of the lines, in their box
    LayoutBox lines_, nodes_;          // in the legend; without a width = not there
    float width_ = 0, height_ = 0;
};

}  // namespace cst
