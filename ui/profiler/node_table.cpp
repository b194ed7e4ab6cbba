#include "ui/profiler/node_table.h"

#include "ui/profiler/node_delegate.h"
#include "ui/profiler/node_model.h"
#include "ui/shell/theme.h"

#include <algorithm>

namespace cst {

NodeTable::NodeTable(const Theme& theme, NodeModel& model, NodeDelegate* delegate, QWidget* parent)
    : NodeView(theme, model, delegate, parent), model_(model) {
    setRootIsDecorated(false);
    const int sortedBy = model.sortedBy();  // sorting begins with the first column
    const Qt::SortOrder direction = model.direction();
    setSortingEnabled(true);
    sortByColumn(sortedBy, direction);
    NodeTable::fitColumns();
}

QString NodeTable::nameOf(const QModelIndex& row) const {
    return model_.keyOf(row.row());
}

QModelIndex NodeTable::rowOf(const QString& name) const {
    const int row = model_.rowOf(name);
    return row < 0 ? QModelIndex() : model_.index(row, 0);
}

/// The name takes what is left, but no less than it needs.
void NodeTable::fitColumns() {
    const QFontMetrics metrics(font());
    int used = 0;
    for (int column = 1; column < model_.columnCount(); ++column) {
        const int width = delegate_.widthOf(column, metrics);
        setColumnWidth(column, width);
        used += width;
    }
    setColumnWidth(0, std::max(viewport()->width() - used, theme_.space(45)));
}

}  // namespace cst
