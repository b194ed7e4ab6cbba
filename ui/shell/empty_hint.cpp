#include "ui/shell/empty_hint.h"

#include "ui/shell/theme.h"

#include <QPainter>

namespace cst {

void paintEmptyHint(QPainter& painter, const QRect& area, const Theme& theme, const QString& title,
                    const QString& text) {
    QFont font = theme.textFont();
    const QFont small = font;
    font.setPointSizeF(font.pointSizeF() * 1.15);
    font.setWeight(QFont::DemiBold);

    const int width = qMin(area.width() - theme.space(8), theme.space(110));
    QRect box(area.center().x() - width / 2, area.y(), width, area.height());
    const QRect textBox =
        QFontMetrics(small).boundingRect(box, Qt::AlignHCenter | Qt::TextWordWrap, text);
    const int titleHeight = QFontMetrics(font).height() + theme.space(2);
    box.setTop(area.center().y() - (titleHeight + textBox.height()) / 2);

    painter.save();
    painter.setFont(font);
    painter.setPen(theme.color(Role::TextDim));
    painter.drawText(box, Qt::AlignHCenter | Qt::AlignTop, title);
    painter.setFont(small);
    painter.drawText(box.adjusted(0, titleHeight, 0, 0),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text);
    painter.restore();
}

}  // namespace cst
