#pragma once

#include <QPointF>
#include <QSizeF>

namespace cst {

/// By how much a picture moves each 16 ms while something is dragged near the edge of the view, or
/// beyond it, so that what lies there comes into sight: none in the middle, at the edge the more
/// the nearer, up to some 1,000 px a second.
QPointF edgeScroll(QPointF at, QSizeF view);

}  // namespace cst
