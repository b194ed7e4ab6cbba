#include "ui/graph/graph_painter.h"

#include "ui/graph/density.h"
#include "ui/graph/edge_curve.h"
#include "ui/graph/group_painter.h"
#include "ui/graph/loud_badge.h"
#include "ui/graph/path_painter.h"
#include "ui/graph/run_pill.h"

#include <QPainter>

#include <array>
#include <cmath>

// One widget paints everything; there is no object per node (a QGraphicsItem each costs 41 ms a
// frame at 1,000 nodes). What makes it quick, measured on the raster engine:
//
//   - what is outside of the rectangle that is painted is not looked at (RectIndex), and what was
//     painted before is copied (CanvasLayer);
//   - bodies are two blits and three plain rectangles (Sprites), texts are laid out once and
//     their glyphs come from Qt's cache at any zoom, because the zoom is in the painter's
//     transform and not in the font;
//   - the farther away, the less is drawn: no text below Marks, no anti-aliasing in Boxes.
//
// Everything is computed in device pixels with whole coordinates, so edges of boxes stay crisp at
// every zoom and at fractional scales of the screen.

namespace cst {

namespace {

constexpr double kGrid = 48;         // px of the world between two dots
constexpr double kBadgeHeight = 16;  // px of the view at 100 %
constexpr double kMarkSize = 10;
constexpr int kLeastWords = 20;  // px; less than two letters say nothing
constexpr double kArrow = 6;
constexpr double kDensityCell = 2;  // px of the view
constexpr double kReach = 20;       // px that badges and arrows reach out of their bounds

/// Has it room for a second line of text, or a badge on its lower edge?
bool isTall(const LayoutBox& box) {
    return box.height >= 40;
}

bool isDimmed(NodeStatus status) {
    return status == NodeStatus::Skipped || status == NodeStatus::Cancelled;
}

/// Whether a value went along a line is told by its dashes, not only by its colour: nearly closed
/// if one did, dots if none did.
QList<qreal> dashesOf(EdgeWay way) {
    switch (way) {
    case EdgeWay::Unknown: break;
    case EdgeWay::Taken: return {9, 2};
    case EdgeWay::NotTaken: return {2.5, 3};
    }
    return {4, 3};
}

}  // namespace

GraphDetail detailAt(double zoom) {
    if (zoom >= 0.8) return GraphDetail::Full;
    if (zoom >= 0.5) return GraphDetail::Names;
    if (zoom >= 0.34) return GraphDetail::Marks;
    return zoom >= 0.07 ? GraphDetail::Boxes : GraphDetail::Density;
}

QPoint GraphPainter::View::pixel(QPointF point) const {
    // Rounded before it is shifted: a picture that is shifted by whole pixels is the same picture.
    return QPoint(wholePixel(point.x() * scale), wholePixel(point.y() * scale)) + offset;
}

QRect GraphPainter::View::map(const QRectF& box) const {
    const QPoint from = pixel(box.topLeft()), to = pixel(box.bottomRight());
    return {from, QSize(std::max(2, to.x() - from.x()), std::max(2, to.y() - from.y()))};
}

GraphPainter::GraphPainter(const Theme& theme) : theme_(theme) {
    themeChanged();
}

void GraphPainter::themeChanged() {
    sprites_.setFont(theme_.textFont());
}

void GraphPainter::paint(QPainter& painter, const Camera& camera, const GraphFrame& frame,
                         const QRect& dirty, qreal pixelRatio) {
    painter.fillRect(dirty, theme_.color(Role::Canvas));
    painter.save();
    painter.scale(1 / pixelRatio, 1 / pixelRatio);
    View view{camera.zoom(),
              pixelRatio,
              camera.zoom() * pixelRatio,
              (camera.offset() * pixelRatio).toPoint(),
              QRectF(camera.toWorld(dirty.topLeft()), QSizeF(dirty.size()) / camera.zoom()),
              {},
              detailAt(camera.zoom())};
    const double reach = kReach / camera.zoom();
    view.near = view.world.adjusted(-reach, -reach, reach, reach);
    if (!frame.scene.empty()) paintGrid(painter, view);
    const GroupView groupView{view.zoom, view.ratio, view.offset, view.near};
    const bool hasGroups = frame.groups && !frame.groups->empty();
    if (hasGroups) paintGroupFrames(painter, theme_, frame.scene, *frame.groups, groupView);
    if (view.detail == GraphDetail::Density) {
        paintDensity(painter, view, frame);
    } else if (view.detail == GraphDetail::Boxes) {
        paintThinEdges(painter, view, frame);
    } else {
        paintEdges(painter, view, frame);
    }
    paintPath(painter, theme_, frame.scene, frame.profile,
              {view.scale, view.offset, view.near, view.ratio * std::clamp(view.zoom, 0.4, 1.6)});
    const QRectF& near = view.near;
    if (view.detail != GraphDetail::Density) {
        frame.scene.eachNodeIn(near, [&](uint32_t node) { paintNode(painter, view, frame, node); });
    }
    if (hasGroups) {
        paintGroupTitles(painter, sprites_, theme_, frame.scene, *frame.groups, groupView);
    }
    const QColor accent = theme_.color(Role::Accent);
    const auto isChosen = [&](std::optional<uint32_t> node) {
        return node && frame.marks[*node].isChosen;
    };
    if (frame.hovered && !isChosen(frame.hovered)) {
        paintRing(painter, view, frame, *frame.hovered,
                  mixed(accent, theme_.color(Role::Canvas), 0.4), 1.5, 1);
    }
    if (frame.lit && !isChosen(frame.lit)) {
        paintRing(painter, view, frame, *frame.lit, accent, 1.5, 3);
    }
    for (const uint32_t node : frame.found) {
        if (isChosen(node) || !near.intersects(frame.scene.box(node))) continue;
        paintRing(painter, view, frame, node, theme_.color(Role::Warning),
                  view.detail == GraphDetail::Boxes ? 1 : 2, 1);
    }
    const auto mendBadge = [&](uint32_t node) {  // the ring went through its words
        if (hasBadgeBelow(view, frame, node)) {
            paintBadge(painter, view, frame, node, view.map(frame.scene.box(node)));
        }
    };
    frame.scene.eachNodeIn(near, [&](uint32_t node) {
        if (!frame.marks[node].isChosen) return;
        paintRing(painter, view, frame, node, accent, frame.focused ? 3 : 2, 1);
        mendBadge(node);
    });
    for (const uint32_t node : frame.found)
        if (near.intersects(frame.scene.box(node)) && !isChosen(node)) mendBadge(node);
    for (const auto& ringed : {frame.hovered, frame.lit})
        if (ringed && !isChosen(ringed)) mendBadge(*ringed);
    painter.restore();
}

std::optional<std::size_t> GraphPainter::groupTitleAt(const GraphScene& scene,
                                                      const GroupFrames& frames,
                                                      const Camera& camera, QPointF at) {
    for (std::size_t i = 0; i < frames.all().size(); ++i) {
        const QRectF box = camera.toView(GroupFrames::boxOf(scene, frames.all()[i]));
        if (!withGroupTitle(box).contains(at)) continue;
        if (groupTitle(scene, frames, i, camera).contains(at)) return i;
    }
    return std::nullopt;
}

QRectF GraphPainter::groupTitle(const GraphScene& scene, const GroupFrames& frames,
                                std::size_t frame, const Camera& camera) {
    return groupTitleRect(sprites_, scene, frames, frame, camera);
}

void GraphPainter::paintGrid(QPainter& painter, const View& view) const {
    if (view.detail < GraphDetail::Full) return;
    const QColor color = theme_.color(Role::CanvasGrid);
    const int size = std::max(1, qRound(1.5 * view.ratio));
    const double left = std::floor(view.world.left() / kGrid) * kGrid;
    const double top = std::floor(view.world.top() / kGrid) * kGrid;
    for (double y = top; y <= view.world.bottom(); y += kGrid) {
        for (double x = left; x <= view.world.right(); x += kGrid) {
            painter.fillRect(QRect(view.pixel({x, y}), QSize(size, size)), color);
        }
    }
}

EdgeWay GraphPainter::wayOf(const GraphFrame& frame, const SceneEdge& edge) {
    if (!edge.conditional || frame.scene.ghost(edge.to)) return EdgeWay::Unknown;
    return edgeWay(frame.badges[edge.to], edge.port, frame.run.run().get());
}

QColor GraphPainter::edgeColor(const GraphFrame& frame, const SceneEdge& edge) const {
    const NodeMark &source = frame.marks[edge.from], &consumer = frame.marks[edge.to];
    if (source.isChosen || source.isUser) return theme_.color(Role::Accent);
    if (consumer.isChosen || consumer.isNeeded) return theme_.color(Role::Needed);
    const QColor color = theme_.color(familyRole(edge.family));
    const NodeBadge &from = frame.badges[edge.from], &to = frame.badges[edge.to];
    const bool idle = (from.shown && isDimmed(from.status)) || (to.shown && isDimmed(to.status)) ||
                      frame.scene.ghost(edge.from) || frame.scene.ghost(edge.to) ||
                      wayOf(frame, edge) == EdgeWay::NotTaken;
    if (idle) return mixed(color, theme_.color(Role::Canvas), 0.55);
    if (frame.hovered == edge.from || frame.hovered == edge.to) {
        return mixed(color, theme_.color(Role::Accent), 0.6);
    }
    return color;
}

void GraphPainter::paintEdges(QPainter& painter, const View& view, const GraphFrame& frame) {
    painter.setRenderHint(QPainter::Antialiasing);
    // A line of one device pixel takes half as long as any other.
    const bool full = view.detail == GraphDetail::Full;
    const double width = full ? 1.5 * std::clamp(view.zoom, 0.8, 1.6) * view.ratio : 1;
    const double arrow = view.detail == GraphDetail::Marks
                             ? 0
                             : kArrow * std::clamp(view.zoom, 0.6, 2.0) * view.ratio;
    QPen solid(Qt::black, width, Qt::SolidLine, Qt::FlatCap);
    QPen dashed = solid;
    const double cross = 3.2 * std::clamp(view.zoom, 0.6, 1.6) * view.ratio;
    std::vector<QPointF> points;
    const LayoutFlow flow = frame.scene.empty() ? LayoutFlow::LeftToRight : frame.scene.flow();
    const bool isDown = flow == LayoutFlow::TopDown;
    const QPointF along = isDown ? QPointF(0, arrow) : QPointF(arrow, 0);
    const QPointF aside = (isDown ? QPointF(arrow, 0) : QPointF(0, arrow)) * 0.55;
    frame.scene.eachEdgeIn(view.near, [&](uint32_t index) {
        const SceneEdge& edge = frame.scene.edges()[index];
        points.clear();
        for (std::size_t i = 0; i < edge.points.size(); ++i) {
            points.push_back(view.map(frame.scene.edgePoint(edge, i)));
        }
        const QColor color = edgeColor(frame, edge);
        const QPointF tip = points.back();
        points.back() -= along;
        const EdgeWay way = wayOf(frame, edge);
        QPen& pen = edge.conditional ? dashed : solid;
        pen.setColor(color);
        if (edge.conditional) {
            pen.setDashPattern(dashesOf(way));
            pen.setWidthF(way == EdgeWay::NotTaken ? std::max(1.0, width * 0.65) : width);
        }
        const QPainterPath curve = edgeCurve(points, flow);
        painter.strokePath(curve, pen);
        if (way == EdgeWay::NotTaken) {
            paintNotTaken(painter, curve.pointAtPercent(0.5), cross,
                          mixed(theme_.color(Role::TextDim), color, 0.3),
                          theme_.color(Role::Canvas));
        }
        if (arrow == 0) return;
        const QPointF head[] = {tip, tip - along - aside, tip - along + aside};
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawConvexPolygon(head, 3);
    });
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// Without lines: they would be darker than what they link.
void GraphPainter::paintDensity(QPainter& painter, const View& view,
                                const GraphFrame& frame) const {
    const QPointF corner = view.map(view.world.topLeft());
    Density density(QRect(corner.toPoint(), (view.world.size() * view.scale).toSize()),
                    std::max(1, qRound(kDensityCell * view.ratio)));
    const QColor ink = theme_.color(Role::NodeText);
    frame.scene.eachNodeIn(view.world, [&](uint32_t node) {
        const QRectF box = frame.scene.box(node);
        const bool isHeat = frame.profile.hasColours();
        const bool loud =
            isLoud(frame.badges[node]) && !(isHeat && isDone(frame.badges[node].status));
        const QColor fill = bodyOf(frame, node).fill;
        density.add({view.map(box.topLeft()), view.map(box.bottomRight())},
                    loud ? theme_.color(statusRole(frame.badges[node].status))
                         : mixed(fill, ink, isHeat ? 0 : 0.45),
                    loud);
    });
    painter.drawImage(density.area(), density.image(theme_.color(Role::Canvas)));
}

void GraphPainter::paintThinEdges(QPainter& painter, const View& view, const GraphFrame& frame) {
    // Sorted by colour, because a change of the pen costs more than a line.
    QHash<QRgb, QList<QLineF>> lines;
    frame.scene.eachEdgeIn(view.near, [&](uint32_t index) {
        const SceneEdge& edge = frame.scene.edges()[index];
        const QColor color = mixed(edgeColor(frame, edge), theme_.color(Role::Canvas), 0.35);
        QList<QLineF>& same = lines[color.rgba()];
        QPointF last = view.map(frame.scene.edgePoint(edge, 0));
        for (std::size_t i = 1; i < edge.points.size(); ++i) {
            const QPointF next = view.map(frame.scene.edgePoint(edge, i));
            same.append(QLineF(last, next));
            last = next;
        }
    });
    for (auto it = lines.cbegin(); it != lines.cend(); ++it) {
        painter.setPen(QPen(QColor::fromRgba(it.key()), 0));
        painter.drawLines(it.value());
    }
}

GraphPainter::Body GraphPainter::bodyOf(const GraphFrame& frame, uint32_t node) const {
    const GraphNode& row = frame.scene.node(node);
    const QColor canvas = theme_.color(Role::Canvas), ink = theme_.color(Role::NodeText);
    Body body{theme_.color(kindRole(row.kind)), {}, ink, {}, false};
    if (frame.profile.hasColours()) {
        body.fill = frame.profile.color(theme_, node).value_or(mixed(body.fill, canvas, 0.7));
    }
    body.border = mixed(body.fill, ink, 0.3);
    body.dim = mixed(ink, body.fill, frame.profile.hasColours() ? 0.15 : 0.32);
    if (frame.scene.ghost(node) || row.broken) {
        body.fill = theme_.color(Role::NodeGhost);
        body.border =
            theme_.color(row.broken && !frame.scene.ghost(node) ? Role::Error : Role::StateSkipped);
        body.text = body.dim = theme_.color(Role::StateSkipped);
        body.dashed = true;
        return body;
    }
    if (frame.marks[node].isUser) {
        body.border = theme_.color(Role::Accent);
    } else if (frame.marks[node].isNeeded) {
        body.border = theme_.color(Role::Needed);
    }
    const NodeBadge& badge = frame.badges[node];
    if (frame.profile.isOnPath(node)) body.border = theme_.color(Role::CriticalPath);
    if (!badge.shown || badge.stale) return body;
    switch (badge.status) {
    case NodeStatus::Running:
    case NodeStatus::Waiting: body.border = theme_.color(statusRole(badge.status)); break;
    case NodeStatus::Failed:
    case NodeStatus::TimedOut:
        body.border = theme_.color(Role::StateFailed);
        // With heat, what it took in vain is seen as well; its mark and border say that it failed.
        if (!frame.profile.color(theme_, node)) body.fill = mixed(canvas, body.border, 0.2);
        break;
    case NodeStatus::UpstreamFailed:
    case NodeStatus::Blocked:
        body.border = mixed(theme_.color(statusRole(badge.status)), canvas, 0.35);
        body.fill = mixed(body.fill, canvas, 0.5);
        break;
    case NodeStatus::Skipped:
    case NodeStatus::Cancelled:
        body.fill = mixed(body.fill, canvas, 0.6);
        body.border = mixed(body.border, canvas, 0.5);
        body.text = body.dim = theme_.color(Role::StateSkipped);
        break;
    default: break;
    }
    return body;
}

/// Where no words have room: up is slower, down is faster.
void GraphPainter::paintChangeSign(QPainter& painter, const ComparedTime* change,
                                   const QRect& box) const {
    if (change == nullptr || changeLevel(*change) == 0 || box.height() < 6) return;
    const QPointF middle = QRectF(box).center();
    const double half = std::min(box.width(), box.height()) / 4.0;
    const double tip = changeLevel(*change) > 0 ? -half : half;
    const std::array<QPointF, 3> sign{middle + QPointF(0, tip), middle + QPointF(-half, -tip),
                                      middle + QPointF(half, -tip)};
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.color(Role::NodeText));
    painter.drawConvexPolygon(sign.data(), 3);
}

void GraphPainter::paintNode(QPainter& painter, const View& view, const GraphFrame& frame,
                             uint32_t node) {
    const QRect box = view.map(frame.scene.box(node));
    const Body body = bodyOf(frame, node);
    const NodeBadge& badge = frame.badges[node];
    if (view.detail == GraphDetail::Boxes) {
        // The state fills the whole box: a mark would be smaller than a pixel.
        const bool loud = isLoud(badge) && !(frame.profile.hasColours() && isDone(badge.status));
        painter.fillRect(box, loud ? theme_.color(statusRole(badge.status)) : body.border);
        if (box.height() > 4 && !loud) painter.fillRect(box.adjusted(1, 1, -1, -1), body.fill);
        paintChangeSign(painter, frame.profile.change(node), box);
        return;
    }
    const BoxShape shape = shapeOf(frame.scene.node(node).kind);
    const double width = frame.profile.isOnPath(node) ? 2.5 : 1;
    const int line = std::max(1, qRound(width * view.ratio * std::clamp(view.zoom, 1.0, 2.0)));
    if (!frame.scene.members(node).empty()) paintStack(painter, view, shape, box, body);
    if (body.dashed) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(body.border, line, Qt::CustomDashLine));
        QPen pen = painter.pen();
        pen.setDashPattern({4, 3});
        painter.setPen(pen);
        painter.setBrush(body.fill);
        painter.drawPath(outline(shape, QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)));
        painter.setRenderHint(QPainter::Antialiasing, false);
    } else {
        sprites_.paintBody(painter, shape, box, body.fill, body.border, line);
    }
    paintRelation(painter, view, frame.marks[node], box);
    if (!hasTwoRows(view, frame, node)) {
        paintOneLine(painter, view, frame, node, box, body);
        return;
    }
    paintNodeText(painter, view, frame, node, box, body);
    if (frame.scene.isPinned(node)) paintPin(painter, view, box, body);
    if (badge.shown) paintBadge(painter, view, frame, node, box);
}

/// A second body behind it, for what it stands for.
void GraphPainter::paintStack(QPainter& painter, const View& view, BoxShape shape, const QRect& box,
                              const Body& body) {
    const int off = std::max(2, qRound(4 * view.scale));
    sprites_.paintBody(painter, shape, box.translated(off, -off),
                       mixed(body.fill, theme_.color(Role::Canvas), 0.4), body.border,
                       std::max(1, qRound(view.ratio)));
}

void GraphPainter::paintRelation(QPainter& painter, const View& view, const NodeMark& mark,
                                 const QRect& box) const {
    if (!mark.isUser && !mark.isNeeded) return;
    const double size = 4 * std::clamp(view.zoom, 0.5, 1.6) * view.ratio;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const auto triangle = [&](QPointF tip, double way, Role role) {
        painter.setBrush(theme_.color(role));
        const QPointF corners[] = {tip, tip + QPointF(way, -size), tip + QPointF(way, size)};
        painter.drawConvexPolygon(corners, 3);
    };
    const double middle = QRectF(box).center().y(), room = 1.5 * view.ratio;
    if (mark.isUser) triangle({box.right() - room, middle}, -size, Role::Accent);
    if (mark.isNeeded) triangle({box.left() + room + 1, middle}, size, Role::Needed);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// Where a badge below would stand over the text, both share one line.
bool GraphPainter::hasTwoRows(const View& view, const GraphFrame& frame, uint32_t node) {
    return view.detail == GraphDetail::Full ||
           (view.detail == GraphDetail::Names &&
            isTall(frame.scene.snapshot()->layout->boxes[node]));
}

bool GraphPainter::hasBadgeBelow(const View& view, const GraphFrame& frame, uint32_t node) {
    return frame.badges[node].shown && hasTwoRows(view, frame, node);
}

void GraphPainter::paintNodeText(QPainter& painter, const View& view, const GraphFrame& frame,
                                 uint32_t node, const QRect& box, const Body& body) {
    using Style = Sprites::Style;
    const LayoutBox& world = frame.scene.snapshot()->layout->boxes[node];
    const ShapePadding padding = shapePadding(shapeOf(frame.scene.node(node).kind), world.height);
    const int width = static_cast<int>(world.width - padding.left - padding.right);
    const QString& label = frame.scene.label(node);
    const bool full = view.detail == GraphDetail::Full, tall = isTall(world);
    const double left = box.left() + padding.left * view.scale;
    const double above = tall ? 4 : 3;  // a badge covers the lower edge
    painter.setPen(body.text);
    const auto& first = sprites_.text(frame.scene.title(node), full ? Style::Title0 : Style::Title1,
                                      Style::Title0, width);
    sprites_.paintText(painter, first, {left, box.top() + above * view.scale}, view.scale);
    if (!full || label.isEmpty()) return;
    const int after = static_cast<int>(first.size.width()) + 8;  // where a flat node's label begins
    if (!tall && width - after < 8) return;
    const auto& second =
        sprites_.text(label, Style::Label, Style::Label, tall ? width : width - after);
    const QPointF at = tall ? QPointF(0, 20.5) : QPointF(after, above + 1.5);
    painter.setPen(body.dim);
    sprites_.paintText(painter, second, QPointF(left, box.top()) + at * view.scale, view.scale);
}

void GraphPainter::paintOneLine(QPainter& painter, const View& view, const GraphFrame& frame,
                                uint32_t node, const QRect& box, const Body& body) {
    using Style = Sprites::Style;
    const LayoutBox& world = frame.scene.snapshot()->layout->boxes[node];
    const ShapePadding padding = shapePadding(shapeOf(frame.scene.node(node).kind), world.height);
    const NodeBadge& badge = frame.badges[node];
    const bool marks = view.detail == GraphDetail::Marks;
    const int mark = markSize(view);  // its room is kept free, so that a run changes no name
    const int gap = qRound(3 * view.ratio);
    const int right =
        box.right() + 1 - qRound(std::max(2.0, padding.right * view.zoom / 2) * view.ratio);
    const double left = box.left() + padding.left * view.scale;
    const int room = static_cast<int>((right - mark - gap - left) / view.scale);
    const auto& title = sprites_.text(frame.scene.title(node),
                                      marks ? Style::Title3 : Style::Title1, Style::Title0, room);
    painter.setPen(body.text);
    const double middle = box.top() + box.height() / 2.0;
    sprites_.paintText(painter, title, {left, middle - title.size.height() * view.scale / 2},
                       view.scale);
    if (!badge.shown) return;
    int markAt = right - mark;
    const double scale = badgeScale(view);
    const double free = markAt - left - title.size.width() * view.scale - 3 * gap;
    // Without room for both the time alone: it says that the node is done.
    const bool isDone = badge.status == NodeStatus::Completed && !badge.stale && !badge.broken;
    const double most = isDone ? free + mark + 2 * gap : free;
    if (const Sprites::Text* words = badgeWords(frame, node, most, scale)) {
        const double wordsAt = right - words->size.width() * scale;
        markAt = wholePixel(wordsAt) - gap - mark;
        painter.setPen(wordsColor(frame, node));
        sprites_.paintText(painter, *words, {wordsAt, middle - words->size.height() * scale / 2},
                           scale);
        if (words->size.width() * scale > free) return;
    }
    sprites_.paintMark(painter, badge.status, QPoint(markAt, wholePixel(middle - mark / 2.0)), mark,
                       badgeColor(frame, node), body.fill);
}

int GraphPainter::markSize(const View& view) {
    return qRound(kMarkSize * std::clamp(view.zoom, 0.9, 1.6) * view.ratio);
}

double GraphPainter::badgeScale(const View& view) {
    return std::clamp(view.zoom, 0.85, 1.6) * view.ratio;
}

QColor GraphPainter::badgeColor(const GraphFrame& frame, uint32_t node) const {
    const NodeBadge& badge = frame.badges[node];
    const QColor color = theme_.color(badge.broken ? Role::Error : statusRole(badge.status));
    if (badge.ghost && isDone(badge.status)) return theme_.color(Role::StateSkipped);
    return badge.stale ? mixed(color, theme_.color(Role::StateSkipped), 0.7) : color;
}

QColor GraphPainter::wordsColor(const GraphFrame& frame, uint32_t node) const {
    const NodeBadge& badge = frame.badges[node];
    const bool loud = badge.status != NodeStatus::Completed && !isDimmed(badge.status);
    return loud || badge.stale || badge.broken || badge.ghost ? badgeColor(frame, node)
                                                              : theme_.color(Role::NodeText);
}

const Sprites::Text* GraphPainter::badgeWords(const GraphFrame& frame, uint32_t node, double room,
                                              double scale) {
    using Style = Sprites::Style;
    const NodeBadge& badge = frame.badges[node];
    const QStringList texts =
        badgeTexts(badge, frame.run.timeUs(badge, frame.now), *frame.run.run());
    const Sprites::Text* last = nullptr;
    for (const QString& words : texts) {
        if (words.isEmpty()) return nullptr;
        last = &sprites_.text(words, Style::Badge, Style::Badge, Sprites::kWholeWords);
        if (last->size.width() * scale <= room) return last;
    }
    // The name of the root is cut at its end rather than left out.
    const int width = static_cast<int>(room / scale);
    if (texts.size() == 1 || width < kLeastWords) return nullptr;
    return &sprites_.text(texts.last(), Style::Badge, Style::Badge, width);
}

void GraphPainter::paintBadge(QPainter& painter, const View& view, const GraphFrame& frame,
                              uint32_t node, const QRect& box) {
    const double scale = badgeScale(view);
    const QColor canvas = theme_.color(Role::Canvas), color = badgeColor(frame, node);
    const int mark = markSize(view);
    const int height = qRound(kBadgeHeight * scale) / 2 * 2;
    const int gap = (height - mark) / 2;
    // No wider than its node: beside it are neighbours and edges.
    const int inset = qRound(5 * view.scale);
    const int most = box.width() - 2 * inset;
    const Sprites::Text* text = badgeWords(frame, node, most - mark - 4 * gap, scale);
    const int width =
        text == nullptr ? height : qRound(text->size.width() * scale) + mark + 4 * gap;
    const QRect pill(box.right() + 1 - inset - width, box.bottom() + 1 - height / 2, width, height);
    sprites_.paintBody(painter, BoxShape::Pill, pill, canvas, mixed(color, canvas, 0.45),
                       std::max(1, qRound(view.ratio)));
    sprites_.paintMark(painter, frame.badges[node].status, pill.topLeft() + QPoint(gap, gap), mark,
                       color, canvas);
    if (text != nullptr) {
        painter.setPen(wordsColor(frame, node));
        sprites_.paintText(painter, *text,
                           {static_cast<double>(pill.left() + mark + 2 * gap),
                            pill.top() + (height - text->size.height() * scale) / 2},
                           scale);
    }
    if (view.detail < GraphDetail::Full) return;
    const NodeBadge& badge = frame.badges[node];
    const ComparedTime* change = frame.profile.change(node);
    paintRunPill(painter, sprites_, theme_,
                 {badge.statistics.get(),
                  frame.profile.hasHeat() ? frame.profile.choice().heat : HeatMetric::Off,
                  badge.stale, change ? nodeChangeText(*change) : QString()},
                 QRect(box.left(), pill.top(), pill.left() - gap - box.left(), height), scale,
                 view.ratio);
}

/// A pin in the corner: a person has put the node here.
void GraphPainter::paintPin(QPainter& painter, const View& view, const QRect& box,
                            const Body& body) const {
    const double size = 5 * view.scale, inset = 5 * view.scale;
    const QRectF head(box.right() - inset - size, box.top() + inset, size, size);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(body.dim, 1.2 * view.scale));
    painter.setBrush(body.dim);
    painter.drawEllipse(head);
    painter.drawLine(head.center(), head.center() + QPointF(-size * 0.9, size * 1.1));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void GraphPainter::paintRing(QPainter& painter, const View& view, const GraphFrame& frame,
                             uint32_t node, QColor color, double width, double distance) const {
    const double out = (distance + width / 2) * view.ratio;
    const QRectF box = QRectF(view.map(frame.scene.box(node))).adjusted(-out, -out, out, out);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, width * view.ratio));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(outline(shapeOf(frame.scene.node(node).kind), box));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace cst
