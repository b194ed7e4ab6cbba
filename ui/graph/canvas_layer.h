#pragma once

#include "ui/graph/camera.h"

#include <QPixmap>
#include <QRegion>

#include <functional>

class QPainter;

namespace cst {

/// The canvas as it was painted last. What has not changed since is copied to the screen, and where
/// the view has moved the picture is shifted and only its new edge painted: a frame in which a
/// pointer moves over the graph, or the graph below it, paints next to no node.
/// In logical pixels of the view.
class CanvasLayer {
public:
    using Paint = std::function<void(QPainter& painter, const QRect& area)>;

    /// What that camera shows in there looks different from now on.
    void spoil(const QRect& area, const Camera& camera);
    void spoilAll() { isPainted_ = false; }

    /// Brings `area` up to date and draws it. `shifts`: the picture at another place is the same
    /// picture, shifted.
    void draw(QPainter& to, const Camera& camera, bool shifts, const QRect& area, qreal pixelRatio,
              const Paint& paint);
    /// Draws what was there, were it out of date by now; false = it was painted for another view.
    bool drawAgain(QPainter& to, const Camera& camera, const QRect& area, qreal pixelRatio) const;

private:
    void follow(const Camera& camera, bool shifts, qreal pixelRatio);
    void paintSpoiled(const QRect& area, const Paint& paint);
    void copy(QPainter& to, const QRect& area, qreal pixelRatio) const;

    QPixmap picture_;
    Camera camera_;  // that it was painted with
    bool isPainted_ = false;
    QRegion spoiled_;  // as that one shows it
};

}  // namespace cst
