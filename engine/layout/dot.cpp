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

/// A text that is shown: Graphviz reads XML's codes there as well.
std::string shown(std::string_view text) {
    std::string out;
    for (const char c : quoted(text)) {
        out += c;
        if (c == '&') out += "amp;";
    }
    return out;
}

const char* shapeOf(NodeKind kind) {
    constexpr std::array kShapes{"cds", "plain", "box", "ellipse", "diamond", "note", "box3d"};
    return kShapes[static_cast<std::size_t>(kind)];
}

std::string labelOf(const GraphNode& node, const DrawnNode* look) {
    std::string label = shown(titleOf(node));
    const auto addLine = [&](std::string_view line) {
        if (line.empty()) return;
        label.pop_back();
        label += "\\n" + shown(line).substr(1);
    };
    addLine(subtitleOf(node));
    if (look) addLine(look->note);
    return label;
}

std::string looksOf(const GraphNode& node, const DrawnNode* look) {
    std::string out = node.broken ? ", color=gray, fontcolor=gray, style=dashed" : "";
    if (look && look->isColoured && !node.broken) {
        out += ", style=filled, fillcolor=" + quoted(look->fill) +
               ", color=" + quoted(look->border) + ", fontcolor=" + quoted(look->text);
    }
    out += look && look->isStrong ? ", penwidth=2.5" : "";
    return out;
}

std::string nodeLine(const GraphNode& node, const TypeTable& types, const DrawnNode* look) {
    return "    " + quoted(node.key) + " [label=" + labelOf(node, look) +
           ", shape=" + shapeOf(node.kind) + ", tooltip=" + shown(types.text(node.type)) +
           looksOf(node, look) + "];\n";
}

}  // namespace

std::string drawDot(const Graph& graph, const TypeTable& types, const DrawnPart& part,
                    const DrawnLook* look) {
    std::string out = "digraph pipeline {\n    rankdir=";
    out += part.flow == LayoutFlow::TopDown ? "TB" : "LR";
    out += ";\n    node [fontname=\"Inter\", fontsize=11];\n"
           "    edge [fontname=\"Inter\", fontsize=9];\n";
    const std::vector<bool> several = hasSeveralOperands(graph);
    const std::vector<uint32_t> groupOf = groupOfEach(graph, part.groups);
    std::vector<std::string> grouped(part.groups.size());
    std::string loose;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!part.has(NodeId(i))) continue;
        const std::string line =
            nodeLine(graph.nodes[NodeId(i)], types, look ? &look->nodes[i] : nullptr);
        if (groupOf[i] == UINT32_MAX) {
            loose += line;
        } else {
            grouped[groupOf[i]] += "    " + line;
        }
    }
    for (std::size_t i = 0; i < grouped.size(); ++i) {
        if (grouped[i].empty()) continue;
        // A cluster is one by its name.
        out += "    subgraph cluster_" + std::to_string(i) +
               " {\n        label=" + shown(groupTitle(part.groups[i].shown())) +
               ";\n        labeljust=l; fontname=\"Inter\"; fontsize=11;\n"
               "        style=rounded; color=gray;\n" +
               grouped[i] + "    }\n";
    }
    out += loose;
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const GraphEdge& edge = graph.edges[i];
        if (!part.has(edge)) continue;
        out +=
            "    " + quoted(graph.nodes[edge.from].key) + " -> " + quoted(graph.nodes[edge.to].key);
        std::string attributes;
        if (several[edge.to.index] && !edge.portName.empty()) {
            attributes = "label=" + shown(edge.portName);
        }
        if (edge.kind == EdgeKind::Conditional) {
            attributes += attributes.empty() ? "style=" : ", style=";
            const bool isNotTaken = look && look->edges[i].isNotTaken;
            attributes += isNotTaken ? "dotted, arrowhead=tee" : "dashed";
        }
        if (look && look->edges[i].isStrong) {
            attributes += attributes.empty() ? "" : ", ";
            attributes += "penwidth=2.5, color=" + quoted(look->edges[i].color);
        }
        out += attributes.empty() ? ";\n" : " [" + attributes + "];\n";
    }
    return out + "}\n";
}

}  // namespace cst
