// Pointer, wheel and keys of the timeline.

#include "ui/profiler/span_words.h"
#include "ui/profiler/timeline_canvas.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr double kReach = 2;  // px beside a span that still are it
constexpr double kSnap = 6;   // px: so near to the end of a span a measure begins there
constexpr std::size_t kMostLookedAt = 256;  // spans under one pixel
constexpr double kZoomAStep = 1.25;         // of a key, and of the wheel
constexpr double kPanAKey = 0.15;           // of the width

}  // namespace

double TimelineCanvas::timeAt(double x) const {
    return camera_.timeAt(x - parts_.spans.left());
}

std::optional<uint32_t> TimelineCanvas::laneAt(QPoint at) const {
    if (!index_ || at.y() < parts_.spans.top()) return std::nullopt;
    return layout_.laneAt(at.y() - parts_.spans.top() + verticalScrollBar()->value());
}

std::optional<uint32_t> TimelineCanvas::rowAt(QPoint at) const {
    if (!index_ || !parts_.spans.contains(at)) return std::nullopt;
    return layout_.rowAt(at.y() - parts_.spans.top() + verticalScrollBar()->value());
}

/// Of those that are near: what is under the pointer itself, then what went wrong, then the
/// longest.
std::optional<SpanPlace> TimelineCanvas::spanAt(QPoint at) const {
    const auto row = rowAt(at);
    if (!row) return std::nullopt;
    const TimelineRow& of = index_->rows()[*row];
    const double from = timeAt(at.x() - kReach), to = timeAt(at.x() + 1 + kReach);
    const double time = timeAt(at.x() + 0.5);
    std::optional<SpanPlace> best;
    std::tuple<bool, bool, int64_t> bestRank;
    std::size_t i = of.firstEndingAfter(from);
    // What has no length ends where it begins, at the edge of what is near or within.
    while (i > 0 && static_cast<double>(of.spans[i - 1].endNs) >= from) --i;
    for (std::size_t seen = 0; i < of.spans.size() && seen < kMostLookedAt; ++i, ++seen) {
        const Span& span = of.spans[i];
        const auto start = static_cast<double>(span.startNs), end = static_cast<double>(span.endNs);
        if (start > to) break;
        const bool isWide = (end - start) / camera_.nsPerPixel() >= 1;
        const std::tuple rank(isWide && start <= time && time < end, isTrouble(span.kind),
                              span.endNs - span.startNs);
        if (!best || rank > bestRank) {
            best = SpanPlace{*row, static_cast<uint32_t>(i)};
            bestRank = rank;
        }
    }
    return best;
}

/// The time there, or the end of a span that is near.
double TimelineCanvas::snapped(QPoint at) const {
    const double time = timeAt(at.x());
    double best = time, nearest = kSnap * camera_.nsPerPixel();
    const auto row = rowAt(at);
    if (!row) return time;
    const TimelineRow& of = index_->rows()[*row];
    std::size_t i = of.firstEndingAfter(time - nearest);
    for (std::size_t seen = 0; i < of.spans.size() && seen < kMostLookedAt; ++i, ++seen) {
        if (static_cast<double>(of.spans[i].startNs) > time + nearest) break;
        for (const int64_t end : {of.spans[i].startNs, of.spans[i].endNs}) {
            const double way = std::abs(static_cast<double>(end) - time);
            if (way >= nearest) continue;
            nearest = way;
            best = static_cast<double>(end);
        }
    }
    return best;
}

QString TimelineCanvas::tipAt(QPoint at) const {
    const auto lane = laneAt(at);
    if (lane && parts_.headers.contains(at)) {
        const TraceLane& of = index_->trace().lanes[*lane];
        const QString name = QString::fromStdString(of.name);
        if (of.rows.size() < 2) return name;
        return (isFolded_[*lane] ? tr("%1: %2 rows, click to show all of them")
                                 : tr("%1: %2 rows, click to show only the first"))
            .arg(name)
            .arg(of.rows.size());
    }
    const auto place = spanAt(at);
    if (!place) return {};
    const TimelineRow& row = index_->rows()[place->row];
    const double from = timeAt(at.x()), to = timeAt(at.x() + 1);
    std::size_t begun = 0;
    for (const TimelineTrack& track : row.tracks) {
        begun += track.at(to).begun - track.at(from).begun;
    }
    return spanTip(*index_, *place, begun > 1 ? begun - 1 : 0,
                   std::min(1.0, row.busyNs(from, to) / (to - from)));
}

// --- pointer ---

bool TimelineCanvas::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QString tip = tipAt(help->pos());
        if (tip.isEmpty()) {
            QToolTip::hideText();
        } else {
            // It goes away with the span that it is about.
            const QRect near(help->pos() - QPoint(2, 2), QSize(5, 5));
            QToolTip::showText(help->globalPos(), tip, viewport(), near);
        }
        return true;
    }
    if (event->type() == QEvent::NativeGesture && index_) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            camera_.zoomAt(gesture->position().x() - parts_.spans.left(), 1 + gesture->value());
            moved();
            return true;
        }
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineCanvas::mousePressEvent(QMouseEvent* event) {
    if (!index_) return;
    const QPoint at = event->position().toPoint();
    pressedAt_ = draggedFrom_ = at;
    if (at.x() < parts_.spans.left()) {
        const auto lane = laneAt(at);
        if (lane && index_->trace().lanes[*lane].rows.size() > 1)
            foldLane(*lane, !isFolded_[*lane]);
        return;
    }
    if (event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier) {
        drag_ = Drag::Measure;
        measuredFrom_ = snapped(at);
        setMeasured(std::nullopt);
    } else if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        drag_ = Drag::Click;
    }
}

void TimelineCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPoint at = event->position().toPoint();
    if (drag_ == Drag::Click &&
        (at - pressedAt_).manhattanLength() >= QApplication::startDragDistance()) {
        drag_ = Drag::Pan;
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
    if (drag_ == Drag::Pan) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - (at - draggedFrom_).y());
        camera_.panBy((at - draggedFrom_).x());
        draggedFrom_ = at;
        moved();
    } else if (drag_ == Drag::Measure) {
        const double to = snapped(at);
        setMeasured(TimeStretch(std::min(measuredFrom_, to), std::max(measuredFrom_, to)));
    } else if (drag_ == Drag::None) {
        viewport()->setCursor(spanAt(at) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    }
}

void TimelineCanvas::mouseReleaseEvent(QMouseEvent* event) {
    const Drag drag = std::exchange(drag_, Drag::None);
    viewport()->unsetCursor();
    if (drag == Drag::Click && event->button() == Qt::LeftButton) select(spanAt(pressedAt_));
}

void TimelineCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    const auto place = spanAt(event->position().toPoint());
    if (!place) return;
    select(place);
    setMeasured(std::nullopt);
    zoomToSelection();
}

void TimelineCanvas::wheelEvent(QWheelEvent* event) {
    if (!index_) return;
    const bool zooms = event->modifiers() & Qt::ControlModifier;
    const bool isTouchPad = !event->pixelDelta().isNull() && event->phase() != Qt::NoScrollPhase;
    const QPoint turned = event->angleDelta();
    QScrollBar* const bar = verticalScrollBar();
    if (isTouchPad && !zooms) {
        bar->setValue(bar->value() - event->pixelDelta().y());
        camera_.panBy(event->pixelDelta().x());
    } else if (event->position().x() < parts_.spans.left()) {
        bar->setValue(bar->value() - turned.y() / 120 * 3 * bar->singleStep());
    } else if (event->modifiers() & Qt::ShiftModifier || turned.y() == 0) {
        camera_.panBy(turned.y() != 0 ? turned.y() : turned.x());
    } else {
        camera_.zoomAt(event->position().x() - parts_.spans.left(),
                       std::pow(kZoomAStep, turned.y() / 120.0));
    }
    moved();
    event->accept();
}

// --- keys ---

bool TimelineCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        // Escape would stop the run; Alt with an arrow would walk the graph.
        if ((key->key() == Qt::Key_Escape && (measured_ || selected_ || found_)) ||
            (key->modifiers() == Qt::AltModifier && key->key() >= Qt::Key_Left &&
             key->key() <= Qt::Key_Down)) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) viewport()->update();
    return QAbstractScrollArea::event(event);
}

void TimelineCanvas::keyPressEvent(QKeyEvent* event) {
    if (!index_) return QAbstractScrollArea::keyPressEvent(event);
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::AltModifier) return walk(event->key());
    if (modifiers & ~Qt::ShiftModifier) return QAbstractScrollArea::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_0:
    case Qt::Key_F: return fit();
    case Qt::Key_Z:
    case Qt::Key_Return:
    case Qt::Key_Enter: return zoomToSelection();
    case Qt::Key_M: return measureAtHand();
    case Qt::Key_Slash: emit searchWanted(); return;
    case Qt::Key_C: {
        const bool folds =
            !std::all_of(isFolded_.begin(), isFolded_.end(), [](bool is) { return is; });
        isFolded_.assign(isFolded_.size(), folds);
        return layOut();
    }
    case Qt::Key_Escape:
        if (!giveUp()) QAbstractScrollArea::keyPressEvent(event);
        return;
    default:
        if (!panByKey(event->key())) QAbstractScrollArea::keyPressEvent(event);
    }
}

bool TimelineCanvas::panByKey(int key) {
    QScrollBar* const bar = verticalScrollBar();
    const double step = kPanAKey * camera_.width();
    switch (key) {
    case Qt::Key_A:
    case Qt::Key_Left: camera_.panBy(step); break;
    case Qt::Key_D:
    case Qt::Key_Right: camera_.panBy(-step); break;
    case Qt::Key_W:
    case Qt::Key_Plus:
    case Qt::Key_Equal: camera_.zoomAt(camera_.width() / 2, kZoomAStep); break;
    case Qt::Key_S:
    case Qt::Key_Minus: camera_.zoomAt(camera_.width() / 2, 1 / kZoomAStep); break;
    case Qt::Key_Home: camera_.reveal(0, 0); break;
    case Qt::Key_End: {
        const auto end = static_cast<double>(index_->trace().endNs);
        camera_.reveal(end, end);
        break;
    }
    case Qt::Key_Up: bar->setValue(bar->value() - bar->singleStep()); break;
    case Qt::Key_Down: bar->setValue(bar->value() + bar->singleStep()); break;
    case Qt::Key_PageUp: bar->setValue(bar->value() - bar->pageStep()); break;
    case Qt::Key_PageDown: bar->setValue(bar->value() + bar->pageStep()); break;
    default: return false;
    }
    moved();
    return true;
}

/// To the span beside the one that is chosen, or to one in the next row at the same time.
void TimelineCanvas::walk(int key) {
    if (key == Qt::Key_Up || key == Qt::Key_Down) return walkRows(key == Qt::Key_Up ? -1 : 1);
    if (key != Qt::Key_Left && key != Qt::Key_Right) return;
    if (!selected_) return walkRows(1);
    const int step = key == Qt::Key_Left ? -1 : 1;
    const auto count = static_cast<int64_t>(index_->rows()[selected_->row].spans.size());
    const int64_t next = static_cast<int64_t>(selected_->span) + step;
    if (next >= 0 && next < count) goTo({selected_->row, static_cast<uint32_t>(next)});
}

void TimelineCanvas::walkRows(int step) {
    const auto rows = static_cast<int64_t>(index_->rows().size());
    const double time = selected_ ? static_cast<double>(index_->span(*selected_).startNs)
                                  : std::max(0.0, camera_.fromNs());
    for (int64_t row = selected_ ? selected_->row + step : 0; row >= 0 && row < rows; row += step) {
        const TimelineRow& of = index_->rows()[static_cast<std::size_t>(row)];
        if (of.spans.empty()) continue;
        const std::size_t at = std::min(of.firstEndingAfter(time), of.spans.size() - 1);
        return goTo({static_cast<uint32_t>(row), static_cast<uint32_t>(at)});
    }
}

/// What is chosen, or all that is in sight; nothing if something is measured already.
void TimelineCanvas::measureAtHand() {
    if (measured_) return setMeasured(std::nullopt);
    if (selected_) {
        const Span& span = index_->span(*selected_);
        return setMeasured(
            TimeStretch(static_cast<double>(span.startNs), static_cast<double>(span.endNs)));
    }
    const auto end = static_cast<double>(index_->trace().endNs);
    setMeasured(TimeStretch(std::max(0.0, camera_.fromNs()), std::min(end, camera_.toNs())));
}

/// One thing after the other. False if there was nothing.
bool TimelineCanvas::giveUp() {
    if (measured_) {
        setMeasured(std::nullopt);
    } else if (found_) {
        emit searchEndWanted();
    } else if (selected_ || !lit_.isEmpty()) {
        select(std::nullopt);
    } else {
        return false;
    }
    return true;
}

}  // namespace cst
