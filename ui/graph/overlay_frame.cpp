#include "ui/graph/overlay_frame.h"

#include <QPainter>
#include <QWidget>

namespace cst {

namespace {

constexpr double kRadius = 6;

}  // namespace

void makeOverlay(QWidget& widget) {
    widget.setAttribute(Qt::WA_OpaquePaintEvent);
}

void paintOverlayFrame(QPainter& painter, const Theme& theme, const QRect& area) {
    painter.fillRect(area, theme.color(Role::Canvas));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(Role::Border));
    painter.setBrush(theme.color(Role::Panel));
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

}  // namespace cst
