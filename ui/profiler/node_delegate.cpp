#include "ui/profiler/node_delegate.h"

#include "ui/shell/theme.h"

#include <QPainter>

namespace cst {

QSize NodeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {theme_.space(10), option.fontMetrics.height() + theme_.space(2)};
}

void NodeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, theme_.color(Role::Selection));
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(option.rect, theme_.color(Role::Hover));
    }
    painter->save();
    painter->setFont(option.font);
    paintCell(*painter, option.rect.adjusted(theme_.space(1), 0, -theme_.space(2), 0), index);
    painter->restore();
}

void NodeDelegate::paintText(QPainter& painter, const QRect& area, const QString& text, int side,
                             bool isDim) const {
    painter.setPen(theme_.color(isDim ? Role::TextDim : Role::Text));
    painter.drawText(area, side | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
}

}  // namespace cst
