#include "ui/results/output_delegate.h"

#include "ui/results/outputs_model.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QPainter>

namespace cst {

OutputDelegate::OutputDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), theme_(theme) {}

void OutputDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    QStyleOptionViewItem back = option;
    initStyleOption(&back, index);
    back.text.clear();
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &back, painter, option.widget);

    painter->save();
    const QRect row = option.rect.adjusted(theme_.space(2), 0, -theme_.space(2), 0);
    const int markWidth = theme_.space(5);
    painter->setFont(theme_.textFont());
    painter->setPen(index.data(OutputsModel::MarkColorRole).value<QColor>());
    painter->drawText(QRect(row.left(), row.top(), markWidth, row.height()), Qt::AlignCenter,
                      index.data(OutputsModel::MarkRole).toString());

    const QFontMetrics metrics(theme_.codeFont());
    const QRect words = row.adjusted(markWidth + theme_.space(1), 0, 0, 0);
    const QString name = metrics.elidedText(index.data(OutputsModel::NameRole).toString(),
                                            Qt::ElideRight, words.width());
    const int nameWidth = metrics.horizontalAdvance(name) + theme_.space(3);
    painter->setFont(theme_.codeFont());
    painter->setPen(theme_.color(Role::Text));
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft, name);
    const QRect rest = words.adjusted(nameWidth, 0, 0, 0);
    if (rest.width() > theme_.space(8)) {
        painter->setPen(theme_.color(Role::TextDim));
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignRight,
                          metrics.elidedText(index.data(OutputsModel::TypeRole).toString(),
                                             Qt::ElideRight, rest.width()));
    }
    painter->restore();
}

QSize OutputDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {theme_.space(40), QFontMetrics(theme_.codeFont()).height() + theme_.space(2)};
}

}  // namespace cst
