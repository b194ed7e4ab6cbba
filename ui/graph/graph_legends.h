#pragma once

#include "ui/graph/graph_profile.h"
#include "ui/graph/graph_scene.h"

#include <QColor>
#include <QString>
#include <QStringList>

#include <vector>

namespace cst {

/// A line as the canvas has it, and what it says.
struct LegendLine {
    QString words;
    Role role = Role::Edge;
    bool isDashed = false;
    bool isCrossed = false;
    friend bool operator==(const LegendLine&, const LegendLine&) = default;
};

/// The types that are there, and that a dashed line is not always needed. `hasNotTaken`: on some
/// line the latest run did not ask for the value. Cost: O(edges).
std::vector<LegendLine> legendLinesOf(const GraphScene& scene, bool hasNotTaken);

/// What the colours of nodes stand for, heat or change, and how long the critical path is.
struct NodeLegend {
    HeatMetric metric = HeatMetric::Off;
    bool isOfChange = false;
    QString title, sum, path;  // "" = that line is not there
    QString whole;             // likewise, below `path`: what the whole run took, if that is more
    QString shortPath;         // beside a title; "" = it is not known
    QStringList bounds;        // low, middle, high; empty = no scale
    bool hasPath = false;      // in the picture; else `path` says why there is none

    /// What it says, line by line; the bounds of the scale are one.
    QStringList lines() const;
    QColor colorAt(const Theme& theme, double part) const;  // of the scale, 0 … 1
};

NodeLegend nodeLegendOf(const GraphProfile& profile);

/// Those that somebody wants to see; what is empty is not shown.
struct GraphLegends {
    std::vector<LegendLine> lines;
    NodeLegend nodes;
};

}  // namespace cst
