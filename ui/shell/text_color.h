#pragma once

#include <QColor>
#include <QPalette>
#include <QWidget>

namespace cst {

/// The colour of a widget's text; all else of its palette stays.
inline void setTextColor(QWidget* widget, const QColor& color) {
    QPalette palette = widget->palette();
    palette.setColor(QPalette::WindowText, color);
    widget->setPalette(palette);
}

}  // namespace cst
