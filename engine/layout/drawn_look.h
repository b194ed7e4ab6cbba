#pragma once

#include "engine/layout/layout.h"

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
};

struct DrawnEdge {
    std::string color;
    bool isStrong = false;
    bool isNotTaken = false;  // a condition asks for its value, and did not
};

/// Behind the nodes of a group.
struct DrawnFrame {
    LayoutBox box;
    std::string name;
    std::string fill, border, text;
};

struct DrawnLook {
    std::string ground;
    std::vector<DrawnNode> nodes;  // by node
    std::vector<DrawnEdge> edges;  // by edge
    std::vector<DrawnFrame> frames;
};

}  // namespace cst
