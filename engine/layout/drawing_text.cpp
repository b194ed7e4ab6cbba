#include "engine/layout/drawing_text.h"

namespace cst {

std::string_view titleOf(const GraphNode& node) {
    return node.name.empty() ? node.label : node.name;
}

std::string_view subtitleOf(const GraphNode& node) {
    return node.name.empty() || node.name == node.label ? std::string_view() : node.label;
}

std::string onOneLine(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
    return out;
}

std::string xmlText(std::string_view text) {
    std::string out;
    for (const char c : onOneLine(text)) {
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::vector<bool> hasSeveralOperands(const Graph& graph) {
    std::vector<bool> several(graph.nodes.size());
    std::vector<bool> any(graph.nodes.size());
    for (const GraphEdge& edge : graph.edges) {
        several[edge.to.index] = several[edge.to.index] || any[edge.to.index];
        any[edge.to.index] = true;
    }
    return several;
}

}  // namespace cst
