#pragma once

#include "engine/session/snapshot.h"
#include "ui/graph/rect_index.h"
#include "ui/graph/type_family.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <array>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace cst {

/// An edge at rest: its points in world units, from where a node ends over the bends to where the
/// other one begins.
struct SceneEdge {
    uint32_t from = 0;
    uint32_t to = 0;
    bool conditional = false;
    TypeFamily family = TypeFamily::Other;
    InlineVector<QPointF, 4> points;  // at least two
    QRectF bounds;
    uint32_t port = 0;  // of the graph's edge
};

/// Where everything of one snapshot stands, and how it moves there from where it stood before.
/// Nodes are found again by identity. Indices are those of the snapshot's graph.
class GraphScene {
public:
    /// What became of the picture with a new snapshot.
    struct Change {
        QPointF shift;   // of the whole old picture, for the camera to follow
        QRectF changed;  // holds all that looks different before anything moves; may be empty
        std::vector<std::optional<uint32_t>> before;  // by node: its index in the old picture
    };
    /// What moved is `from` where it was. With an anchor, and where most has moved, the whole old
    /// picture is shifted first so that this node does not move. `moves()` tells whether anything
    /// has to be animated.
    Change show(SnapshotPtr snapshot, std::optional<NodeIdentity> anchor);

    const SnapshotPtr& snapshot() const { return snapshot_; }
    std::size_t size() const { return targets_.size(); }
    bool empty() const { return targets_.empty(); }
    const GraphNode& node(uint32_t index) const { return snapshot_->graph->nodes.rows()[index]; }
    NodeIdentity identity(uint32_t index) const { return snapshot_->shown[index].identity; }
    bool ghost(uint32_t index) const { return snapshot_->shown[index].ghost; }
    LayoutFlow flow() const { return snapshot_->layout->flow; }
    /// Those that it stands for; empty = for itself alone.
    std::span<const NodeIdentity> members(uint32_t index) const {
        return snapshot_->members.empty() ? std::span<const NodeIdentity>()
                                          : snapshot_->members[index];
    }
    bool isGroup(uint32_t index) const { return node(index).kind == NodeKind::Group; }
    /// What stands in the node: its name (a nested one: its label), and what it does (an input or
    /// output: its type).
    const QString& title(uint32_t index) const { return texts_[index].title; }
    const QString& label(uint32_t index) const { return texts_[index].label; }
    /// The node, or the one that stands for it.
    std::optional<uint32_t> find(NodeIdentity identity) const;
    /// True if some node of `next` is one of ours: the same identity, and the same key or the same
    /// structure (another document may use the numbers of identities again).
    bool continues(const Snapshot& next) const;

    /// 0 = everything is where it was, 1 = where it belongs.
    void setProgress(double progress);
    bool moves() const { return moves_ && progress_ < 1; }
    /// Holds all that moves, with its edges, on the whole way.
    const QRectF& moving() const { return moving_; }

    /// Shows nodes elsewhere than they belong, until the next snapshot or drop().
    void drag(std::span<const uint32_t> nodes, QPointF by);
    void drop() { dragged_.clear(); }
    bool isDragged() const { return !dragged_.empty(); }
    /// A person has put it where it stands.
    bool isPinned(uint32_t index) const;

    QRectF box(uint32_t index) const { return targets_[index].translated(displacement(index)); }
    QRectF bounds() const { return bounds_; }  // at rest
    const QRectF& boxAtRest(uint32_t index) const { return targets_[index]; }
    std::span<const SceneEdge> edges() const { return edges_; }
    /// Edge point `i`, moved along with its ends.
    QPointF edgePoint(const SceneEdge& edge, std::size_t i) const;
    QRectF edgeBounds(const SceneEdge& edge) const;

    /// Tells each node whose box meets the area, in order.
    template <class Visit>
    void eachNodeIn(const QRectF& world, Visit visit) const {
        eachIn(
            nodeIndex(), size(),
            [&](uint32_t i) {
                if (world.intersects(box(i))) visit(i);
            },
            world);
    }
    /// The same of where they belong, whatever moves.
    template <class Visit>
    void eachRestingNodeIn(const QRectF& world, Visit visit) const {
        nodeIndex().visit(world, [&](uint32_t i) {
            if (world.intersects(targets_[i])) visit(i);
        });
    }
    /// The same for edges, as indices of edges().
    template <class Visit>
    void eachEdgeIn(const QRectF& world, Visit visit) const {
        eachIn(
            edgeIndex(), edges_.size(),
            [&](uint32_t i) {
                if (world.intersects(edgeBounds(edges_[i]))) visit(i);
            },
            world);
    }
    std::optional<uint32_t> nodeAt(QPointF world) const;
    std::optional<uint32_t> nearest(QPointF world) const;

    enum class Step { Left, Right, Up, Down };
    /// Where Alt+arrow goes: along an edge with the flow or against it, else to the neighbour in
    /// the same layer. No value = nowhere.
    std::optional<uint32_t> step(uint32_t from, Step step) const;

private:
    QPointF displacement(uint32_t index) const {
        return (moves_ ? origins_[index] * (1 - progress_) : QPointF()) +
               (dragged_.empty() ? QPointF() : dragged_[index]);
    }
    /// Indices of edges by the node that they arrive at.
    struct EdgesByNode {
        std::vector<uint32_t> begin, edges;
        std::span<const uint32_t> operator[](uint32_t node) const {
            return std::span(edges).subspan(begin[node], begin[node + 1] - begin[node]);
        }
    };

    bool isAtRest() const { return !moves() && dragged_.empty(); }
    /// What moves is not where the index has it: then each is looked at.
    template <class Visit>
    void eachIn(const RectIndex& index, std::size_t count, Visit visit, const QRectF& world) const {
        if (isAtRest()) {
            index.visit(world, visit);
            return;
        }
        for (uint32_t i = 0; i < count; ++i) visit(i);
    }
    const RectIndex& nodeIndex() const;
    const RectIndex& edgeIndex() const;
    void buildEdges();
    EdgesByNode edgesByConsumer() const;
    void findMoving();
    bool mostStay(const GraphScene& old, const std::vector<std::optional<uint32_t>>& before) const;
    void buildTexts();
    bool looksLike(const GraphScene& old, uint32_t node, uint32_t before, QPointF shift) const;
    bool runsLike(const SceneEdge& edge, const GraphScene& old, const SceneEdge& before,
                  QPointF shift) const;
    QRectF changedFrom(const GraphScene& old, const std::vector<std::optional<uint32_t>>& before,
                       QPointF shift) const;

    struct NodeTexts {
        QString title, label;
        friend bool operator==(const NodeTexts&, const NodeTexts&) = default;
    };

    SnapshotPtr snapshot_;
    std::vector<NodeTexts> texts_;
    std::vector<QRectF> targets_;
    std::vector<QPointF> origins_;  // where it was, relative to the target
    std::vector<QPointF> dragged_;  // by node, how far; empty = none is
    std::vector<SceneEdge> edges_;
    std::unordered_map<NodeIdentity, uint32_t> indexOf_;
    QRectF bounds_;
    double progress_ = 1;
    bool moves_ = false;
    QRectF moving_;
    mutable std::optional<RectIndex> nodeIndex_, edgeIndex_;  // made when they are first asked
};

}  // namespace cst
