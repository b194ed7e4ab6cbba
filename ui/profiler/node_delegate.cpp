#include "ui/profiler/node_delegate.h"

#include "ui/profiler/profile_words.h"
#include "ui/shell/theme.h"

#include <QPainter>

#include <algorithm>

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

void NodeDelegate::paintShare(QPainter& painter, const QRect& area, double share) const {
    const int words = painter.fontMetrics().horizontalAdvance(QStringLiteral("<0.1 %"));
    paintText(painter, QRect(area.left(), area.top(), words, area.height()), shareText(share),
              Qt::AlignRight, false);
    const int left = area.left() + words + theme_.space(2);
    const int room = area.right() + 1 - left;
    const int height = theme_.space(2);
    const QRect bar(left, area.center().y() - height / 2, room, height);
    painter.fillRect(bar, theme_.color(Role::Border));
    const int width = share > 0 ? std::max(1, qRound(share * room)) : 0;
    painter.fillRect(QRect(bar.topLeft(), QSize(width, height)), theme_.color(Role::SpanWork));
}

}  // namespace cst
