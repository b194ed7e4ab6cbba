#include "engine/layout/layout.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace cst {
namespace {

constexpr float kCharacter = 7;
constexpr float kBothSides = 24;  // both sides
constexpr float kTime =
    100;  // `was 120 ms` behind the name, legible also where the picture is at 60 %
constexpr float kMinWidth = 90;
constexpr float kMinTallWidth = 120;  // the badge with the time stands below the name
constexpr float kMaxWidth = 220;

float textWidth(std::string_view text) {
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    // What is longer is cut, whatever it says.
    constexpr std::size_t kBytes = 4 * static_cast<std::size_t>(kMaxWidth / kCharacter + 1);
    text = text.substr(0, kBytes);
    return kCharacter *
           static_cast<float>(text.size() - std::count_if(text.begin(), text.end(), continues));
}

}  // namespace

LayoutNode nodeSize(const GraphNode& node) {
    const bool flat = node.kind == NodeKind::Inline || node.kind == NodeKind::Literal;
    constexpr float kGroupWidth = 150;  // `12 nodes` and `failed: …` below the name
    const float text = std::max(textWidth(node.name), textWidth(node.label));
    const float time = node.kind == NodeKind::Inline ? kTime : 0;
    const float width = std::clamp(text + kBothSides + time,
                                   flat                           ? kMinWidth
                                   : node.kind == NodeKind::Group ? kGroupWidth
                                                                  : kMinTallWidth,
                                   kMaxWidth);
    return {std::round(width / 2) * 2, flat ? 30.0F : 44.0F};
}

}  // namespace cst
