#include "ui/graph/graph_scene.h"

#include "engine/session/arrangement.h"
#include "ui/graph/node_badge.h"
#include "ui/shell/tr.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace cst {

namespace {

/// Less than this is not worth an animation.
constexpr double kStill = 0.5;
/// More never fits into a node; literals and types may be megabytes long.
constexpr qsizetype kLongestWords = 80;

QPointF pointOf(LayoutPoint point) {
    return {point.x, point.y};
}

QRectF boxOf(const LayoutBox& box) {
    return {box.topLeft.x, box.topLeft.y, box.width, box.height};
}

/// Of a line through these points. Where it goes against the flow it swings out of them.
QRectF boundsOf(std::span<const QPointF> points, LayoutFlow flow) {
    double left = points[0].x(), right = left;
    double top = points[0].y(), bottom = top;
    double swing = 2;
    for (std::size_t i = 0; i < points.size(); ++i) {
        left = std::min(left, points[i].x());
        right = std::max(right, points[i].x());
        top = std::min(top, points[i].y());
        bottom = std::max(bottom, points[i].y());
        if (i == 0) continue;
        const QPointF way = points[i] - points[i - 1];
        swing = std::max(swing, -(flow == LayoutFlow::TopDown ? way.y() : way.x()) / 2);
    }
    return QRectF(QPointF(left, top), QPointF(right, bottom))
        .adjusted(-swing, -swing, swing, swing);
}

double squaredDistance(const QRectF& box, QPointF point) {
    const double dx = std::max({box.left() - point.x(), point.x() - box.right(), 0.0});
    const double dy = std::max({box.top() - point.y(), point.y() - box.bottom(), 0.0});
    return dx * dx + dy * dy;
}

}  // namespace

GraphScene::Change GraphScene::show(SnapshotPtr snapshot, std::optional<NodeIdentity> anchor) {
    GraphScene old;
    std::swap(old, *this);
    const std::size_t count = snapshot->graph->nodes.size();
    Change change;
    targets_.resize(count);
    change.before.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        targets_[i] = boxOf(snapshot->layout->boxes[i]);
        bounds_ |= targets_[i];
        indexOf_.emplace(snapshot->shown[i].identity, static_cast<uint32_t>(i));
        change.before[i] = old.find(snapshot->shown[i].identity);
        if (snapshot->members.empty()) continue;
        for (const NodeIdentity member : snapshot->members[i]) {
            indexOf_.emplace(member, static_cast<uint32_t>(i));
            if (!change.before[i]) change.before[i] = old.find(member);
        }
    }
    if (anchor && !mostStay(old, change.before)) {
        const auto was = old.find(*anchor), now = find(*anchor);
        if (was && now) change.shift = targets_[*now].topLeft() - old.box(*was).topLeft();
    }
    origins_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (!change.before[i]) continue;
        origins_[i] = old.box(*change.before[i]).topLeft() + change.shift - targets_[i].topLeft();
        if (origins_[i].manhattanLength() <= kStill) origins_[i] = QPointF();
        moves_ = moves_ || !origins_[i].isNull();
    }
    snapshot_ = std::move(snapshot);
    progress_ = moves_ ? 0 : 1;
    buildTexts();
    buildEdges();
    findMoving();
    change.changed = changedFrom(old, change.before, change.shift);
    return change;
}

/// Of what was there before, most stands where it stood.
bool GraphScene::mostStay(const GraphScene& old,
                          const std::vector<std::optional<uint32_t>>& before) const {
    std::size_t stay = 0, both = 0;
    for (uint32_t i = 0; i < size(); ++i) {
        if (!before[i]) continue;
        ++both;
        stay += targets_[i].topLeft() == old.targets_[*before[i]].topLeft() ? 1 : 0;
    }
    return 2 * stay > both;
}

void GraphScene::findMoving() {
    if (!moves_) return;
    const auto isMoving = [&](uint32_t node) { return !origins_[node].isNull(); };
    for (uint32_t i = 0; i < size(); ++i)
        if (isMoving(i)) moving_ |= targets_[i] | targets_[i].translated(origins_[i]);
    for (const SceneEdge& edge : edges_) {
        if (!isMoving(edge.from) && !isMoving(edge.to)) continue;
        moving_ |= edge.bounds | edgeBounds(edge);  // on a straight way from there
    }
}

bool GraphScene::looksLike(const GraphScene& old, uint32_t node, uint32_t before,
                           QPointF shift) const {
    return box(node) == old.box(before).translated(shift) && texts_[node] == old.texts_[before] &&
           ghost(node) == old.ghost(before) && this->node(node).kind == old.node(before).kind &&
           this->node(node).broken == old.node(before).broken;
}

bool GraphScene::runsLike(const SceneEdge& edge, const GraphScene& old, const SceneEdge& before,
                          QPointF shift) const {
    constexpr double kError = 1e-3;
    if (edge.conditional != before.conditional || edge.family != before.family ||
        edge.points.size() != before.points.size()) {
        return false;
    }
    for (std::size_t i = 0; i < edge.points.size(); ++i) {
        const QPointF way = edgePoint(edge, i) - old.edgePoint(before, i) - shift;
        if (way.manhattanLength() > kError) return false;
    }
    return true;
}

/// As both are drawn at this moment: what is going to move stands where it stood.
QRectF GraphScene::changedFrom(const GraphScene& old,
                               const std::vector<std::optional<uint32_t>>& before,
                               QPointF shift) const {
    QRectF changed;
    std::vector<uint32_t> now(old.size(), UINT32_MAX);  // by old node
    for (uint32_t i = 0; i < size(); ++i) {
        if (before[i]) now[*before[i]] = i;
        if (before[i] && looksLike(old, i, *before[i], shift)) continue;
        changed |= box(i);
        if (before[i]) changed |= old.box(*before[i]).translated(shift);
    }
    for (uint32_t i = 0; i < old.size(); ++i)
        if (now[i] == UINT32_MAX) changed |= old.box(i).translated(shift);
    const EdgesByNode mine = edgesByConsumer(), theirs = old.edgesByConsumer();
    for (uint32_t i = 0; i < size(); ++i) {
        const auto edges = mine[i];
        const auto was = before[i] ? theirs[*before[i]] : std::span<const uint32_t>();
        const bool same = std::equal(edges.begin(), edges.end(), was.begin(), was.end(),
                                     [&](uint32_t a, uint32_t b) {
                                         return edges_[a].from == now[old.edges_[b].from] &&
                                                runsLike(edges_[a], old, old.edges_[b], shift);
                                     });
        if (same) continue;
        for (const uint32_t edge : edges) changed |= edgeBounds(edges_[edge]);
        for (const uint32_t edge : was)
            changed |= old.edgeBounds(old.edges_[edge]).translated(shift);
    }
    for (const SceneEdge& edge : old.edges_)
        if (now[edge.to] == UINT32_MAX) changed |= old.edgeBounds(edge).translated(shift);
    return changed;
}

GraphScene::EdgesByNode GraphScene::edgesByConsumer() const {
    EdgesByNode table{std::vector<uint32_t>(size() + 1), std::vector<uint32_t>(edges_.size())};
    for (const SceneEdge& edge : edges_) ++table.begin[edge.to + 1];
    std::partial_sum(table.begin.begin(), table.begin.end(), table.begin.begin());
    std::vector<uint32_t> next(table.begin.begin(), table.begin.end() - 1);
    for (uint32_t i = 0; i < edges_.size(); ++i) table.edges[next[edges_[i].to]++] = i;
    return table;
}

void GraphScene::buildTexts() {
    texts_.clear();
    texts_.reserve(size());
    for (const GraphNode& row : snapshot_->graph->nodes) {
        const bool port = row.kind == NodeKind::Input || row.kind == NodeKind::Output;
        const std::size_t together = members(static_cast<uint32_t>(texts_.size())).size();
        QString label = row.kind == NodeKind::Group
                            ? together == 1 ? tr("1 node") : tr("%1 nodes").arg(together)
                        : port ? QString::fromStdString(snapshot_->types->text(row.type))
                        : row.name.empty() ? QString()
                                           : fromUtf8(row.label);
        if (together > 1 && row.kind != NodeKind::Group) {
            label += QStringLiteral("  +%1").arg(together - 1);
        }
        texts_.push_back({nodeTitle(row).left(kLongestWords), label.left(kLongestWords)});
    }
}

void GraphScene::buildEdges() {
    const std::vector<GraphEdge>& edges = snapshot_->graph->edges;
    const auto& routes = snapshot_->layout->routes;
    edges_.clear();
    edges_.reserve(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        SceneEdge edge{edges[i].from.index,
                       edges[i].to.index,
                       edges[i].kind == EdgeKind::Conditional,
                       familyOf(*snapshot_->types, edges[i].type),
                       {},
                       {},
                       edges[i].port};
        if (i < routes.size() && routes[i].size() >= 2) {
            for (const LayoutPoint& point : routes[i]) edge.points.push_back(pointOf(point));
        } else {  // an edge that the layout ignored
            const QRectF &from = targets_[edge.from], &to = targets_[edge.to];
            if (flow() == LayoutFlow::TopDown) {
                edge.points.push_back({from.center().x(), from.bottom()});
                edge.points.push_back({to.center().x(), to.top()});
            } else {
                edge.points.push_back({from.right(), from.center().y()});
                edge.points.push_back({to.left(), to.center().y()});
            }
        }
        edge.bounds = boundsOf(edge.points, flow());
        bounds_ |= edge.bounds;
        edges_.push_back(std::move(edge));
    }
}

std::optional<uint32_t> GraphScene::find(NodeIdentity identity) const {
    const auto found = indexOf_.find(identity);
    if (found == indexOf_.end()) return std::nullopt;
    return found->second;
}

bool GraphScene::continues(const Snapshot& next) const {
    for (std::size_t i = 0; i < next.shown.size(); ++i) {
        const auto old = find(next.shown[i].identity);
        if (!old) continue;
        const GraphNode& now = next.graph->nodes.rows()[i];
        const GraphNode& before = node(*old);
        if (now.key == before.key || now.structure == before.structure) return true;
    }
    return false;
}

void GraphScene::setProgress(double progress) {
    progress_ = std::clamp(progress, 0.0, 1.0);
}

void GraphScene::drag(std::span<const uint32_t> nodes, QPointF by) {
    dragged_.assign(size(), QPointF());
    for (const uint32_t node : nodes) dragged_[node] = by;
}

bool GraphScene::isPinned(uint32_t index) const {
    return snapshot_->arrangement && snapshot_->arrangement->pins.contains(identity(index));
}

QPointF GraphScene::edgePoint(const SceneEdge& edge, std::size_t i) const {
    if (!moves_ && dragged_.empty()) return edge.points[i];
    const double t = static_cast<double>(i) / static_cast<double>(edge.points.size() - 1);
    return edge.points[i] + displacement(edge.from) * (1 - t) + displacement(edge.to) * t;
}

QRectF GraphScene::edgeBounds(const SceneEdge& edge) const {
    if (isAtRest()) return edge.bounds;
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < edge.points.size(); ++i) points.push_back(edgePoint(edge, i));
    return boundsOf(points, flow());
}

std::optional<uint32_t> GraphScene::nodeAt(QPointF world) const {
    std::optional<uint32_t> last;     // the one on top
    constexpr double kAround = 1e-3;  // its rim belongs to it
    const QRectF point = QRectF(world, world).adjusted(-kAround, -kAround, kAround, kAround);
    eachNodeIn(point, [&](uint32_t i) {
        if (box(i).contains(world)) last = i;
    });
    return last;
}

const RectIndex& GraphScene::nodeIndex() const {
    if (!nodeIndex_) nodeIndex_.emplace(targets_);
    return *nodeIndex_;
}

const RectIndex& GraphScene::edgeIndex() const {
    if (!edgeIndex_) {
        std::vector<QRectF> bounds;
        bounds.reserve(edges_.size());
        for (const SceneEdge& edge : edges_) bounds.push_back(edge.bounds);
        edgeIndex_.emplace(bounds);
    }
    return *edgeIndex_;
}

std::optional<uint32_t> GraphScene::nearest(QPointF world) const {
    std::optional<uint32_t> best;
    double bestDistance = std::numeric_limits<double>::max();
    for (uint32_t i = 0; i < size(); ++i) {
        const double distance = squaredDistance(box(i), world);
        if (distance >= bestDistance) continue;
        best = i;
        bestDistance = distance;
    }
    return best;
}

std::optional<uint32_t> GraphScene::step(uint32_t from, Step step) const {
    const bool isDown = flow() == LayoutFlow::TopDown;
    const Step forward = isDown ? Step::Down : Step::Right, back = isDown ? Step::Up : Step::Left;
    const Step next = isDown ? Step::Right : Step::Down;
    const auto across = [&](uint32_t node) {
        const QPointF centre = targets_[node].center();
        return isDown ? centre.x() : centre.y();
    };
    const double here = across(from);
    std::optional<uint32_t> best;
    double bestDistance = std::numeric_limits<double>::max();
    const auto consider = [&](uint32_t node) {
        const double distance = std::abs(across(node) - here);
        if (distance >= bestDistance) return;
        best = node;
        bestDistance = distance;
    };
    if (step == forward || step == back) {
        for (const SceneEdge& edge : edges_) {
            if (step == forward && edge.from == from) consider(edge.to);
            if (step == back && edge.to == from) consider(edge.from);
        }
        return best;
    }
    const auto& layers = snapshot_->layout->layers;
    const uint32_t layer = snapshot_->layout->layerOf[from];
    if (layer >= layers.size()) return best;
    for (const uint32_t node : layers[layer]) {
        const double way = across(node) - here;
        if (step == next ? way > 0 : way < 0) consider(node);
    }
    return best;
}

}  // namespace cst
