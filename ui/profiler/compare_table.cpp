#include "ui/profiler/compare_table.h"

#include "ui/profiler/compare_delegate.h"
#include "ui/profiler/compare_model.h"
#include "ui/shell/empty_hint.h"
#include "ui/shell/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace cst {

CompareTable::CompareTable(const Theme& theme, CompareModel& model, QWidget* parent)
    : QTreeView(parent), theme_(theme), model_(model) {
    setObjectName(QStringLiteral("compareTable"));
    setAccessibleName(tr("What changed"));
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setMouseTracking(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setItemDelegate(new CompareDelegate(theme, model, this));
    setModel(&model);
    // Sorting, filtering and another comparison leave the row chosen, wherever it goes.
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { setNode(chosen_); });
    viewport()->setBackgroundRole(QPalette::Window);
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(theme.space(8));
    setSortingEnabled(true);
    sortByColumn(static_cast<int>(CompareColumn::Verdict), Qt::DescendingOrder);
    connect(this, &QTreeView::clicked, this, [this] {
        // Who adds rows to the selection is about to copy them.
        const auto adds = Qt::ControlModifier | Qt::ShiftModifier;
        const bool isChoice = !(QGuiApplication::keyboardModifiers() & adds);
        if (isChoice && !node().isEmpty()) emit nodeActivated(node());
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    fitColumns();
}

QString CompareTable::node() const {
    return currentIndex().isValid()
               ? QString::fromStdString(model_.row(currentIndex().row()).time.key)
               : QString();
}

void CompareTable::setNode(const QString& key) {
    const int row = key.isEmpty() || !model_.report() ? -1 : model_.rowOf(key);
    chosen_ = key;
    if (row < 0) {
        clearSelection();
        setCurrentIndex({});
    } else if (node() != key || !selectionModel()->isSelected(currentIndex())) {
        setCurrentIndex(model_.index(row, 0));
    }
}

void CompareTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    if (current.isValid()) chosen_ = node();
}

void CompareTable::setHint(const QString& title, const QString& text) {
    hintTitle_ = title;
    hintText_ = text;
    viewport()->update();
}

void CompareTable::copy() {
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows()) rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    const bool isAll = rows.empty();
    for (int row = 0; isAll && row < model_.rowCount(); ++row) rows.push_back(row);
    QGuiApplication::clipboard()->setText(model_.textOf(rows));
}

bool CompareTable::event(QEvent* event) {
    // The window's own Ctrl+F looks in the text.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

void CompareTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::Find)) {
        emit filterWanted();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (!node().isEmpty()) emit nodeActivated(node());
    } else {
        QTreeView::keyPressEvent(event);
    }
}

void CompareTable::focusInEvent(QFocusEvent* event) {
    QTreeView::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason && !currentIndex().isValid() &&
        model_.rowCount() > 0) {
        setCurrentIndex(model_.index(0, 0));
    }
}

void CompareTable::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    fitColumns();
}

/// Each as wide as what it can hold; the name takes what is left, but no less than it needs.
void CompareTable::fitColumns() {
    const QFontMetrics metrics(font());
    const auto widthOf = [&](CompareColumn column) {
        switch (column) {
        case CompareColumn::Verdict:
            return metrics.horizontalAdvance(QStringLiteral("▲ ") + tr("not known")) +
                   theme_.space(6);
        case CompareColumn::Noise: return theme_.space(50);
        default:
            // The mark of the sorting stands beside the title.
            return metrics.horizontalAdvance(columnTitle(column)) + theme_.space(8);
        }
    };
    int used = 0;
    for (int i = 1; i < static_cast<int>(CompareColumn::Count); ++i) {
        const int width = widthOf(static_cast<CompareColumn>(i));
        setColumnWidth(i, width);
        used += width;
    }
    setColumnWidth(0, std::max(viewport()->width() - used, theme_.space(45)));
}

void CompareTable::paintEvent(QPaintEvent* event) {
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
