#pragma once

#include "ui/graph/camera.h"
#include "ui/graph/graph_scene.h"
#include "ui/graph/node_badge.h"

#include <QPixmap>
#include <QWidget>

namespace cst {

/// The whole graph in a corner of the canvas, with a frame around what is in sight. It is there as
/// long as something is not.
class Minimap : public QWidget {
    Q_OBJECT

public:
    explicit Minimap(const Theme& theme, QWidget* parent);

    /// Borrowed for good.
    void showScene(const GraphScene& scene);
    void showBadges(const std::vector<NodeBadge>& badges);
    void showCamera(const Camera& camera);
    /// The corner at which it ends; it hides where it would take too much of the canvas.
    void placeAbove(QPoint bottomRight, QSize canvas);

signals:
    /// Somebody wants to see this place in the middle.
    void placeWanted(QPointF world);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void drawNodes(qreal ratio);
    void updateShown();
    QPointF toWorld(QPointF at) const;

    const Theme& theme_;  // outlives every widget
    const GraphScene* scene_ = nullptr;
    std::vector<std::optional<NodeStatus>> loud_;  // by node: a state to be seen from afar
    QRectF bounds_;                                // of the graph
    QRectF visible_;                               // of the world
    double scale_ = 1;
    bool hasRoom_ = false;
    QPixmap nodes_;  // null: to be drawn
};

}  // namespace cst
