#include "ui/graph/camera.h"

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr double kLeastFit = 1e-4;    // ten million pixels in a thousand
constexpr double kFitMargin = 24;     // px around a fitted picture
constexpr double kRevealMargin = 32;  // px around what is brought into sight
constexpr double kInSight = 64;       // px of the picture that never leave the view

/// How far to move [lo, hi] so that it lies in [0, size]; its low end wins if it is too long.
double moveInto(double lo, double hi, double size) {
    if (hi > size) lo += size - hi;
    return std::max(0.0, lo);
}

}  // namespace

QPointF Camera::offset() const {
    return {std::round(offset_.x()), std::round(offset_.y())};
}

QRectF Camera::toView(const QRectF& world) const {
    return {toView(world.topLeft()), world.size() * zoom_};
}

QPointF Camera::centre() const {
    return toWorld({viewSize_.width() / 2, viewSize_.height() / 2});
}

QRectF Camera::visibleWorld() const {
    return {toWorld({0, 0}), viewSize_ / zoom_};
}

void Camera::resizeView(QSizeF size) {
    const QSizeF grown = size - viewSize_;
    offset_ += QPointF(grown.width() / 2, grown.height() / 2);
    viewSize_ = size;
}

void Camera::zoomAt(QPointF viewPoint, double factor) {
    // A fit may have gone below the smallest zoom: then it only goes up from there.
    const double zoom = std::clamp(zoom_ * factor, std::min(kMinZoom, zoom_), kMaxZoom);
    offset_ = viewPoint - (viewPoint - offset_) * (zoom / zoom_);
    zoom_ = zoom;
}

void Camera::zoomTo(double zoom) {
    zoomAt({viewSize_.width() / 2, viewSize_.height() / 2}, zoom / zoom_);
}

void Camera::fit(const QRectF& world, double maxZoom, double minZoom, double below) {
    if (world.isEmpty() || viewSize_.isEmpty()) return;
    const double height = viewSize_.height() - std::min(below, viewSize_.height() / 4);
    const double room = std::min((viewSize_.width() - 2 * kFitMargin) / world.width(),
                                 (height - 2 * kFitMargin) / world.height());
    // All of it is all of it, however small; but a view that is all margin has no room at all.
    zoom_ = std::clamp(room, std::max(kLeastFit, std::min(minZoom, maxZoom)), maxZoom);
    const QPointF middle(viewSize_.width() / 2, height / 2);
    offset_ = middle - world.center() * zoom_;
    if (room < minZoom) {
        const QPointF start = world.topLeft() * zoom_ - QPointF(kFitMargin, kFitMargin);
        offset_.setX(std::max(offset_.x(), -start.x()));
        offset_.setY(std::max(offset_.y(), -start.y()));
    }
}

void Camera::reveal(const QRectF& world) {
    const QRectF box =
        toView(world).adjusted(-kRevealMargin, -kRevealMargin, kRevealMargin, kRevealMargin);
    panBy({moveInto(box.left(), box.right(), viewSize_.width()) - box.left(),
           moveInto(box.top(), box.bottom(), viewSize_.height()) - box.top()});
}

Camera Camera::between(const Camera& from, const Camera& to, double progress) {
    Camera camera = to;
    camera.zoom_ = from.zoom_ + (to.zoom_ - from.zoom_) * progress;
    camera.offset_ = from.offset_ + (to.offset_ - from.offset_) * progress;
    return camera;
}

void Camera::keepInSight(const QRectF& world) {
    if (world.isEmpty() || viewSize_.isEmpty()) return;
    const QRectF box = toView(world);
    const auto correction = [](double lo, double hi, double size) {
        const double need = std::min({kInSight, hi - lo, size / 2});
        return std::max(0.0, need - hi) + std::min(0.0, size - need - lo);
    };
    panBy({correction(box.left(), box.right(), viewSize_.width()),
           correction(box.top(), box.bottom(), viewSize_.height())});
}

}  // namespace cst
