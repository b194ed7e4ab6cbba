#include "ui/graph/canvas_layer.h"

#include <QPainter>

#include <cmath>

namespace cst {

namespace {

/// More rectangles than this are painted as the one that holds them: each looks through the graph.
constexpr int kMostRects = 4;

bool isWhole(double value) {
    return std::abs(value - std::round(value)) < 1e-9;
}

}  // namespace

void CanvasLayer::spoil(const QRect& area, const Camera& camera) {
    if (camera.zoom() != camera_.zoom()) {
        spoilAll();
        return;
    }
    const QRect view(QPoint(), camera_.viewSize().toSize());
    spoiled_ += area.translated((camera_.offset() - camera.offset()).toPoint()) & view;
}

void CanvasLayer::draw(QPainter& to, const Camera& camera, bool shifts, const QRect& area,
                       qreal pixelRatio, const Paint& paint) {
    const QSize pixels = (camera.viewSize() * pixelRatio).toSize();
    if (picture_.size() != pixels || picture_.devicePixelRatio() != pixelRatio) {
        picture_ = QPixmap(pixels);
        picture_.setDevicePixelRatio(pixelRatio);
        spoilAll();
    }
    follow(camera, shifts, pixelRatio);
    paintSpoiled(area, paint);
    copy(to, area, pixelRatio);
}

bool CanvasLayer::drawAgain(QPainter& to, const Camera& camera, const QRect& area,
                            qreal pixelRatio) const {
    if (!isPainted_ || camera != camera_ || picture_.devicePixelRatio() != pixelRatio) return false;
    copy(to, area, pixelRatio);
    return true;
}

void CanvasLayer::copy(QPainter& to, const QRect& area, qreal pixelRatio) const {
    to.drawPixmap(area.topLeft(), picture_,
                  QRectF(QPointF(area.topLeft()) * pixelRatio, QSizeF(area.size()) * pixelRatio)
                      .toAlignedRect());
}

void CanvasLayer::follow(const Camera& camera, bool shifts, qreal pixelRatio) {
    const QRect view(QPoint(), camera.viewSize().toSize());
    const QPointF way = camera.offset() - camera_.offset();
    const QPointF pixels = way * pixelRatio;
    const bool canShift = isPainted_ && shifts && camera.zoom() == camera_.zoom() &&
                          isWhole(pixels.x()) && isWhole(pixels.y());
    if (!canShift && camera_ != camera) spoilAll();
    camera_ = camera;
    if (!isPainted_) {
        spoiled_ = view;
        isPainted_ = true;
        return;
    }
    if (way.isNull()) return;
    picture_.scroll(qRound(pixels.x()), qRound(pixels.y()), picture_.rect());
    spoiled_.translate(way.toPoint());
    spoiled_ += QRegion(view) - view.translated(way.toPoint());
    spoiled_ &= view;
}

void CanvasLayer::paintSpoiled(const QRect& area, const Paint& paint) {
    const QRegion stale = spoiled_ & area;
    if (stale.isEmpty()) return;
    QPainter painter(&picture_);
    const auto paintRect = [&](const QRect& rect) {
        // Clipped to several rectangles each line costs three times as much.
        painter.setClipRect(rect);
        paint(painter, rect);
    };
    if (stale.rectCount() > kMostRects) {
        paintRect(stale.boundingRect());
    } else {
        for (const QRect& rect : stale) paintRect(rect);
    }
    spoiled_ -= stale;
}

}  // namespace cst
