#include "engine/layout/layout.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace cst {
namespace {

constexpr float kCharacter = 7;
constexpr float kPadding = 24;  // both sides
constexpr float kBadge = 46;    // `1.2 ms` and the space before it
constexpr float kMinWidth = 90;
constexpr float kMaxWidth = 220;

float textWidth(std::string_view text) {
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    return kCharacter *
           static_cast<float>(text.size() - std::count_if(text.begin(), text.end(), continues));
}

}  // namespace

LayoutNode nodeSize(const GraphNode& node) {
    const bool flat = node.kind == NodeKind::Inline || node.kind == NodeKind::Literal;
    const float text = std::max(textWidth(node.name), textWidth(node.label));
    const float badge = node.kind == NodeKind::Literal ? 0 : kBadge;
    const float width = std::clamp(text + kPadding + badge, kMinWidth, kMaxWidth);
    return {std::round(width / 2) * 2, flat ? 30.0F : 44.0F};
}

}  // namespace cst
