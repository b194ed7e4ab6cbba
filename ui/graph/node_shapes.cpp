#include "ui/graph/node_shapes.h"

#include <QPainter>

#include <algorithm>

namespace cst {

namespace {

constexpr double kFullHeight = 44;  // of a box to which the two below belong
constexpr double kRound = 7;        // radius of a corner
constexpr double kPoint = 10;       // how far control nodes are pointed

QPainterPath roundedEnds(const QRectF& box, double left, double right) {
    QPainterPath path;
    path.moveTo(box.left() + left, box.top());
    path.lineTo(box.right() - right, box.top());
    path.arcTo(box.right() - 2 * right, box.top(), 2 * right, 2 * right, 90, -90);
    path.lineTo(box.right(), box.bottom() - right);
    path.arcTo(box.right() - 2 * right, box.bottom() - 2 * right, 2 * right, 2 * right, 0, -90);
    path.lineTo(box.left() + left, box.bottom());
    path.arcTo(box.left(), box.bottom() - 2 * left, 2 * left, 2 * left, -90, -90);
    path.lineTo(box.left(), box.top() + left);
    path.arcTo(box.left(), box.top(), 2 * left, 2 * left, 180, -90);
    path.closeSubpath();
    return path;
}

QPainterPath pointedEnds(const QRectF& box, double point) {
    QPainterPath path(QPointF(box.left() + point, box.top()));
    path.lineTo(box.right() - point, box.top());
    path.lineTo(box.right(), box.center().y());
    path.lineTo(box.right() - point, box.bottom());
    path.lineTo(box.left() + point, box.bottom());
    path.lineTo(box.left(), box.center().y());
    path.closeSubpath();
    return path;
}

/// Points of a mark in a square of 16, as a line or as a filled area.
QPainterPath polyline(const QRectF& square, std::initializer_list<QPointF> points) {
    const double unit = square.width() / 16;
    QPainterPath path;
    for (const QPointF& point : points) {
        const QPointF at = square.topLeft() + point * unit;
        if (path.elementCount() == 0) {
            path.moveTo(at);
        } else {
            path.lineTo(at);
        }
    }
    return path;
}

}  // namespace

BoxShape shapeOf(NodeKind kind) {
    switch (kind) {
    case NodeKind::Input: return BoxShape::RoundLeft;
    case NodeKind::Output: return BoxShape::RoundRight;
    case NodeKind::Control: return BoxShape::Pointed;
    case NodeKind::Literal: return BoxShape::Square;
    case NodeKind::Call:
    case NodeKind::Inline:
    case NodeKind::Group: break;
    }
    return BoxShape::Rounded;
}

QPainterPath outline(BoxShape shape, const QRectF& box) {
    const double half = box.height() / 2;
    const double round = kRound * box.height() / kFullHeight;
    switch (shape) {
    case BoxShape::RoundLeft: return roundedEnds(box, half, round);
    case BoxShape::RoundRight: return roundedEnds(box, round, half);
    case BoxShape::Pill: return roundedEnds(box, half, half);
    case BoxShape::Pointed: return pointedEnds(box, shapeCap(shape, box.height()));
    case BoxShape::Square: return roundedEnds(box, round / 4, round / 4);
    case BoxShape::Rounded: break;
    }
    return roundedEnds(box, round, round);
}

double shapeCap(BoxShape shape, double height) {
    switch (shape) {
    case BoxShape::RoundLeft:
    case BoxShape::RoundRight:
    case BoxShape::Pill: return height / 2;
    case BoxShape::Pointed: return kPoint * height / kFullHeight;
    case BoxShape::Rounded:
    case BoxShape::Square: break;
    }
    return kRound * height / kFullHeight;
}

ShapePadding shapePadding(BoxShape shape, double height) {
    switch (shape) {
    case BoxShape::RoundLeft: return {height * 0.34, 9};
    case BoxShape::RoundRight: return {9, height * 0.34};
    case BoxShape::Pointed: return {12, 12};
    default: return {9, 9};
    }
}

Role kindRole(NodeKind kind) {
    switch (kind) {
    case NodeKind::Input: return Role::NodeInput;
    case NodeKind::Literal: return Role::NodeLiteral;
    case NodeKind::Call: return Role::NodeCall;
    case NodeKind::Inline: return Role::NodeInline;
    case NodeKind::Control: return Role::NodeControl;
    case NodeKind::Output: return Role::NodeOutput;
    case NodeKind::Group: return Role::NodeGroup;
    }
    return Role::NodeInline;
}

QColor mixed(QColor a, QColor b, double t) {
    const auto part = [t](int from, int to) {
        return static_cast<int>(from + (to - from) * t + 0.5);
    };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()),
            part(a.alpha(), b.alpha())};
}

void paintStateMark(QPainter& painter, NodeStatus status, const QRectF& square, QColor color,
                    QColor inside) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double unit = square.width() / 16;
    const QRectF disc = square.adjusted(unit, unit, -unit, -unit);
    const QPen line(color, 2 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    const QPen inner(inside, 2 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    const auto stroke = [&](const QPen& pen, const QPainterPath& path) {
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    };
    const auto fill = [&](const QPainterPath& path) { painter.fillPath(path, color); };
    const auto filledDisc = [&] {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(disc);
    };
    const auto cross = [&] {
        QPainterPath path = polyline(square, {{5.4, 5.4}, {10.6, 10.6}});
        path.addPath(polyline(square, {{10.6, 5.4}, {5.4, 10.6}}));
        return path;
    };
    switch (status) {
    case NodeStatus::Completed:
        stroke(line, polyline(square, {{3, 8.5}, {6.5, 12}, {13, 4.5}}));
        break;
    case NodeStatus::Cached:  // done before
        filledDisc();
        stroke(inner, polyline(square, {{4.6, 8.4}, {7, 10.8}, {11.4, 5.4}}));
        break;
    case NodeStatus::FellBack:  // an arrow that goes around
        stroke(line, polyline(square, {{3, 4}, {12, 4}, {12, 11}, {5, 11}}));
        stroke(line, polyline(square, {{7.6, 8}, {4.4, 11}, {7.6, 14}}));
        break;
    case NodeStatus::Zeroed:  // a naught
        stroke(line, QPainterPath());
        painter.drawEllipse(QRectF(square.topLeft() + QPointF(4, 2) * unit, QSizeF(8, 12) * unit));
        break;
    case NodeStatus::Failed:
        filledDisc();
        stroke(inner, cross());
        break;
    case NodeStatus::UpstreamFailed:
        stroke(line, cross());
        painter.drawEllipse(disc.adjusted(unit / 2, unit / 2, -unit / 2, -unit / 2));
        break;
    case NodeStatus::TimedOut:  // a clock
        filledDisc();
        stroke(inner, polyline(square, {{8, 4}, {8, 8.5}, {10.8, 10.2}}));
        break;
    case NodeStatus::Running: fill(polyline(square, {{4, 2.5}, {13.5, 8}, {4, 13.5}})); break;
    case NodeStatus::Waiting:  // an hourglass
        fill(polyline(square, {{3.5, 2}, {12.5, 2}, {8, 8.4}}));
        fill(polyline(square, {{3.5, 14}, {12.5, 14}, {8, 7.6}}));
        break;
    case NodeStatus::Queued:
    case NodeStatus::Pending:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        for (const double x : {3.0, 8.0, 13.0}) {
            painter.drawEllipse(square.topLeft() + QPointF(x, 8) * unit, 1.6 * unit, 1.6 * unit);
        }
        break;
    case NodeStatus::Skipped: stroke(line, polyline(square, {{3, 8}, {13, 8}})); break;
    case NodeStatus::Blocked: {  // an exclamation mark in a triangle
        QPainterPath triangle = polyline(square, {{8, 2.2}, {14.4, 13.4}, {1.6, 13.4}});
        triangle.closeSubpath();
        fill(triangle);
        stroke(QPen(inside, 1.7 * unit, Qt::SolidLine, Qt::RoundCap),
               polyline(square, {{8, 6.6}, {8, 9.4}}));
        painter.setPen(Qt::NoPen);
        painter.setBrush(inside);
        painter.drawEllipse(square.topLeft() + QPointF(8, 11.7) * unit, unit, unit);
        break;
    }
    case NodeStatus::Stale:  // an arrow that would have to go around once more
        stroke(line, polyline(square, {{12.5, 4.5}, {8, 2.5}, {3.5, 5}, {3, 10}, {7, 13.5}}));
        stroke(line, polyline(square, {{12.8, 1.2}, {12.5, 4.8}, {9, 5}}));
        break;
    case NodeStatus::Cancelled:
        fill(polyline(square, {{3.5, 3.5}, {12.5, 3.5}, {12.5, 12.5}, {3.5, 12.5}}));
        break;
    }
    painter.restore();
}

}  // namespace cst
