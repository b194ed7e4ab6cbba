#include "ui/profiler/node_table.h"

#include "ui/profiler/node_delegate.h"
#include "ui/profiler/node_model.h"
#include "ui/shell/empty_hint.h"
#include "ui/shell/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace cst {

NodeTable::NodeTable(const Theme& theme, NodeModel& model, NodeDelegate* delegate, QWidget* parent)
    : QTreeView(parent), theme_(theme), model_(model), delegate_(*delegate) {
    delegate->setParent(this);
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setMouseTracking(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setItemDelegate(delegate);
    setModel(&model);
    // Sorting, filtering and other rows leave the row chosen, wherever it goes.
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { setNode(chosen_); });
    viewport()->setBackgroundRole(QPalette::Window);
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(theme.space(8));
    const int sortedBy = model.sortedBy();  // sorting begins with the first column
    const Qt::SortOrder direction = model.direction();
    setSortingEnabled(true);
    sortByColumn(sortedBy, direction);
    // Not activated(): a click is enough, whatever the desktop says about single clicks.
    connect(this, &QTreeView::clicked, this, [this] {
        // Who adds rows to the selection is about to copy them.
        const auto adds = Qt::ControlModifier | Qt::ShiftModifier;
        const bool isChoice = !(QGuiApplication::keyboardModifiers() & adds);
        if (isChoice && !node().isEmpty()) emit nodeActivated(node());
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    fitColumns();
}

QString NodeTable::node() const {
    return currentIndex().isValid() ? model_.keyOf(currentIndex().row()) : QString();
}

void NodeTable::setNode(const QString& key) {
    const int row = key.isEmpty() ? -1 : model_.rowOf(key);
    chosen_ = key;
    if (row < 0) {
        clearSelection();
        setCurrentIndex({});
    } else if (node() != key || !selectionModel()->isSelected(currentIndex())) {
        setCurrentIndex(model_.index(row, 0));
    }
}

void NodeTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    if (current.isValid()) chosen_ = node();
}

void NodeTable::setHint(const QString& title, const QString& text) {
    hintTitle_ = title;
    hintText_ = text;
    viewport()->update();
}

void NodeTable::copy() {
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows()) rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    const bool isAll = rows.empty();
    for (int row = 0; isAll && row < model_.rowCount(); ++row) rows.push_back(row);
    QGuiApplication::clipboard()->setText(model_.textOf(rows));
}

bool NodeTable::event(QEvent* event) {
    // The window's own Ctrl+F looks in the text.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

/// By mouse for what lies there, by key for the current row.
void NodeTable::contextMenuEvent(QContextMenuEvent* event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex at = isByKey ? currentIndex() : indexAt(event->pos());
    const QPoint place =
        isByKey && at.isValid()
            ? viewport()->mapToGlobal(visualRect(at.siblingAtColumn(0)).bottomLeft())
            : event->globalPos();
    emit menuAsked(at.isValid() ? model_.keyOf(at.row()) : QString(), place);
}

void NodeTable::keyPressEvent(QKeyEvent* event) {
    const QString typed = event->text();
    const auto held = event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::Find)) {
        emit filterWanted(QString());
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (!node().isEmpty()) emit nodeActivated(node());
    } else if (event->key() == Qt::Key_End && !held && !currentIndex().isValid()) {
        setCurrentIndex(model_.index(model_.rowCount() - 1, 0));  // Qt would go to the first one
    } else if (!held && !typed.isEmpty() && typed[0].isPrint() && !typed[0].isSpace()) {
        emit filterWanted(typed);
    } else {
        QTreeView::keyPressEvent(event);
    }
}

void NodeTable::focusInEvent(QFocusEvent* event) {
    QTreeView::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason && !currentIndex().isValid() &&
        model_.rowCount() > 0) {
        setCurrentIndex(model_.index(0, 0));
    }
}

void NodeTable::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    fitColumns();
}

/// Each as wide as what it can hold; the name takes what is left, but no less than it needs.
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

void NodeTable::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    QPainter painter(viewport());
    if (hasFocus()) {
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
    if (model_.rowCount() == 0) {
        paintEmptyHint(painter, viewport()->rect(), theme_, hintTitle_, hintText_);
    }
}

}  // namespace cst
