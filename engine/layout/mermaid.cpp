#include "engine/layout/drawing_text.h"
#include "engine/layout/drawings.h"

#include <array>

namespace cst {
namespace {

/// Mermaid reads Markdown and its own entity codes between quotes: whatever could be either is a
/// code.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : onOneLine(text)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isPlain = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '-' ||
                             c == ':' || c == ',';
        if (isPlain) {
            out += c;
        } else {
            out += "#" + std::to_string(byte) + ";";
        }
    }
    return out;
}

struct Brackets {
    const char* open;
    const char* close;
};

Brackets bracketsOf(NodeKind kind) {
    constexpr std::array<Brackets, 7> kBrackets{{
        {"([", "])"},  // input
        {"[/", "/]"},  // literal
        {"[", "]"},    // call
        {"(", ")"},    // inline
        {"{", "}"},    // control
        {"[[", "]]"},  // output
        {"{{", "}}"},  // group
    }};
    return kBrackets[static_cast<std::size_t>(kind)];
}

std::string looksOf(const std::string& id, const DrawnNode& look) {
    if (!look.isColoured && !look.isStrong) return {};
    return "    style " + id + " fill:" + look.fill + ",stroke:" + look.border +
           ",color:" + look.text + (look.isStrong ? ",stroke-width:3px\n" : "\n");
}

std::string nodeLine(const std::string& id, const GraphNode& node, const DrawnNode* look) {
    const Brackets brackets = bracketsOf(node.kind);
    std::string label = escaped(titleOf(node));
    if (!subtitleOf(node).empty()) {
        label += "<br/>" + escaped(subtitleOf(node));
    }
    if (look && !look->note.empty()) {
        label += "<br/>" + escaped(look->note);
    }
    return "    " + id + brackets.open + "\"" + label + "\"" + brackets.close + "\n";
}

}  // namespace

std::string drawMermaid(const Graph& graph, const DrawnPart& part, const DrawnLook* look) {
    const std::string flow = part.flow == LayoutFlow::TopDown ? "TB\n" : "LR\n";
    std::string out = "flowchart " + flow;
    const std::vector<bool> several = hasSeveralOperands(graph);
    const std::vector<uint32_t> groupOf = groupOfEach(graph, part.groups);
    std::vector<std::string> grouped(part.groups.size());
    std::string loose, broken, looks;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!part.has(NodeId(i))) continue;
        const GraphNode& node = graph.nodes[NodeId(i)];
        const std::string id = "n" + std::to_string(i);
        const std::string line = nodeLine(id, node, look ? &look->nodes[i] : nullptr);
        if (groupOf[i] == UINT32_MAX) {
            loose += line;
        } else {
            grouped[groupOf[i]] += "    " + line;
        }
        if (node.broken) {
            broken += (broken.empty() ? "" : ",") + id;
        } else if (look) {
            looks += looksOf(id, look->nodes[i]);
        }
    }
    for (std::size_t i = 0; i < grouped.size(); ++i) {
        if (grouped[i].empty()) continue;
        // Left to itself, a part without lines to the others flows the other way.
        out += "    subgraph g" + std::to_string(i) + "[\"" +
               escaped(groupTitle(part.groups[i].shown())) + "\"]\n        direction " + flow +
               grouped[i] + "    end\n";
    }
    out += loose;
    std::size_t line = 0;  // Mermaid counts those that it is told of
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const GraphEdge& edge = graph.edges[i];
        if (!part.has(edge)) continue;
        if (look && look->edges[i].isStrong) {
            looks += "    linkStyle " + std::to_string(line) + " stroke:" + look->edges[i].color +
                     ",stroke-width:4px\n";
        }
        ++line;
        out += "    n" + std::to_string(edge.from.index);
        const bool isNotTaken = look && look->edges[i].isNotTaken;
        out += isNotTaken ? " -.-x" : edge.kind == EdgeKind::Conditional ? " -.->" : " -->";
        if (several[edge.to.index] && !edge.portName.empty()) {
            out += "|\"" + escaped(edge.portName) + "\"|";
        }
        out += " n" + std::to_string(edge.to.index) + "\n";
    }
    if (!broken.empty()) {
        out += "    classDef broken stroke-dasharray: 4 3,color:#888\n    class " + broken +
               " broken\n";
    }
    return out + looks;
}

}  // namespace cst
