#include "ui/graph/pointer_painter.h"

#include "ui/graph/edge_curve.h"
#include "ui/graph/node_shapes.h"

#include <QPainter>

#include <array>

namespace cst {

namespace {

constexpr double kMarkAt = 10;  // px from the left end of a port's row

}  // namespace

void PointerPainter::paint(QPainter& painter, const GraphScene& scene, const Camera& camera,
                           const GraphPointer& pointer, std::optional<uint32_t> hovered,
                           std::optional<uint32_t> hoveredEdge,
                           std::optional<uint32_t> chosenEdge) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (hoveredEdge && hoveredEdge != chosenEdge) {
        paintEdge(painter, scene, camera, *hoveredEdge, 2.5);
    }
    if (chosenEdge) paintEdge(painter, scene, camera, *chosenEdge, 4);
    switch (pointer.state()) {
    case GraphPointer::State::Connecting: paintConnecting(painter, pointer, scene.flow()); break;
    case GraphPointer::State::Banding: {
        QColor inside = theme_.color(Role::Accent);
        painter.setPen(QPen(inside, 1, Qt::DashLine));
        inside.setAlpha(40);
        painter.setBrush(inside);
        painter.drawRect(pointer.band());
        break;
    }
    default:
        if (hovered) {
            if (const auto dot = pointer.portDot(*hovered)) paintDot(painter, *dot, false);
        }
    }
    painter.restore();
}

void PointerPainter::paintEdge(QPainter& painter, const GraphScene& scene, const Camera& camera,
                               uint32_t edge, double width) const {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme_.color(Role::Accent), width, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(edgeCurve(edgePoints(scene, camera, edge), scene.flow()));
}

void PointerPainter::paintDot(QPainter& painter, QPointF dot, bool isHeld) const {
    const QColor accent = theme_.color(Role::Accent);
    painter.setPen(QPen(accent, 2));
    painter.setBrush(isHeld ? accent : theme_.color(Role::Canvas));
    painter.drawEllipse(dot, 5.5, 5.5);
}

void PointerPainter::paintConnecting(QPainter& painter, const GraphPointer& pointer,
                                     LayoutFlow flow) const {
    const auto source = pointer.source();
    const auto dot = source ? pointer.portDot(*source) : std::nullopt;
    if (!dot) return;
    paintPorts(painter, pointer);
    QPointF end = pointer.at();
    if (pointer.row()) {  // beside its words
        const QRectF row = pointer.rowRect(*pointer.row());
        end = {row.left() + kMarkAt, row.center().y()};
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme_.color(Role::Accent), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(edgeCurve(std::array{*dot, end}, flow));
    paintDot(painter, *dot, true);
    paintDot(painter, end, true);
}

void PointerPainter::paintPorts(QPainter& painter, const GraphPointer& pointer) const {
    if (!pointer.target()) return;
    const QColor raised = theme_.color(Role::Raised);
    painter.setFont(theme_.textFont());
    painter.setPen(theme_.color(Role::Border));
    painter.setBrush(raised);
    painter.drawRoundedRect(pointer.panel().adjusted(0, -1, 0, 1), 4, 4);
    for (std::size_t i = 0; i < pointer.ports().size(); ++i) {
        const NodePort& port = pointer.ports()[i];
        const QRectF row = pointer.rowRect(i);
        const bool isAimedAt = pointer.row() == i;
        if (isAimedAt) painter.fillRect(row, theme_.color(Role::Selection));
        const QColor name = theme_.color(port.fits ? Role::Text : Role::TextDisabled);
        const QColor dim = port.fits && isAimedAt ? name
                           : port.fits            ? theme_.color(Role::TextDim)
                                                  : name;
        QRectF rest = row.adjusted(20, 0, -8, 0);
        painter.setPen(QPen(port.fits ? theme_.color(Role::Accent) : name, 1.5));
        painter.setBrush(port.isFree ? Qt::NoBrush : QBrush(painter.pen().color()));
        painter.drawEllipse(QPointF(row.left() + kMarkAt, row.center().y()), 3.5, 3.5);
        const auto draw = [&](const QString& words, QColor color) {
            painter.setPen(color);
            const QFontMetricsF metrics(painter.font());
            painter.drawText(rest, Qt::AlignVCenter | Qt::TextSingleLine,
                             metrics.elidedText(words, Qt::ElideRight, rest.width()));
            rest.setLeft(rest.left() + metrics.horizontalAdvance(words) + 8);
        };
        draw(port.name, name);
        if (!port.type.isEmpty() && rest.width() > 10) draw(port.type, dim);
        if (rest.width() > 10) draw(QStringLiteral("← ") + port.source, dim);
    }
}

}  // namespace cst
