#include "ui/profiler/profile_tree.h"

#include "ui/profiler/profile_tree_delegate.h"
#include "ui/profiler/profile_tree_model.h"
#include "ui/shell/theme.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace cst {

ProfileTree::ProfileTree(const Theme& theme, ProfileTreeModel& model, QWidget* parent)
    : NodeView(theme, model, new ProfileTreeDelegate(theme, model, nullptr), parent),
      model_(model) {
    setObjectName(QStringLiteral("profileTree"));
    setAccessibleName(tr("Tree of groups and nodes"));
    setIndentation(theme.space(4));
    connect(this, &QTreeView::expanded, this,
            [this](const QModelIndex& row) { remember(row, true); });
    connect(this, &QTreeView::collapsed, this,
            [this](const QModelIndex& row) { remember(row, false); });
}

QString ProfileTree::nameOf(const QModelIndex& row) const {
    return model_.nameOf(row);
}

QModelIndex ProfileTree::rowOf(const QString& name) const {
    return model_.rowOf(name);
}

bool ProfileTree::isOfNode(const QModelIndex& row) const {
    return !model_.isGroup(row);
}

void ProfileTree::remember(const QModelIndex& row, bool isUnfolded) {
    if (isArranging_ || model_.isFiltered()) return;
    isLeft_ = true;
    if (isUnfolded) {
        unfolded_.insert(nameOf(row));
    } else {
        unfolded_.erase(nameOf(row));
    }
}

/// The largest row, in it the largest one, and so on.
void ProfileTree::unfoldHeaviest() {
    unfolded_.clear();
    for (QModelIndex row = model_.index(0, 0); model_.rowCount(row) > 0;
         row = model_.index(0, 0, row)) {
        unfolded_.insert(nameOf(row));
        expand(row);
    }
}

void ProfileTree::unfoldAgain() {
    const QScopedValueRollback arranging(isArranging_, true);
    if (model_.isFiltered()) {
        expandAll();
    } else if (!isLeft_) {
        unfoldHeaviest();
    } else {
        for (const QString& name : unfolded_) {
            if (const QModelIndex row = rowOf(name); row.isValid()) expand(row);
        }
    }
}

/// What the numbers leave is for the names and for the bars, which compare best where they are
/// long.
void ProfileTree::fitColumns() {
    const QFontMetrics metrics(font());
    int room = viewport()->width();
    for (int column = static_cast<int>(TreeColumn::Total); column < model_.columnCount();
         ++column) {
        setColumnWidth(column, delegate_.widthOf(column, metrics));
        room -= columnWidth(column);
    }
    const int name = std::max(room * 2 / 5, theme_.space(45));
    setColumnWidth(static_cast<int>(TreeColumn::Name), name);
    setColumnWidth(static_cast<int>(TreeColumn::Share), std::max(room - name, theme_.space(32)));
}

}  // namespace cst
