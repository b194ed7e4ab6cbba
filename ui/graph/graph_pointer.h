#pragma once

#include "ui/graph/camera.h"
#include "ui/graph/graph_scene.h"
#include "ui/graph/node_ports.h"

#include <QFontMetrics>
#include <QPointF>
#include <QRectF>

#include <optional>
#include <vector>

namespace cst {

/// What the pointer does on the canvas, from press to release; all places are of the view.
///
///   Idle ─ left on a node ──────────────────→ Node        → what is chosen is put elsewhere
///        ─ left on the dot at its right side → Connecting  → to a port of another node
///        ─ Shift + left ─────────────────────→ Banding     → the nodes in a rectangle
///        ─ left elsewhere, or the middle ────→ Panning     → unless it did not move: a click
///
/// It changes nothing: the view asks what is going on, and what came of it at the release.
class GraphPointer {
public:
    enum class State { Idle, Node, Connecting, Banding, Panning };

    /// Both outlive it.
    GraphPointer(const GraphScene& scene, const Camera& camera) : scene_(scene), camera_(camera) {}

    /// What is below the pointer while no button is held.
    struct Place {
        std::optional<uint32_t> node;
        bool isOnPort = false;         // on the dot of `node`
        std::optional<uint32_t> edge;  // where there is no node
    };
    Place placeAt(QPointF at) const;
    /// Where values leave a node; null where it is drawn too small to be taken hold of.
    std::optional<QPointF> portDot(uint32_t node) const;

    void press(QPointF at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers);
    /// By how much the picture is to be moved.
    QPointF move(QPointF at, const QFontMetrics& metrics);
    struct Outcome {
        State state = State::Idle;  // that ended
        bool hasMoved = false;      // else it was a click
        Qt::MouseButton button = Qt::NoButton;
        Qt::KeyboardModifiers modifiers;
        Place pressed;
    };
    Outcome release(QPointF at);
    void cancel() { state_ = State::Idle; }
    /// The picture has moved below the pointer, with what was pressed on it.
    void panned(QPointF by, const QFontMetrics& metrics);
    /// Is something held that may be wanted beyond the edge of the view?
    bool isDragging() const {
        return state_ == State::Connecting ||
               (hasMoved_ && (state_ == State::Node || state_ == State::Banding));
    }
    /// Indices are of another snapshot now.
    void sceneChanged();

    State state() const { return state_; }
    QPointF at() const { return at_; }
    /// From the press on; null as long as it may be a click.
    QPointF way() const { return hasMoved_ ? at_ - pressedAt_ : QPointF(); }
    QRectF band() const { return QRectF(pressedAt_, at_).normalized(); }

    // While connecting.
    std::optional<uint32_t> source() const;
    std::optional<uint32_t> target() const { return target_; }
    const std::vector<NodePort>& ports() const { return ports_; }
    std::optional<std::size_t> row() const { return row_; }  // that a release would take
    QRectF panel() const { return panel_; }                  // of all rows
    QRectF rowRect(std::size_t row) const;

private:
    void aim(const QFontMetrics& metrics);

    const GraphScene& scene_;
    const Camera& camera_;
    State state_ = State::Idle;
    QPointF pressedAt_, at_;
    Qt::MouseButton button_ = Qt::NoButton;
    Qt::KeyboardModifiers modifiers_;
    Place pressed_;
    bool hasMoved_ = false;
    std::optional<NodeIdentity> source_;
    std::optional<uint32_t> target_;
    std::vector<NodePort> ports_;
    std::optional<std::size_t> row_;
    QRectF panel_;
};

}  // namespace cst
