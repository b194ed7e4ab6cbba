#include "engine/layout/svg_frames.h"

#include "engine/layout/drawing_text.h"
#include "engine/layout/svg_text.h"

#include <algorithm>
#include <optional>

namespace cst {
namespace {

constexpr float kInset = 4;       // px; a name behind its frame's corner
constexpr float kTitle = 14;      // px; height of a name
constexpr float kLeastRoom = 22;  // px; less than two letters say nothing

LayoutBox grown(const LayoutBox& box, float side, float above, float below) {
    return {{box.topLeft.x - side, box.topLeft.y - above},
            box.width + 2 * side,
            box.height + above + below};
}

bool meet(const LayoutBox& a, const LayoutBox& b) {
    return a.topLeft.x < b.topLeft.x + b.width && b.topLeft.x < a.topLeft.x + a.width &&
           a.topLeft.y < b.topLeft.y + b.height && b.topLeft.y < a.topLeft.y + a.height;
}

LayoutBox boxOf(const Layout& layout, const GroupFrame& frame) {
    LayoutPoint from = layout.boxes[frame.nodes[0]].topLeft, to = from;
    for (const uint32_t node : frame.nodes) {
        const LayoutBox& box = layout.boxes[node];
        from = {std::min(from.x, box.topLeft.x), std::min(from.y, box.topLeft.y)};
        to = {std::max(to.x, box.topLeft.x + box.width),
              std::max(to.y, box.topLeft.y + box.height)};
    }
    return grown({from, to.x - from.x, to.y - from.y}, kFrameSide, kFrameAbove, kFrameBelow);
}

/// No node stands there, nor the frame of one that is not in this.
bool isFree(const Layout& layout, const GroupFrame& frame, const LayoutBox& at) {
    const LayoutBox reach = grown(at, kFrameSide, kFrameBelow, kFrameAbove);
    for (uint32_t i = 0; i < layout.boxes.size(); ++i) {
        if (meet(layout.boxes[i], at)) return false;
        const bool isOther = !std::binary_search(frame.nodes.begin(), frame.nodes.end(), i);
        if (isOther && meet(layout.boxes[i], reach)) return false;
    }
    return true;
}

std::optional<LayoutPoint> placeOfTitle(const Layout& layout, const GroupFrame& frame,
                                        const LayoutBox& box, float width) {
    LayoutBox title{{box.topLeft.x + kInset, box.topLeft.y - kTitle}, width, kTitle};
    if (isFree(layout, frame, title)) return title.topLeft;
    title.topLeft.y = box.topLeft.y + box.height;
    // Where a frame stands right below, its own name is above it.
    title.height = 2 * kTitle;
    if (isFree(layout, frame, title)) return title.topLeft;
    return std::nullopt;
}

}  // namespace

void drawFrames(std::string& out, const Layout& layout, const std::vector<GroupFrame>& frames,
                const DrawnLook* look) {
    for (const GroupFrame& frame : frames) {
        const LayoutBox box = boxOf(layout, frame);
        const std::string name = groupTitle(frame.shown);
        out += "<rect class=\"frame\"" + svgAt(box.topLeft) + svgSize(box.width, box.height) +
               " rx=\"8\"";
        if (look) {
            out += " style=\"fill:" + look->frame.fill + ";stroke:" + look->frame.border + "\"";
        }
        out += "><title>" + xmlText(name) + "</title></rect>\n";
        const float room = box.width - 2 * kInset;
        if (room < kLeastRoom) continue;
        const std::string shown =
            firstCharacters(name, static_cast<std::size_t>(room / kSvgSmallLetter));
        const auto place = placeOfTitle(layout, frame, box, svgWidth(shown, kSvgSmallLetter));
        if (!place) continue;
        out += "<text class=\"sub name\"" + svgAt({place->x, place->y + 10.5F}) +
               svgFill(look ? look->frame.text : "") + ">" + xmlText(shown) + "</text>\n";
    }
}

}  // namespace cst
