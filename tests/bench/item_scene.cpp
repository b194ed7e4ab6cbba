#include "tests/bench/item_scene.h"

#include <QGraphicsItem>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <cmath>

namespace cst::bench {
namespace {

class NodeItem : public QGraphicsItem {
public:
    NodeItem(const LayoutBox& box, QString name)
        : size_(box.width, box.height), name_(std::move(name)) {
        setPos(box.topLeft.x, box.topLeft.y);
    }
    QRectF boundingRect() const override { return {QPointF(), size_}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        painter->setPen(Qt::lightGray);
        painter->setBrush(Qt::darkBlue);
        painter->drawRoundedRect(boundingRect(), 7, 7);
        painter->drawText(boundingRect(), Qt::AlignCenter, name_);
    }

private:
    QSizeF size_;
    QString name_;
};

}  // namespace

ItemScene::ItemScene(const Snapshot& snapshot) {
    for (std::size_t i = 0; i < snapshot.layout->boxes.size(); ++i) {
        const std::string_view key = snapshot.graph->nodes[NodeId(i)].key;
        scene_.addItem(
            new NodeItem(snapshot.layout->boxes[i],
                         QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()))));
    }
    for (const auto& route : snapshot.layout->routes) {
        if (route.empty()) continue;
        QPainterPath path(QPointF(route[0].x, route[0].y));
        for (const LayoutCubic& cubic : curvesOf(route, snapshot.layout->flow)) {
            path.cubicTo({cubic.control1.x, cubic.control1.y}, {cubic.control2.x, cubic.control2.y},
                         {cubic.to.x, cubic.to.y});
        }
        scene_.addPath(path, QPen(Qt::gray));
    }
    setScene(&scene_);
    setRenderHint(QPainter::Antialiasing);
    setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
}

void ItemScene::wheelEvent(QWheelEvent* event) {
    const int turn = event->angleDelta().y();
    if (event->modifiers() & Qt::ControlModifier) {
        const double factor = std::pow(1.2, turn / 120.0);
        scale(factor, factor);
    } else {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - turn / 2);
    }
    event->accept();
}

}  // namespace cst::bench
