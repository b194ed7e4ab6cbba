#include "engine/layout/drawing_text.h"
#include "engine/layout/drawings.h"
#include "engine/types/type_table.h"

#include <array>

namespace cst {
namespace {

/// A text between quotes: what would end it, or be read as an escape, is escaped.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : onOneLine(text)) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out + "\"";
}

const char* shapeOf(NodeKind kind) {
    constexpr std::array kShapes{"cds", "plain", "box", "ellipse", "diamond", "note"};
    return kShapes[static_cast<std::size_t>(kind)];
}

std::string labelOf(const GraphNode& node) {
    std::string label = quoted(titleOf(node));
    if (!subtitleOf(node).empty()) {
        label.pop_back();
        label += "\\n" + quoted(subtitleOf(node)).substr(1);
    }
    return label;
}

}  // namespace

std::string drawDot(const Graph& graph, const TypeTable& types, const DrawnPart& part) {
    std::string out = "digraph pipeline {\n    rankdir=";
    out += part.flow == LayoutFlow::TopDown ? "TB" : "LR";
    out += ";\n    node [fontname=\"Inter\", fontsize=11];\n"
           "    edge [fontname=\"Inter\", fontsize=9];\n";
    const std::vector<bool> several = hasSeveralOperands(graph);
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!part.has(NodeId(i))) continue;
        const GraphNode& node = graph.nodes[NodeId(i)];
        out += "    " + quoted(node.key) + " [label=" + labelOf(node) +
               ", shape=" + shapeOf(node.kind) + ", tooltip=" + quoted(types.text(node.type));
        out += node.broken ? ", color=gray, fontcolor=gray, style=dashed" : "";
        out += "];\n";
    }
    for (const GraphEdge& edge : graph.edges) {
        if (!part.has(edge)) continue;
        out +=
            "    " + quoted(graph.nodes[edge.from].key) + " -> " + quoted(graph.nodes[edge.to].key);
        std::string attributes;
        if (several[edge.to.index]) {
            attributes = "label=" + quoted(edge.portName);
        }
        if (edge.kind == EdgeKind::Conditional) {
            attributes += attributes.empty() ? "style=dashed" : ", style=dashed";
        }
        out += attributes.empty() ? ";\n" : " [" + attributes + "];\n";
    }
    return out + "}\n";
}

}  // namespace cst
