#pragma once

#include <QString>

class QPainter;
class QRect;

namespace cst {

class Theme;

/// Tells in the middle of an empty panel what belongs there.
void paintEmptyHint(QPainter& painter, const QRect& area, const Theme& theme, const QString& title,
                    const QString& text);

}  // namespace cst
