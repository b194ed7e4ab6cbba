#include "ui/profiler/profile_table.h"

#include "ui/profiler/profile_delegate.h"
#include "ui/profiler/profile_model.h"
#include "ui/shell/empty_hint.h"
#include "ui/shell/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace cst {

ProfileTable::ProfileTable(const Theme& theme, ProfileModel& model, QWidget* parent)
    : QTreeView(parent), theme_(theme), model_(model) {
    setObjectName(QStringLiteral("profileTable"));
    setAccessibleName(tr("Profile"));
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setMouseTracking(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setItemDelegate(new ProfileDelegate(theme, model, this));
    setModel(&model);
    // Sorting, filtering and another run leave the row chosen, wherever it goes.
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { setNode(chosen_); });
    viewport()->setBackgroundRole(QPalette::Window);
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(theme.space(8));
    setSortingEnabled(true);
    sortByColumn(static_cast<int>(ProfileColumn::Share), Qt::DescendingOrder);
    // Not activated(): a click is enough, whatever the desktop says about single clicks.
    connect(this, &QTreeView::clicked, this, [this] {
        // Who adds rows to the selection is about to copy them.
        const auto adds = Qt::ControlModifier | Qt::ShiftModifier;
        if (!(QGuiApplication::keyboardModifiers() & adds)) emit nodeActivated(node());
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    fitColumns();
}

QString ProfileTable::node() const {
    return currentIndex().isValid() ? QString::fromStdString(model_.row(currentIndex().row()).key)
                                    : QString();
}

void ProfileTable::setNode(const QString& key) {
    if (!key.isEmpty() && node() == key && selectionModel()->isSelected(currentIndex())) return;
    const int row = key.isEmpty() || !model_.report() ? -1 : model_.rowOf(key);
    chosen_ = key;
    if (row < 0) {
        clearSelection();
        setCurrentIndex({});
        return;
    }
    setCurrentIndex(model_.index(row, 0));
}

void ProfileTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    if (current.isValid()) chosen_ = node();
}

void ProfileTable::setHint(const QString& title, const QString& text) {
    hintTitle_ = title;
    hintText_ = text;
    viewport()->update();
}

void ProfileTable::copy() {
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows()) rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    const bool isAll = rows.empty();
    for (int row = 0; isAll && row < model_.rowCount(); ++row) rows.push_back(row);
    QGuiApplication::clipboard()->setText(model_.textOf(rows));
}

bool ProfileTable::event(QEvent* event) {
    // The window's own Ctrl+F looks in the text.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Find)) {
            event->accept();
            return true;
        }
    }
    return QTreeView::event(event);
}

/// By mouse for what lies there, by key for the current row.
void ProfileTable::contextMenuEvent(QContextMenuEvent* event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex at = isByKey ? currentIndex() : indexAt(event->pos());
    const QPoint place =
        isByKey && at.isValid()
            ? viewport()->mapToGlobal(visualRect(at.siblingAtColumn(0)).bottomLeft())
            : event->globalPos();
    emit menuAsked(at.isValid() ? QString::fromStdString(model_.row(at.row()).key) : QString(),
                   place);
}

void ProfileTable::keyPressEvent(QKeyEvent* event) {
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

void ProfileTable::focusInEvent(QFocusEvent* event) {
    QTreeView::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason && !currentIndex().isValid() &&
        model_.rowCount() > 0) {
        setCurrentIndex(model_.index(0, 0));
    }
}

void ProfileTable::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    fitColumns();
}

/// Each as wide as what it can hold; the name takes what is left, but no less than it needs.
void ProfileTable::fitColumns() {
    const QFontMetrics metrics(font());
    const int around = 2 * theme_.space(2);
    const auto widthOf = [&](ProfileColumn column) {
        // The mark of the sorting stands beside the title.
        const int title = metrics.horizontalAdvance(columnTitle(column)) + around + theme_.space(4);
        switch (column) {
        case ProfileColumn::Share: return theme_.space(32);
        case ProfileColumn::Critical:
            return metrics.horizontalAdvance(tr("slack %1").arg(QStringLiteral("0.00 min"))) +
                   around;
        case ProfileColumn::Spread: return theme_.space(24);
        default:
            return std::max(title, metrics.horizontalAdvance(QStringLiteral("0.0 min")) + around);
        }
    };
    int used = 0;
    for (int i = 1; i < static_cast<int>(ProfileColumn::Count); ++i) {
        const int width = widthOf(static_cast<ProfileColumn>(i));
        setColumnWidth(i, width);
        used += width;
    }
    setColumnWidth(0, std::max(viewport()->width() - used, theme_.space(45)));
}

void ProfileTable::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    if (hasFocus()) {
        QPainter painter(viewport());
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
    if (model_.rowCount() > 0) return;
    QPainter painter(viewport());
    paintEmptyHint(painter, viewport()->rect(), theme_, hintTitle_, hintText_);
}

}  // namespace cst
