#include "ui/profiler/profile_tree_delegate.h"

#include "ui/profiler/profile_tree_model.h"
#include "ui/shell/theme.h"

#include <QPainter>

#include <algorithm>

namespace cst {

int ProfileTreeDelegate::widthOf(int column, const QFontMetrics& metrics) const {
    const QString title = model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    return theme_.space(8) + std::max(metrics.horizontalAdvance(title),
                                      metrics.horizontalAdvance(QStringLiteral("0.00 min")));
}

void ProfileTreeDelegate::paintCell(QPainter& painter, const QRect& area,
                                    const QModelIndex& index) const {
    const QString text = index.data().toString();
    switch (static_cast<TreeColumn>(index.column())) {
    case TreeColumn::Name: {
        paintText(painter, area, text, Qt::AlignLeft, false);
        const int used = painter.fontMetrics().horizontalAdvance(text) + theme_.space(2);
        const QRect rest = area.adjusted(used, 0, 0, 0);
        if (rest.width() > theme_.space(5)) {
            paintText(painter, rest, model_.labelOf(index), Qt::AlignLeft, true);
        }
        break;
    }
    case TreeColumn::Share: paintShare(painter, area, model_.shareOf(index)); break;
    case TreeColumn::Self:
        paintText(painter, area, text, Qt::AlignRight, model_.frame(index).ownUs <= 0);
        break;
    default: paintText(painter, area, text, Qt::AlignRight, false);
    }
}

}  // namespace cst
