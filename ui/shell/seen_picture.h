#pragma once

#include <QSize>

#include <functional>
#include <string>
#include <vector>

class QImage;
class QPainter;
class QWidget;

namespace cst {

class Theme;

/// What a panel shows, to be painted elsewhere. It borrows from the panel: for use at once, by the
/// UI thread.
struct SeenPicture {
    QSize size;  // pixels; empty = there is nothing to be seen
    std::function<void(QPainter&)> paint;
};

/// Parts of a panel, one below the other; those that are hidden are left out.
SeenPicture pictureOf(const Theme& theme, std::vector<QWidget*> parts);

/// Null = there is not enough memory for it.
QImage imageOf(const SeenPicture& picture, double scale);
std::string svgOf(const SeenPicture& picture);

}  // namespace cst
