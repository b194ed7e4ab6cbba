#include "engine/layout/drawing_text.h"

#include "engine/text/utf8.h"

namespace cst {

std::string_view titleOf(const GraphNode& node) {
    return node.name.empty() ? node.label : node.name;
}

std::string_view subtitleOf(const GraphNode& node) {
    return node.name.empty() || node.name == node.label ? std::string_view() : node.label;
}

std::string groupTitle(std::string_view name) {
    constexpr std::size_t kLongest = 80;  // characters; a comment may be megabytes long
    std::string out;
    std::size_t count = 0;
    for (std::size_t i = 0; i < name.size(); ++count) {
        if (count == kLongest) return out + "…";
        const Utf8Step step = utf8Decode(name, i);
        // What a comment may hold and no format: bytes that are no text, and no characters.
        const bool isText = step.valid && step.codePoint != 0xFFFE && step.codePoint != 0xFFFF;
        out += isText ? onOneLine(name.substr(i, step.length)) : "\uFFFD";
        i += step.length;
    }
    return out;
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

std::vector<uint32_t> groupOfEach(const Graph& graph, const std::vector<NodeGroup>& groups) {
    std::vector<uint32_t> groupOf(graph.nodes.size(), UINT32_MAX);
    for (uint32_t i = 0; i < groups.size(); ++i) {
        for (const uint32_t node : groups[i].nodes) groupOf[node] = i;
    }
    return groupOf;
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
