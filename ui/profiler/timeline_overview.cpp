#include "ui/profiler/timeline_overview.h"

#include "ui/profiler/span_look.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr double kEdge = 2;       // px around what is drawn
constexpr double kFaultMark = 4;  // px: of what went wrong, above the curve

/// Rows of which the share that is busy is shown: those of workers, else the first of each lane.
std::vector<const TimelineRow*> rowsShown(const TimelineIndex& index) {
    std::vector<const TimelineRow*> workers, all;
    for (uint32_t lane = 0; lane < index.trace().lanes.size(); ++lane) {
        const auto [first, end] = index.rowsOf(lane);
        if (first == end) continue;
        all.push_back(&index.rows()[first]);
        if (index.trace().lanes[lane].kind == LaneKind::Worker) workers.push_back(all.back());
    }
    return workers.empty() ? all : workers;
}

}  // namespace

TimelineOverview::TimelineOverview(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("timelineOverview"));
    setAccessibleName(tr("Map of the timeline"));
    setToolTip(tr("All of it, and how busy the workers were: click or drag to look elsewhere"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme_, &Theme::changed, this, [this] {
        busy_ = QImage();
        update();
    });
}

QSize TimelineOverview::sizeHint() const {
    return {theme_.space(50), theme_.space(6)};
}

void TimelineOverview::showIndex(TimelineIndexPtr index) {
    index_ = std::move(index);
    busy_ = QImage();
    update();
}

void TimelineOverview::showCamera(const TimelineCamera& camera) {
    camera_ = camera;
    update();
}

double TimelineOverview::endNs() const {
    return index_ ? std::max<double>(1, static_cast<double>(index_->trace().endNs)) : 1;
}

double TimelineOverview::timeAt(double x) const {
    return x / std::max(1, width()) * endNs();
}

double TimelineOverview::xOf(double timeNs) const {
    return timeNs / endNs() * width();
}

void TimelineOverview::draw() {
    const double ratio = devicePixelRatioF();
    busy_ = QImage(size() * ratio, QImage::Format_RGB32);
    busy_.setDevicePixelRatio(ratio);
    busy_.fill(theme_.color(Role::Canvas));
    const std::vector<const TimelineRow*> rows = rowsShown(*index_);
    if (rows.empty()) return;
    const QRgb work = theme_.color(Role::SpanWork).rgb();
    const int edge = qRound(kEdge * ratio), mark = qRound(kFaultMark * ratio);
    const int most = busy_.height() - 3 * edge - mark;  // of the curve
    for (int x = 0; x < busy_.width(); ++x) {
        const double from = timeAt(x / ratio), to = timeAt((x + 1) / ratio);
        double busy = 0;
        std::optional<SpanKind> trouble;
        for (const TimelineRow* row : rows) {
            busy += row->busyNs(from, to);
            for (const TimelineTrack& track : row->tracks) {
                if (isTrouble(track.kind()) && trouble != SpanKind::Failed &&
                    (track.at(to).begun != track.at(from).begun ||
                     track.at(to).busyNs > track.at(from).busyNs)) {
                    trouble = track.kind();
                }
            }
        }
        const double share = busy / (to - from) / static_cast<double>(rows.size());
        const int height = static_cast<int>(std::ceil(std::min(1.0, share) * most - 1e-6));
        const auto column = [&](int top, int bottom, QRgb color) {
            for (int y = top; y < bottom; ++y) {
                reinterpret_cast<QRgb*>(busy_.scanLine(y))[x] = color;
            }
        };
        const int bottom = busy_.height() - edge;
        column(bottom - height, bottom, work);
        // What went wrong is seen however short it was.
        if (trouble) column(edge, edge + mark, theme_.color(troubleRole(*trouble)).rgb());
    }
}

void TimelineOverview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!index_) {
        painter.fillRect(rect(), theme_.color(Role::Canvas));
        return;
    }
    if (busy_.isNull() || busy_.size() != size() * devicePixelRatioF()) draw();
    painter.drawImage(0, 0, busy_);
    painter.setPen(theme_.color(Role::Border));
    painter.drawLine(0, height() - 1, width(), height() - 1);
    const double from = std::max(0.0, xOf(camera_.fromNs()));
    const double to = std::min<double>(width(), xOf(camera_.toNs()));
    QColor veil = theme_.color(Role::Canvas);
    veil.setAlpha(150);
    painter.fillRect(QRectF(0, 0, from, height()), veil);
    painter.fillRect(QRectF(to, 0, width() - to, height()), veil);
    painter.setPen(QPen(theme_.color(Role::Accent), 2));
    // Never so narrow that it cannot be seen.
    const double middle = (from + to) / 2, half = std::max(3.0, (to - from) / 2);
    painter.drawRect(QRectF(middle - half, 1, 2 * half, height() - 2)
                         .intersected(QRectF(rect()).adjusted(1, 1, -1, -1)));
}

void TimelineOverview::mousePressEvent(QMouseEvent* event) {
    if (!index_ || event->button() != Qt::LeftButton) return;
    const double time = timeAt(event->position().x());
    const double middle = (camera_.fromNs() + camera_.toNs()) / 2;
    // The frame is taken where it is grabbed; beside it, it comes.
    const bool isInside = time >= camera_.fromNs() && time <= camera_.toNs();
    grabbed_ = isInside ? middle - time : 0;
    if (!isInside) emit timeWanted(time);
}

void TimelineOverview::mouseMoveEvent(QMouseEvent* event) {
    if (index_ && event->buttons() & Qt::LeftButton) {
        emit timeWanted(timeAt(event->position().x()) + grabbed_);
    }
}

void TimelineOverview::wheelEvent(QWheelEvent* event) {
    emit zoomWanted(std::pow(1.25, event->angleDelta().y() / 120.0));
    event->accept();
}

}  // namespace cst
