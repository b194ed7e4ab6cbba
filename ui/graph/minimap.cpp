#include "ui/graph/minimap.h"

#include "ui/graph/loud_badge.h"
#include "ui/graph/node_shapes.h"
#include "ui/graph/overlay_frame.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr QSize kMost(180, 110);
constexpr int kMargin = 5;  // px between the frame and the nodes
constexpr int kLeast = 24;  // px: a graph that is a line still gets a map that can be hit

}  // namespace

Minimap::Minimap(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("minimap"));
    makeOverlay(*this);
    setAccessibleName(tr("Map of the graph"));
    setToolTip(tr("The whole graph: click or drag to look somewhere else"));
    setCursor(Qt::ArrowCursor);
    hide();
    connect(&theme, &Theme::changed, this, [this] {
        nodes_ = QPixmap();
        update();
    });
}

void Minimap::showScene(const GraphScene& scene) {
    scene_ = &scene;
    bounds_ = scene.bounds();
    nodes_ = QPixmap();
    updateShown();
    update();
}

void Minimap::showBadges(const std::vector<NodeBadge>& badges) {
    std::vector<std::optional<NodeStatus>> loud(badges.size());
    for (std::size_t i = 0; i < badges.size(); ++i)
        if (isLoud(badges[i])) loud[i] = badges[i].status;
    if (loud == loud_) return;
    loud_ = std::move(loud);
    nodes_ = QPixmap();
    update();
}

void Minimap::showCamera(const Camera& camera) {
    if (visible_ == camera.visibleWorld()) return;
    visible_ = camera.visibleWorld();
    updateShown();
    update();
}

void Minimap::placeAbove(QPoint bottomRight, QSize canvas) {
    hasRoom_ = canvas.width() >= 2 * kMost.width() && canvas.height() >= 3 * kMost.height();
    const QSizeF room = kMost - QSize(2 * kMargin, 2 * kMargin);
    scale_ = bounds_.isEmpty()
                 ? 1
                 : std::min(room.width() / bounds_.width(), room.height() / bounds_.height());
    const QSize size(std::max(kLeast, static_cast<int>(std::ceil(bounds_.width() * scale_))),
                     std::max(kLeast, static_cast<int>(std::ceil(bounds_.height() * scale_))));
    const QSize whole = size + QSize(2 * kMargin, 2 * kMargin);
    const QRect place(bottomRight - QPoint(whole.width(), whole.height()), whole);
    if (place != geometry()) nodes_ = QPixmap();
    setGeometry(place);
    updateShown();
}

void Minimap::updateShown() {
    setVisible(hasRoom_ && !bounds_.isEmpty() && !visible_.contains(bounds_));
}

QPointF Minimap::toWorld(QPointF at) const {
    return (at - QRectF(rect()).center()) / scale_ + bounds_.center();
}

void Minimap::drawNodes(qreal ratio) {
    nodes_ = QPixmap(size() * ratio);
    nodes_.setDevicePixelRatio(ratio);
    nodes_.fill(Qt::transparent);
    QPainter painter(&nodes_);
    painter.translate(QRectF(rect()).center());
    painter.scale(scale_, scale_);
    painter.translate(-bounds_.center());
    const double least = 1.5 / scale_;
    for (uint32_t i = 0; i < scene_->size(); ++i) {
        QRectF box = scene_->boxAtRest(i);
        box.setSize(box.size().expandedTo(QSizeF(least, least)));
        const QColor kind = theme_.color(kindRole(scene_->node(i).kind));
        painter.fillRect(box, i < loud_.size() && loud_[i]
                                  ? theme_.color(statusRole(*loud_[i]))
                                  : mixed(kind, theme_.color(Role::NodeText), 0.35));
    }
}

void Minimap::paintEvent(QPaintEvent*) {
    if (scene_ == nullptr) return;
    if (nodes_.isNull()) drawNodes(devicePixelRatioF());
    QPainter painter(this);
    paintOverlayFrame(painter, theme_, rect());
    painter.drawPixmap(0, 0, nodes_);
    const QPointF centre = QRectF(rect()).center();
    const QRectF frame((visible_.topLeft() - bounds_.center()) * scale_ + centre,
                       visible_.size() * scale_);
    QColor accent = theme_.color(Role::Accent);
    painter.setPen(QPen(accent, 1.5));
    accent.setAlpha(30);
    painter.setBrush(accent);
    painter.drawRoundedRect(frame & QRectF(rect()).adjusted(1, 1, -1, -1), 2, 2);
}

void Minimap::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) emit placeWanted(toWorld(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) emit placeWanted(toWorld(event->position()));
}

}  // namespace cst
