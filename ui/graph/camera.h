#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace cst {

/// Where the canvas looks. World units are those of Layout (pixels at 100 %), view units are
/// logical pixels of the widget: view = world · zoom + offset.
class Camera {
public:
    static constexpr double kMinZoom = 0.02;  // by hand; a fit goes as far as it takes
    static constexpr double kMaxZoom = 4;

    double zoom() const { return zoom_; }
    /// Place of the world's origin. Whole pixels, so that text stays crisp while panning.
    QPointF offset() const;
    QSizeF viewSize() const { return viewSize_; }

    QPointF toView(QPointF world) const { return world * zoom_ + offset(); }
    QRectF toView(const QRectF& world) const;
    QPointF toWorld(QPointF view) const { return (view - offset()) / zoom_; }
    QPointF centre() const;
    QRectF visibleWorld() const;

    /// What was in the middle stays there.
    void resizeView(QSizeF size);
    void panBy(QPointF viewPixels) { offset_ += viewPixels; }
    /// Shows this place in the middle.
    void lookAt(QPointF world) {
        offset_ += QPointF(viewSize_.width(), viewSize_.height()) / 2 - toView(world);
    }
    /// What is under `viewPoint` stays there.
    void zoomAt(QPointF viewPoint, double factor);
    void zoomTo(double zoom);
    /// The world moved under us by this much: look at the same things.
    void follow(QPointF worldShift) { offset_ -= worldShift * zoom_; }
    /// Shows the whole of `world`, in the middle, no larger than `maxZoom`. Where that would be
    /// smaller than `minZoom`, shows its left end at `minZoom` instead. So many pixels `below`,
    /// but a sixth of the view at most, are left to what stands at the lower edge.
    void fit(const QRectF& world, double maxZoom, double minZoom = 0, double below = 0);
    /// Pans as little as it takes to show `world` with some room around it.
    void reveal(const QRectF& world);
    /// A way between two cameras of the same view: 0 = `from`, 1 = `to`. What both show moves
    /// along a straight line.
    static Camera between(const Camera& from, const Camera& to, double progress);
    /// Pans as little as it takes to keep a corner of `world` in sight: nobody gets lost.
    void keepInSight(const QRectF& world);

    friend bool operator==(const Camera&, const Camera&) = default;

private:
    double zoom_ = 1;
    QPointF offset_;
    QSizeF viewSize_;
};

}  // namespace cst
