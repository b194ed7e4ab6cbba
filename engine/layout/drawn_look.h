#pragma once

#include "engine/types/type_family.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace cst {

// What a program shows of a graph at one moment, beside what the graph is: for drawings that shall
// tell the same. Colours are `#rrggbb`.

struct DrawnNode {
    std::string fill, border, text, dim;  // dim: of the second line
    std::string note;                     // its state and its time: "12 ms", "failed"; "" = none
    std::string noteColor;
    std::string runs;         // what its runs took: "p50 1.2 ms"; "" = none
    bool isColoured = false;  // what its colours tell is more than its kind
    bool isStrong = false;    // on the critical path
    bool isStack = false;     // it stands for several: a second body is behind it
};

struct DrawnEdge {
    std::string color;
    bool isStrong = false;
    bool isNotTaken = false;  // a condition asks for its value, and did not
};

/// Of the frames of groups.
struct DrawnFrame {
    std::string fill, border, text;
};

/// A line as the graph has it, and what it says.
struct DrawnLegendLine {
    std::string words;
    TypeFamily family = TypeFamily::Other;
    std::string color;  // "" = that of the family
    bool isDashed = false;
    bool isCrossed = false;  // as one that was not taken
    bool isStrong = false;
};

/// What the colours of the nodes are.
struct DrawnScale {
    std::string title;
    std::vector<std::string> colors;    // from the lowest to the highest, evenly
    std::array<std::string, 3> bounds;  // low, middle, high
    std::string sum;
};

/// What is to be read beside a picture; what is empty is not there.
struct DrawnLegend {
    std::vector<DrawnLegendLine> lines;
    std::optional<DrawnScale> scale;
    DrawnLegendLine path;                 // the critical one; without words = it is not shown
    std::string fill, border, text, dim;  // of their boxes and words; "" = those of the style
};

struct DrawnLook {
    std::string ground;
    std::vector<DrawnNode> nodes;  // by node
    std::vector<DrawnEdge> edges;  // by edge
    DrawnFrame frame;
    DrawnLegend legend;
};

}  // namespace cst
