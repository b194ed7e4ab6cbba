#include "ui/graph/graph_pointer.h"

#include "ui/graph/edge_curve.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cst {

namespace {

constexpr double kSmallestWithPort = 0.34;  // zoom; below nodes are mere boxes
constexpr double kPortReach = 9;            // px around the dot
constexpr double kEdgeReach = 5;
constexpr double kClick = 3;      // px that a hand may shake
constexpr double kPortRow = 22;   // px; height of a port's row
constexpr double kRowRoom = 56;   // px; of a row, beside its words
constexpr double kPanelRoom = 6;  // px; leaving the panel by less keeps it

double length(QPointF way) {
    return std::hypot(way.x(), way.y());
}

}  // namespace

std::optional<QPointF> GraphPointer::portDot(uint32_t node) const {
    // What several nodes are drawn together in has no one value.
    if (camera_.zoom() < kSmallestWithPort || scene_.isGroup(node)) return std::nullopt;
    const QRectF box = camera_.toView(scene_.box(node));
    return scene_.flow() == LayoutFlow::TopDown ? QPointF(box.center().x(), box.bottom())
                                                : QPointF(box.right(), box.center().y());
}

GraphPointer::Place GraphPointer::placeAt(QPointF at) const {
    Place place;
    place.node = scene_.nodeAt(camera_.toWorld(at));
    // The dot stands half outside of its node.
    const QPointF outside = scene_.empty() || scene_.flow() == LayoutFlow::LeftToRight
                                ? QPointF(kPortReach, 0)
                                : QPointF(0, kPortReach);
    const auto owner = place.node ? place.node : scene_.nodeAt(camera_.toWorld(at - outside));
    if (owner) {
        const auto dot = portDot(*owner);
        place.isOnPort = dot && length(at - *dot) <= kPortReach;
        if (place.isOnPort) place.node = owner;
    }
    if (!place.node) place.edge = edgeAt(scene_, camera_, at, kEdgeReach);
    return place;
}

void GraphPointer::press(QPointF at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers) {
    pressedAt_ = at_ = at;
    button_ = button;
    modifiers_ = modifiers;
    pressed_ = placeAt(at);
    hasMoved_ = false;
    target_.reset();
    row_.reset();
    if (button == Qt::MiddleButton) {
        state_ = State::Panning;
    } else if (button != Qt::LeftButton) {
        state_ = State::Idle;
    } else if (modifiers & Qt::ShiftModifier) {
        state_ = State::Banding;
    } else if (pressed_.isOnPort) {
        state_ = State::Connecting;
        source_ = scene_.identity(*pressed_.node);
    } else {
        state_ = pressed_.node ? State::Node : State::Panning;
    }
}

QPointF GraphPointer::move(QPointF at, const QFontMetrics& metrics) {
    const QPointF way = at - std::exchange(at_, at);
    hasMoved_ = hasMoved_ || (at - pressedAt_).manhattanLength() > kClick;
    if (state_ == State::Connecting) aim(metrics);
    return state_ == State::Panning ? way : QPointF();
}

void GraphPointer::panned(QPointF by, const QFontMetrics& metrics) {
    pressedAt_ += by;
    if (state_ == State::Connecting) aim(metrics);
}

GraphPointer::Outcome GraphPointer::release(QPointF at) {
    at_ = at;
    hasMoved_ = hasMoved_ || (at - pressedAt_).manhattanLength() > kClick;
    return {std::exchange(state_, State::Idle), hasMoved_, button_, modifiers_, pressed_};
}

void GraphPointer::sceneChanged() {
    pressed_ = {};
    target_.reset();
    row_.reset();
    if (state_ == State::Connecting && !source()) cancel();
}

std::optional<uint32_t> GraphPointer::source() const {
    return source_ ? scene_.find(*source_) : std::nullopt;
}

/// Which node is below the pointer, and which of its rows. The panel stays while the pointer is on
/// the way to a row.
void GraphPointer::aim(const QFontMetrics& metrics) {
    const auto from = source();
    const QRectF held = target_ ? camera_.toView(scene_.box(*target_)) | panel_ : QRectF();
    const bool stays =
        target_ &&
        (panel_.adjusted(-kPanelRoom, -kPanelRoom, kPanelRoom, kPanelRoom).contains(at_) ||
         camera_.toView(scene_.box(*target_)).contains(at_)) &&
        held.adjusted(-kPanelRoom, -kPanelRoom, kPanelRoom, kPanelRoom).contains(at_);
    if (!stays) {
        target_ = scene_.nodeAt(camera_.toWorld(at_));
        if (target_ == from) target_.reset();
        ports_ = target_ ? portsOf(*scene_.snapshot(), *target_, from) : std::vector<NodePort>();
        double width = 120;
        for (const NodePort& port : ports_) {
            const QString words = port.name + port.type + QStringLiteral("← ") + port.source;
            width = std::max(width, kRowRoom + metrics.horizontalAdvance(words));
        }
        width = std::min(width, 360.0);
        if (target_) {
            const QRectF box = camera_.toView(scene_.box(*target_));
            const double height = kPortRow * static_cast<double>(ports_.size());
            const bool isAbove =
                box.bottom() + height > camera_.viewSize().height() && box.top() - height >= 0;
            const double left =
                std::clamp(box.left(), 0.0, std::max(0.0, camera_.viewSize().width() - width));
            panel_ = QRectF(left, isAbove ? box.top() - height : box.bottom(), width, height);
        }
    }
    row_.reset();
    if (!target_ || ports_.empty()) return;
    if (panel_.contains(at_)) {
        row_ = std::min(ports_.size() - 1,
                        static_cast<std::size_t>((at_.y() - panel_.top()) / kPortRow));
    } else {
        row_ = likelyPort(ports_);
    }
}

QRectF GraphPointer::rowRect(std::size_t row) const {
    return {panel_.left(), panel_.top() + kPortRow * static_cast<double>(row), panel_.width(),
            kPortRow};
}

}  // namespace cst
