#include "ui/shell/seen_picture.h"

#include "ui/shell/svg_paper.h"
#include "ui/shell/theme.h"

#include <QImage>
#include <QPainter>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace cst {

SeenPicture pictureOf(const Theme& theme, std::vector<QWidget*> parts) {
    parts.erase(std::remove_if(parts.begin(), parts.end(),
                               [](const QWidget* part) { return !part->isVisible(); }),
                parts.end());
    if (parts.empty()) return {};
    const int rim = theme.space(2);
    QSize size(0, rim);
    for (const QWidget* part : parts) {
        size.setWidth(std::max(size.width(), part->width() + 2 * rim));
        size.setHeight(size.height() + part->height());
    }
    size.setHeight(size.height() + rim);
    const auto paint = [&theme, size, rim, parts = std::move(parts)](QPainter& painter) {
        painter.fillRect(QRect(QPoint(), size), theme.color(Role::Window));
        int top = rim;
        for (QWidget* part : parts) {
            part->render(&painter, QPoint(rim, top), QRegion(), QWidget::DrawChildren);
            top += part->height();
        }
    };
    return {size, paint};
}

QImage imageOf(const SeenPicture& picture, double scale) {
    QImage image(picture.size * scale, QImage::Format_RGB32);
    if (image.isNull()) return image;
    image.setDevicePixelRatio(scale);
    QPainter painter(&image);
    picture.paint(painter);
    return image;
}

std::string svgOf(const SeenPicture& picture) {
    SvgPaper paper(picture.size);
    QPainter painter(&paper);
    picture.paint(painter);
    painter.end();
    return paper.svg();
}

}  // namespace cst
