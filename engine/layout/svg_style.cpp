#include "engine/layout/svg_style.h"

#include <array>
#include <charconv>

namespace cst {
namespace {

constexpr std::string_view kShapes =
    R"(text { font-family: Inter, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 12px; }
.sub { font-size: 10.5px; }
.note { font-size: 10px; }
.edge { fill: none; stroke-width: 1.5; }
.conditional { stroke-dasharray: 5 4; }
.swatch { fill: none; stroke-width: 2.5; }
.dashed { stroke-dasharray: 5 3; }
.broken { stroke-dasharray: 4 3; }
)";

/// Roles of resources/themes, as many of them as are drawn with.
enum class ThemeRole : uint8_t {
#define CST_THEME_COLOR(role, light, dark) role,
#include "engine/layout/theme_colors.def"
#undef CST_THEME_COLOR
};

std::string_view colorOf(ThemeRole role, bool isDark) {
    struct Pair {
        std::string_view light, dark;
    };
    constexpr std::array kColors{
#define CST_THEME_COLOR(role, light, dark) Pair{light, dark},
#include "engine/layout/theme_colors.def"
#undef CST_THEME_COLOR
    };
    const Pair& pair = kColors[static_cast<std::size_t>(role)];
    return isDark ? pair.dark : pair.light;
}

int partOf(std::string_view color, std::size_t at) {
    int value = 0;
    std::from_chars(color.data() + at, color.data() + at + 2, value, 16);
    return value;
}

ThemeRole roleOf(TypeFamily family) {
    switch (family) {
    case TypeFamily::Text: return ThemeRole::EdgeText;
    case TypeFamily::Number: return ThemeRole::EdgeNumber;
    case TypeFamily::Truth: return ThemeRole::EdgeTruth;
    case TypeFamily::List: return ThemeRole::EdgeList;
    case TypeFamily::Record: return ThemeRole::EdgeRecord;
    case TypeFamily::Map: return ThemeRole::EdgeMap;
    case TypeFamily::Other: break;
    }
    return ThemeRole::Edge;
}

constexpr std::array kKinds{NodeKind::Input,   NodeKind::Literal, NodeKind::Call, NodeKind::Inline,
                            NodeKind::Control, NodeKind::Output,  NodeKind::Group};

ThemeRole roleOf(NodeKind kind) {
    switch (kind) {
    case NodeKind::Input: return ThemeRole::NodeInput;
    case NodeKind::Literal: return ThemeRole::NodeLiteral;
    case NodeKind::Call: return ThemeRole::NodeCall;
    case NodeKind::Inline: return ThemeRole::NodeInline;
    case NodeKind::Control: return ThemeRole::NodeControl;
    case NodeKind::Output: return ThemeRole::NodeOutput;
    case NodeKind::Group: return ThemeRole::NodeGroup;
    }
    return ThemeRole::NodeInline;
}

std::string fillRule(std::string_view name, std::string_view fill) {
    return "." + std::string(name) + " { fill: " + std::string(fill) + "; }\n";
}

std::string boxRule(std::string_view name, std::string_view fill, std::string_view stroke) {
    return "." + std::string(name) + " { fill: " + std::string(fill) +
           "; stroke: " + std::string(stroke) + "; }\n";
}

/// What the studio's painter has for what has not run.
std::string colors(bool isDark) {
    const auto color = [&](ThemeRole role) { return colorOf(role, isDark); };
    const std::string_view ink = color(ThemeRole::NodeText), canvas = color(ThemeRole::Canvas);
    const std::string_view group = color(ThemeRole::NodeGroup), dim = color(ThemeRole::TextDim);
    const std::string_view gone = color(ThemeRole::StateSkipped);
    std::string out =
        "text { fill: " + std::string(ink) + "; }\n" + fillRule("ground", canvas) +
        boxRule("frame", mixedColor(canvas, group, 0.45), mixedColor(group, dim, 0.35)) +
        fillRule("name", dim) +
        boxRule("legend", color(ThemeRole::Panel), color(ThemeRole::Border)) +
        boxRule("ghost", color(ThemeRole::NodeGhost), color(ThemeRole::Error)) +
        fillRule("ghost-words", gone);
    out += boxRule("stack", mixedColor(group, canvas, kStackVeil), mixedColor(group, ink, 0.3));
    for (const NodeKind kind : kKinds) {
        const std::string_view fill = color(roleOf(kind));
        out += boxRule(nodeKindName(kind), fill, mixedColor(fill, ink, 0.3)) +
               fillRule(nodeKindName(kind) + std::string("-words"), mixedColor(ink, fill, 0.32));
    }
    for (const TypeFamily family : kTypeFamilies) {
        const std::string_view line = color(roleOf(family));
        out += "." + lineClass(family) + " { stroke: " + std::string(line) + "; }\n" +
               fillRule(headClass(family), line);
    }
    return out;
}

std::string_view nameOf(TypeFamily family) {
    constexpr std::array<std::string_view, kTypeFamilies.size()> kNames{
        "text", "number", "truth", "list", "record", "map", "other"};
    return kNames[static_cast<std::size_t>(family)];
}

}  // namespace

std::string mixedColor(std::string_view a, std::string_view b, double t) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out = "#";
    for (const std::size_t at : {1U, 3U, 5U}) {
        const int from = partOf(a, at), to = partOf(b, at);
        const auto value = static_cast<std::size_t>(from + (to - from) * t + 0.5);
        out += {kDigits[value / 16], kDigits[value % 16]};
    }
    return out;
}

std::string svgStyle(bool hasLook) {
    std::string out = "<style>\n" + std::string(kShapes);
    if (!hasLook) {
        out += colors(false) + "@media (prefers-color-scheme: dark) {\n" + colors(true) + "}\n";
    }
    return out + "</style>\n";
}

std::string lineClass(TypeFamily family) {
    return "line-" + std::string(nameOf(family));
}

std::string headClass(TypeFamily family) {
    return "head-" + std::string(nameOf(family));
}

std::string bodyClass(const GraphNode& node) {
    return node.broken ? "ghost" : nodeKindName(node.kind);
}

std::string wordsClass(const GraphNode& node) {
    return bodyClass(node) + "-words";
}

}  // namespace cst
