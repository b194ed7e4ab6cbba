#include "ui/profiler/timeline_canvas.h"

#include "ui/profiler/span_words.h"
#include "ui/shell/empty_hint.h"

#include <QFontMetrics>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cst {

namespace {

constexpr int kPixelsAMark = 110;

}  // namespace

TimelineCanvas::TimelineCanvas(const Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent), theme_(theme), chrome_(theme) {
    setObjectName(QStringLiteral("timelineCanvas"));
    setAccessibleName(tr("Timeline"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setMouseTracking(true);
    connect(&theme_, &Theme::changed, this, &TimelineCanvas::applyTheme);
    applyTheme();
}

void TimelineCanvas::applyTheme() {
    QFont small = theme_.textFont();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    setFont(small);
    raster_.applyTheme(theme_, small);
    layOut();
}

void TimelineCanvas::showIndex(TimelineIndexPtr index) {
    const bool wasFit = !index_ || camera_.isFit();
    index_ = std::move(index);
    raster_.forgetLabels();
    selected_.reset();
    measured_.reset();
    found_.reset();
    lit_ = {};
    isFolded_.assign(index_ ? index_->trace().lanes.size() : 0, false);
    camera_.setEnd(index_ ? static_cast<double>(index_->trace().endNs) : 0);
    if (wasFit) camera_.fit();
    light(index_ && !node_.isEmpty() ? index_->spansOfNode(index_->nodeOf(node_.toStdString()))
                                     : SpanSet());
    layOut();
    moved();
    emit spanSelected();
}

/// Where everything stands, after the size or the lanes have changed.
void TimelineCanvas::layOut() {
    const QFontMetrics metrics(font());
    parts_ =
        TimelineParts::of(viewport()->size(), theme_.space(38), metrics.height() + theme_.space(2));
    layout_ = index_ ? TimelineLayout(*index_, isFolded_, metrics.height() + 3) : TimelineLayout();
    camera_.resize(parts_.spans.width());
    chrome_.headersChanged();
    verticalScrollBar()->setPageStep(parts_.spans.height());
    verticalScrollBar()->setSingleStep(layout_.rowHeight());
    verticalScrollBar()->setRange(0, std::max(0, layout_.height() - parts_.spans.height()));
    moved();
}

void TimelineCanvas::moved() {
    ruler_ = TimelineRuler::of(camera_, kPixelsAMark);
    grid_.clear();
    for (const TimelineRuler::Mark& mark : ruler_.marks) grid_.push_back(mark.timeNs);
    viewport()->update();
    emit cameraChanged();
}

void TimelineCanvas::resizeEvent(QResizeEvent*) {
    layOut();
}

void TimelineCanvas::scrollContentsBy(int, int) {
    chrome_.headersChanged();
    viewport()->update();
}

TimelineChrome::Scene TimelineCanvas::scene() const {
    return {*index_,   layout_,  camera_, ruler_, parts_, isFolded_, verticalScrollBar()->value(),
            measured_, selected_};
}

QRectF TimelineCanvas::rectOf(SpanPlace place) const {
    return TimelineChrome::rectOf(scene(), place);
}

TimelineFrame TimelineCanvas::frame(double ratio) const {
    return {*index_,
            layout_,
            camera_,
            verticalScrollBar()->value(),
            ratio,
            lit_.isEmpty() ? nullptr : &lit_,
            found_ ? &found_->spans : nullptr,
            grid_};
}

void TimelineCanvas::drawSpans(QPainter& painter, TimelineRaster& raster, double ratio) const {
    const QSize size(qRound(parts_.spans.width() * ratio), qRound(parts_.spans.height() * ratio));
    painter.save();
    painter.setClipRect(parts_.spans);
    painter.translate(parts_.spans.topLeft());
    painter.scale(1 / ratio, 1 / ratio);  // its pixels are those of the device
    raster.paint(size, frame(ratio),
                 [&](const QImage& strip, int top) { painter.drawImage(QPoint(0, top), strip); });
    painter.restore();
}

void TimelineCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    if (!index_ || index_->spanCount() == 0) {
        painter.fillRect(viewport()->rect(), theme_.color(Role::Canvas));
        paintEmptyHint(
            painter, viewport()->rect(), theme_,
            isPast_ ? tr("Only the numbers of this run are left") : tr("Nothing has run yet"),
            isPast_ ? tr("Profile shows them. Who did what when is known of the last runs only.")
                    : tr("Run the pipeline (Ctrl+Return) and it shows here who did what when."));
        return;
    }
    drawSpans(painter, raster_, devicePixelRatioF());
    painter.setFont(font());
    chrome_.paint(painter, scene());
    if (hasFocus()) {
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void TimelineCanvas::fit() {
    camera_.fit();
    moved();
}

void TimelineCanvas::centre(double timeNs) {
    camera_.centre(timeNs);
    moved();
}

void TimelineCanvas::zoomBy(double factor) {
    camera_.zoomAt(camera_.width() / 2, factor);
    moved();
}

/// To what is measured; else to the span that is chosen; else to the node.
void TimelineCanvas::zoomToSelection() {
    if (!index_) return;
    if (measured_) {
        camera_.show(measured_->first, measured_->second);
    } else if (selected_) {
        const Span& span = index_->span(*selected_);
        camera_.show(static_cast<double>(span.startNs), static_cast<double>(span.endNs));
    } else if (!lit_.isEmpty()) {
        int64_t from = INT64_MAX, to = 0;
        for (uint32_t row = 0; row < index_->rows().size(); ++row) {
            if (lit_.of(row).empty()) continue;
            from = std::min(from, index_->span({row, lit_.of(row).front()}).startNs);
            to = std::max(to, index_->span({row, lit_.of(row).back()}).endNs);
        }
        camera_.show(static_cast<double>(from), static_cast<double>(to));
    }
    moved();
}

void TimelineCanvas::setNode(const QString& key) {
    if (key == node_) return;
    node_ = key;
    if (!index_) return;
    const uint32_t node = key.isEmpty() ? UINT32_MAX : index_->nodeOf(key.toStdString());
    if (selected_ && index_->span(*selected_).node != node) {
        selected_.reset();
        emit spanSelected();
    }
    light(index_->spansOfNode(node));
}

void TimelineCanvas::light(SpanSet spans) {
    lit_ = std::move(spans);
    viewport()->update();
}

void TimelineCanvas::showFound(std::shared_ptr<const FoundSpans> found) {
    found_ = std::move(found);
    viewport()->update();
}

void TimelineCanvas::select(std::optional<SpanPlace> place) {
    selected_ = place;
    const uint32_t node = place ? index_->span(*place).node : Span::kNone;
    const bool isOfNode = node < index_->trace().nodes.size();
    node_ = isOfNode ? QString::fromStdString(index_->trace().nodes[node].key) : QString();
    light(isOfNode ? index_->spansOfNode(node)
          : place  ? index_->spansOfRun(index_->span(*place).run)
                   : SpanSet());
    setAccessibleDescription(place ? spanSentence(*index_, *place) : QString());
    emit spanSelected();
    if (isOfNode) emit nodeActivated(node_);
}

void TimelineCanvas::goTo(SpanPlace place) {
    const uint32_t lane = index_->rows()[place.row].lane;
    if (!layout_.topOf(place.row)) foldLane(lane, false);
    const Span& span = index_->span(place);
    camera_.reveal(static_cast<double>(span.startNs), static_cast<double>(span.endNs));
    const int top = *layout_.topOf(place.row);
    QScrollBar* const bar = verticalScrollBar();
    const int most = top + layout_.rowHeight() - parts_.spans.height();
    bar->setValue(std::clamp(bar->value(), std::min(most, top), top));
    moved();
    select(place);
}

bool TimelineCanvas::goToRun(uint32_t run) {
    const auto place = index_ ? index_->placeOfRun(run) : std::nullopt;
    if (!place) return false;
    setMeasured(std::nullopt);
    goTo(*place);
    zoomToSelection();
    return true;
}

void TimelineCanvas::foldLane(uint32_t lane, bool folds) {
    isFolded_[lane] = folds;
    layOut();
}

void TimelineCanvas::setMeasured(std::optional<TimeStretch> stretch) {
    measured_ = stretch;
    chrome_.headersChanged();
    viewport()->update();
}

}  // namespace cst
