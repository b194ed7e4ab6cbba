// Pointer and keys of the graph. What the pointer is about is worked out by GraphPointer.

#include "ui/graph/edge_scroll.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/node_tip.h"
#include "ui/graph/profile_tip.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMimeData>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace cst {

// --- pointer ---

void GraphView::hover(const GraphPointer::Place& place) {
    const bool isOther = place.node != hovered_;
    if (!isOther && place.edge == hoveredEdge_) return;
    const QRect before = surroundings(hovered_, hoveredEdge_);
    hovered_ = place.node;
    hoveredEdge_ = place.edge;
    repaintCanvas(before | surroundings(hovered_, hoveredEdge_));
    if (isOther) {
        emit hoverChanged(hovered_ ? std::optional(scene_.identity(*hovered_)) : std::nullopt);
    }
}

void GraphView::showCursorShape() {
    switch (pointer_.state()) {
    case GraphPointer::State::Panning: setCursor(Qt::ClosedHandCursor); return;
    case GraphPointer::State::Connecting:
    case GraphPointer::State::Banding: setCursor(Qt::CrossCursor); return;
    case GraphPointer::State::Node:
        if (!pointer_.way().isNull()) {
            setCursor(Qt::SizeAllCursor);
            return;
        }
        break;
    default: break;
    }
    const GraphPointer::Place place = pointer_.placeAt(pointer_.at());
    const bool isOnSomething = place.node || place.edge || groupTitled(pointer_.at());
    setCursor(place.isOnPort  ? Qt::CrossCursor
              : isOnSomething ? Qt::PointingHandCursor
                              : Qt::ArrowCursor);
}

void GraphView::mousePressEvent(QMouseEvent* event) {
    pointer_.press(event->position(), event->button(), event->modifiers());
    if (pointer_.state() == GraphPointer::State::Node) {
        const uint32_t node = *pointer_.placeAt(event->position()).node;
        if (event->modifiers() & Qt::ControlModifier) {
            selection_.toggle(scene_.identity(node));
            selectionMoved();
        } else if (!selection_.contains(scene_.identity(node))) {
            select(node);
            requestSource(node);
        }
    }
    showCursorShape();
    update();
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF pan = pointer_.move(event->position(), QFontMetrics(theme_.textFont()));
    switch (pointer_.state()) {
    case GraphPointer::State::Idle: hover(pointer_.placeAt(event->position())); break;
    case GraphPointer::State::Node: dragNodes(); break;
    case GraphPointer::State::Panning:
        camera_.panBy(pan);
        moveView(true);
        break;
    case GraphPointer::State::Connecting:
    case GraphPointer::State::Banding: update(); break;
    }
    watchEdges();
    showCursorShape();
}

void GraphView::watchEdges() {
    constexpr int kStepMs = 16;
    if (!pointer_.isDragging() || edgeScroll(pointer_.at(), camera_.viewSize()).isNull()) {
        edges_.stop();
    } else if (!edges_.isActive()) {
        edges_.start(kStepMs, this);
    }
}

void GraphView::scrollAtEdge() {
    if (!pointer_.isDragging()) {  // Escape has ended it
        edges_.stop();
        return;
    }
    const QPointF before = camera_.toView(QPointF());
    camera_.panBy(edgeScroll(pointer_.at(), camera_.viewSize()));
    moveView(true);
    // The picture goes no farther than to its end.
    const QPointF way = camera_.toView(QPointF()) - before;
    pointer_.panned(way, QFontMetrics(theme_.textFont()));
    if (pointer_.state() == GraphPointer::State::Node) dragNodes();
    watchEdges();
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
    if (pointer_.state() == GraphPointer::State::Connecting) endConnecting();
    const GraphPointer::Outcome outcome = pointer_.release(event->position());
    const bool isLeftClick = !outcome.hasMoved && outcome.button == Qt::LeftButton;
    const auto node = outcome.pressed.node;
    switch (outcome.state) {
    case GraphPointer::State::Node:
        if (outcome.hasMoved) dropNodes();
        // One of several that were chosen: only now, or they could not be dragged together.
        if (isLeftClick && node && outcome.modifiers == Qt::NoModifier &&
            selectedIndices().size() > 1) {
            select(node);
            requestSource(*node);
        }
        break;
    case GraphPointer::State::Banding:
        if (!isLeftClick) {
            chooseBand(outcome.modifiers & Qt::ControlModifier);
        } else if (node) {
            selection_.toggle(scene_.identity(*node));
            selectionMoved();
        }
        break;
    case GraphPointer::State::Panning:
        if (!isLeftClick) break;
        if (const std::string* group = groupTitled(event->position())) {
            selectGroup(*group);
        } else if (const auto edge = outcome.pressed.edge) {
            const GraphEdge& row = scene_.snapshot()->graph->edges[*edge];
            selection_.chooseEdge(
                {scene_.identity(row.from.index), scene_.identity(row.to.index), row.port});
            selectionMoved();
        } else {
            beforeClick_ = selection_;
            select(std::nullopt);
        }
        break;
    default: break;
    }
    edges_.stop();
    hover(pointer_.placeAt(event->position()));
    showCursorShape();
    update();
}

/// All that is chosen, together.
void GraphView::dragNodes() {
    const QPointF way = pointer_.way();
    if (way.isNull()) return;
    QToolTip::hideText();
    scene_.drag(selection_.nodesIn(scene_), way / camera_.zoom());
    repaintCanvas();
}

void GraphView::dropNodes() {
    std::map<NodeIdentity, LayoutPoint> places;
    for (const uint32_t node : selection_.nodesIn(scene_)) {
        const QPointF at = scene_.box(node).topLeft();
        places[scene_.identity(node)] = {static_cast<float>(std::round(at.x())),
                                         static_cast<float>(std::round(at.y()))};
    }
    emit nodesMoved(places);
}

void GraphView::chooseBand(bool adds) {
    const QRectF band(camera_.toWorld(pointer_.band().topLeft()),
                      camera_.toWorld(pointer_.band().bottomRight()));
    if (!adds) selection_.clear();
    std::optional<uint32_t> first;
    for (uint32_t i = 0; i < scene_.size(); ++i) {
        if (!band.intersects(scene_.box(i))) continue;
        selection_.add(scene_.identity(i));
        if (!first) first = i;
    }
    selectionMoved();
    if (first && !adds) requestSource(*first);
}

void GraphView::endConnecting() {
    const auto from = pointer_.source(), to = pointer_.target();
    if (!from || !to) return;  // dropped on nothing: nothing was meant
    if (const auto row = pointer_.row()) {
        emit connectRequested(scene_.identity(*from), scene_.identity(*to),
                              pointer_.ports()[*row].port);
    } else if (scene_.isGroup(*to)) {
        emit refused(tr("`%1` is a group: unfold it (F) to connect one of its nodes")
                         .arg(scene_.title(*to)));
    } else if (pointer_.ports().empty()) {
        emit refused(
            tr("`%1` takes no value: it has nothing to connect to").arg(scene_.title(*to)));
    } else if (std::none_of(pointer_.ports().begin(), pointer_.ports().end(),
                            [](const NodePort& port) { return port.fits; })) {
        const TypeId type = scene_.node(*from).type;
        emit refused(tr("`%1` takes no %2")
                         .arg(scene_.title(*to),
                              QString::fromStdString(scene_.snapshot()->types->text(type))));
    } else {
        emit refused(tr("`%1` takes several values: drop it on the one that is meant")
                         .arg(scene_.title(*to)));
    }
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event) {
    const GraphPointer::Place place = pointer_.placeAt(event->position());
    const bool isPlain =
        event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier && !place.node;
    if (const std::string* group = isPlain ? groupTitled(event->position()) : nullptr) {
        emit foldRequested(std::string(*group));
        return;
    }
    if (isPlain && !place.edge) {
        selection_ = beforeClick_;
        selectionMoved();
        emit callRequested(event->position().toPoint());
        return;
    }
    if (!place.node || place.isOnPort || event->button() != Qt::LeftButton) {
        mousePressEvent(event);
        return;
    }
    if (!scene_.members(*place.node).empty()) {
        emit unfoldRequested(scene_.identity(*place.node));
        return;
    }
    // The node and its surroundings: a single box across the whole view helps nobody.
    const QRectF box = scene_.box(*place.node);
    camera_.fit(box.adjusted(-160, -90, 160, 90), 1.5);
    moveView(true);
}

void GraphView::contextMenuEvent(QContextMenuEvent* event) {
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const GraphPointer::Place place = pointer_.placeAt(event->pos());
        if (place.node && !selection_.contains(scene_.identity(*place.node))) {
            select(place.node);
            requestSource(*place.node);
        } else if (place.edge) {
            const GraphEdge& row = scene_.snapshot()->graph->edges[*place.edge];
            selection_.chooseEdge(
                {scene_.identity(row.from.index), scene_.identity(row.to.index), row.port});
            selectionMoved();
        } else if (!place.node) {
            select(std::nullopt);
        }
    } else if (const auto node = current()) {
        at = mapToGlobal(camera_.toView(scene_.box(*node)).bottomLeft().toPoint());
    }
    event->accept();
    emit menuRequested(at);
}

void GraphView::wheelEvent(QWheelEvent* event) {
    const QPointF pixels = event->pixelDelta();
    const QPointF angle = event->angleDelta();
    const bool zooms = event->modifiers() & Qt::ControlModifier;
    // Not all systems say which device it is; only fingers begin and end.
    const bool touchPad = event->phase() != Qt::NoScrollPhase ||
                          (event->pointingDevice() != nullptr &&
                           event->pointingDevice()->type() == QInputDevice::DeviceType::TouchPad);
    if (!zooms && touchPad && !pixels.isNull()) {
        camera_.panBy(pixels);
    } else if (!zooms && (event->modifiers() & Qt::ShiftModifier)) {
        camera_.panBy({(angle.x() + angle.y()) / 2, 0});
    } else if (!zooms && angle.y() == 0) {
        camera_.panBy({angle.x() / 2, 0});
    } else {
        camera_.zoomAt(event->position(), std::pow(1.2, angle.y() / 120));
    }
    moveView(true);
    if (pointer_.state() == GraphPointer::State::Idle) hover(pointer_.placeAt(event->position()));
    event->accept();
}

void GraphView::leaveEvent(QEvent*) {
    hover({});
}

void GraphView::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasFormat(QLatin1String(kFunctionMime))) event->acceptProposedAction();
}

void GraphView::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    emit functionDropped(QString::fromUtf8(event->mimeData()->data(QLatin1String(kFunctionMime))),
                         event->position().toPoint());
}

// --- keys ---

void GraphView::walk(GraphScene::Step step, bool adds) {
    if (scene_.empty()) return;
    const auto from = current();
    const auto next = from           ? scene_.step(*from, step)
                      : lookUp(lit_) ? lookUp(lit_)
                                     : scene_.nearest(camera_.centre());
    if (!next) return;
    if (adds) {
        selection_.add(scene_.identity(*next));
        selectionMoved();
    } else {
        select(next);
    }
    camera_.reveal(scene_.box(*next));
    moveView(true);
    requestSource(*next);
}

bool GraphView::plainKey(int key) {
    constexpr double kStep = 60;
    switch (key) {
    case Qt::Key_Left: camera_.panBy({kStep, 0}); break;
    case Qt::Key_Right: camera_.panBy({-kStep, 0}); break;
    case Qt::Key_Up: camera_.panBy({0, kStep}); break;
    case Qt::Key_Down: camera_.panBy({0, -kStep}); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomIn(); return true;
    case Qt::Key_Minus: zoomOut(); return true;
    case Qt::Key_0: fit(); return true;
    case Qt::Key_1: zoomToActual(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto node = current()) {
            requestSource(*node);
            emit editingRequested();
        }
        return true;
    case Qt::Key_Escape:
        if (pointer_.state() != GraphPointer::State::Idle) {
            pointer_.cancel();
            scene_.drop();
            showCursorShape();
            repaintCanvas();
        } else {
            select(std::nullopt);
        }
        return true;
    default: return false;
    }
    moveView(true);
    return true;
}

void GraphView::keyPressEvent(QKeyEvent* event) {
    const Qt::KeyboardModifiers modifiers =
        event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    if (modifiers == Qt::AltModifier) {
        const bool adds = event->modifiers() & Qt::ShiftModifier;
        switch (event->key()) {
        case Qt::Key_Left: return walk(GraphScene::Step::Left, adds);
        case Qt::Key_Right: return walk(GraphScene::Step::Right, adds);
        case Qt::Key_Up: return walk(GraphScene::Step::Up, adds);
        case Qt::Key_Down: return walk(GraphScene::Step::Down, adds);
        default: break;
        }
    }
    if (modifiers == Qt::NoModifier && plainKey(event->key())) return;
    QWidget::keyPressEvent(event);
}

void GraphView::showEdgeTip(QPoint at, uint32_t edge) {
    // What leaves several nodes that are drawn as one is the value of one of them.
    const GraphEdge* const row = wholeEdge(edge);
    if (row == nullptr) return;
    const std::vector<NodeBadge> badges =
        wholeSnapshot_ == scene_.snapshot() ? badges_ : run_.badgesFor(*wholeSnapshot_);
    const NodeBadge &badge = badges[row->from.index], &consumer = badges[row->to.index];
    const double time = run_.timeUs(badge, RunBadges::Clock::now());
    QToolTip::showText(
        at, edgeTip(*wholeSnapshot_, *row, badge, consumer, time, run_.run().get(), theme_), this,
        QRect(mapFromGlobal(at), QSize(1, 1)).adjusted(-6, -6, 6, 6));
}

QString GraphView::tipOf(NodeIdentity identity) const {
    const auto node = scene_.find(identity);
    if (!node) return QString();
    const NodeBadge& badge = badges_[*node];
    return nodeTip(*scene_.snapshot(), *node, badge, run_.timeUs(badge, RunBadges::Clock::now()),
                   run_.run().get(), theme_);
}

bool GraphView::event(QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        layer_.spoilAll();  // rings are wider with it
    }
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
        pointer_.state() != GraphPointer::State::Idle) {
        event->accept();  // Escape ends the gesture; it would stop the run
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const GraphPointer::Place place = pointer_.placeAt(help->pos());
        const auto node = place.node;
        if (node && place.isOnPort) {
            QToolTip::showText(help->globalPos(),
                               tr("Drag from here to a node that shall take this value"), this,
                               dirtyRect(*node));
            return true;
        }
        if (!node && showGroupTip(help->pos(), help->globalPos())) return true;
        if (!node && place.edge) {
            showEdgeTip(help->globalPos(), *place.edge);
            return true;
        }
        if (!node) {
            QToolTip::hideText();
            event->ignore();
            return true;
        }
        const NodeBadge& badge = badges_[*node];
        QToolTip::showText(
            help->globalPos(),
            nodeTip(*scene_.snapshot(), *node, badge, run_.timeUs(badge, RunBadges::Clock::now()),
                    run_.run().get(), theme_) +
                profileTip(badge, profile_, theme_) + changeTip(profile_.change(*node), theme_),
            this, dirtyRect(*node));
        return true;
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            camera_.zoomAt(gesture->position(), 1 + gesture->value());
            moveView(true);
            return true;
        }
    }
    return QWidget::event(event);
}

}  // namespace cst
