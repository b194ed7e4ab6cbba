#pragma once

#include "engine/session/snapshot.h"

#include <QGraphicsScene>
#include <QGraphicsView>

namespace cst::bench {

/// The same graph the way it is usually drawn: an item a node and an item an edge. Zooms and pans
/// as the studio's canvas does.
class ItemScene : public QGraphicsView {
public:
    explicit ItemScene(const Snapshot& snapshot);
    void fit() { fitInView(scene_.sceneRect(), Qt::KeepAspectRatio); }

protected:
    void wheelEvent(QWheelEvent* event) override;

private:
    QGraphicsScene scene_;
};

}  // namespace cst::bench
