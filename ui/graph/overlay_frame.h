#pragma once

#include "ui/shell/theme.h"

class QPainter;
class QWidget;

namespace cst {

/// For what stands over the canvas: it paints all of itself, so that nothing below it has to be
/// painted when it changes. To be called once.
void makeOverlay(QWidget& widget);
/// Its ground: a rounded panel, with the colour of the canvas in the corners.
void paintOverlayFrame(QPainter& painter, const Theme& theme, const QRect& area);

}  // namespace cst
