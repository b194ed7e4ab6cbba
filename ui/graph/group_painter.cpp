#include "ui/graph/group_painter.h"

#include "ui/graph/graph_painter.h"

#include <QPainter>

#include <algorithm>
#include <optional>

// Places are those of the view with its origin at that of the world, so that a picture that is
// shifted by whole pixels is the same picture.

namespace cst {

namespace {

constexpr double kInset = 4;            // px of the view; a name behind its frame's corner
constexpr double kLeastRoom = 22;       // px; less than two letters say nothing
constexpr qsizetype kLongestName = 80;  // characters; a comment may be megabytes long

QRectF scaled(const QRectF& world, double zoom) {
    return {world.topLeft() * zoom, world.size() * zoom};
}

struct GroupTitle {
    const Sprites::Text* text = nullptr;
    QRectF at;
    double scale = 1;
    bool isOver = false;  // over the nodes, on a ground of its own
};

/// No node stands there, nor the frame of one that is not in this.
bool isFree(const GraphScene& scene, const GroupFrame& frame, const QRectF& at, double zoom) {
    const QRectF world = scaled(at, 1 / zoom);
    bool isFree = true;
    scene.eachNodeIn(world, [&](uint32_t) { isFree = false; });
    scene.eachNodeIn(GroupFrames::reachOf(world), [&](uint32_t node) {
        isFree = isFree && std::binary_search(frame.nodes.begin(), frame.nodes.end(), node);
    });
    return isFree;
}

std::optional<GroupTitle> titleOf(Sprites& sprites, const GraphScene& scene,
                                  const GroupFrames& frames, std::size_t index, double zoom) {
    using Style = Sprites::Style;
    const GroupFrame& frame = frames.all()[index];
    const QRectF box = scaled(GroupFrames::boxOf(scene, frame), zoom);
    const QString name = QString::fromStdString(frame.shown).left(kLongestName);
    const bool isAfar = detailAt(zoom) < GraphDetail::Marks;  // nodes have no names
    if (isAfar && !frame.isWidest) return std::nullopt;
    GroupTitle title;
    title.scale = std::clamp(zoom, 0.85, 1.6);
    const double room = box.width() - 2 * kInset;
    if (room < kLeastRoom) return std::nullopt;
    title.text =
        &sprites.text(name, Style::Badge, Style::Badge,
                      isAfar ? Sprites::kWholeWords : static_cast<int>(room / title.scale));
    title.at.setSize(title.text->size * title.scale);
    if (title.at.width() > box.width()) return std::nullopt;  // as such names lie close together
    title.at.moveBottomLeft({box.left() + kInset, box.top()});
    if (isFree(scene, frame, title.at, zoom)) return title;
    title.at.moveTopLeft({box.left() + kInset, box.bottom()});
    // Where a frame stands right below, its own name is above it.
    const QRectF both = title.at.adjusted(0, 0, 0, title.at.height());
    if (isFree(scene, frame, both, zoom)) return title;
    // Where nodes are mere dots there is no place beside them, and nothing to read in them.
    if (detailAt(zoom) != GraphDetail::Density) return std::nullopt;
    title.isOver = true;
    title.at.moveCenter(box.center());
    return title;
}

}  // namespace

GroupColors groupColors(const Theme& theme) {
    const QColor canvas = theme.color(Role::Canvas), group = theme.color(Role::NodeGroup);
    const QColor ink = theme.color(Role::TextDim);
    return {mixed(canvas, group, 0.45), mixed(group, ink, 0.35), ink};
}

QRectF withGroupTitle(const QRectF& viewBox) {
    constexpr double kTitle = 28;
    return viewBox.adjusted(-2, -kTitle, 2, kTitle);
}

void paintGroupFrames(QPainter& painter, const Theme& theme, const GraphScene& scene,
                      const GroupFrames& frames, const GroupView& view) {
    const GroupColors colors = groupColors(theme);
    const double scale = view.zoom * view.ratio;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.border, view.ratio));
    painter.setBrush(colors.fill);
    for (const GroupFrame& frame : frames.all()) {
        const QRectF box = GroupFrames::boxOf(scene, frame);
        if (!view.world.intersects(box)) continue;
        const QPoint from = QPoint(wholePixel(box.left() * scale), wholePixel(box.top() * scale));
        const QPoint to = QPoint(wholePixel(box.right() * scale), wholePixel(box.bottom() * scale));
        const double radius = std::min(8.0 * scale, 8.0 * view.ratio);
        painter.drawRoundedRect(
            QRectF(from + view.offset, to + view.offset).adjusted(0.5, 0.5, -0.5, -0.5), radius,
            radius);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintGroupTitles(QPainter& painter, Sprites& sprites, const Theme& theme,
                      const GraphScene& scene, const GroupFrames& frames, const GroupView& view) {
    for (std::size_t i = 0; i < frames.all().size(); ++i) {
        const QRectF box = scaled(GroupFrames::boxOf(scene, frames.all()[i]), view.zoom);
        if (!view.world.intersects(scaled(withGroupTitle(box), 1 / view.zoom))) continue;
        const auto title = titleOf(sprites, scene, frames, i, view.zoom);
        if (!title || !view.world.intersects(scaled(title->at, 1 / view.zoom))) continue;
        const QPointF at = title->at.topLeft() * view.ratio + view.offset;
        if (title->isOver) {
            const QRectF ground(at, title->at.size() * view.ratio);
            QColor veil = theme.color(Role::Canvas);
            veil.setAlphaF(0.75F);  // what is loud is seen through it
            painter.fillRect(ground.adjusted(-4, -1, 4, 1).toAlignedRect(), veil);
        }
        painter.setPen(title->isOver ? theme.color(Role::Text) : groupColors(theme).text);
        sprites.paintText(painter, *title->text, at, title->scale * view.ratio);
    }
}

QRectF groupTitleRect(Sprites& sprites, const GraphScene& scene, const GroupFrames& frames,
                      std::size_t frame, const Camera& camera) {
    const auto title = titleOf(sprites, scene, frames, frame, camera.zoom());
    return title ? title->at.translated(camera.offset()) : QRectF();
}

}  // namespace cst
