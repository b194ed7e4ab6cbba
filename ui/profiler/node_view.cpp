#include "ui/profiler/node_view.h"

#include "ui/profiler/node_delegate.h"
#include "ui/shell/empty_hint.h"
#include "ui/shell/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace cst {

NodeView::NodeView(const Theme& theme, QAbstractItemModel& model, NodeDelegate* delegate,
                   QWidget* parent)
    : QTreeView(parent), theme_(theme), delegate_(*delegate) {
    delegate->setParent(this);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setMouseTracking(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setItemDelegate(delegate);
    // Sorting, filtering and other rows leave the row chosen, wherever it goes. In this order: the
    // rows are still there before the view is told, and the view knows the new ones behind that.
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &NodeView::rememberPlace);
    setModel(&model);
    connect(&model, &QAbstractItemModel::modelReset, this, &NodeView::findPlaceAgain);
    viewport()->setBackgroundRole(QPalette::Window);
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(theme.space(8));
    // Not activated(): a click is enough, whatever the desktop says about single clicks.
    connect(this, &QTreeView::clicked, this, [this] {
        isOwn_ = true;
        // Who adds rows to the selection is about to copy them.
        const auto adds = Qt::ControlModifier | Qt::ShiftModifier;
        const bool isChoice = !(QGuiApplication::keyboardModifiers() & adds);
        if (isChoice && !node().isEmpty()) emit nodeActivated(node());
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

QString NodeView::nodeOf(const QModelIndex& row) const {
    return row.isValid() && isOfNode(row) ? nameOf(row) : QString();
}

QString NodeView::node() const {
    return nodeOf(currentIndex());
}

void NodeView::setNode(const QString& key) {
    const bool isAnother = key != chosen_;
    if (isAnother) isOwn_ = false;
    chosen_ = key;
    makeCurrent(isAnother);
}

/// The row chosen.
void NodeView::makeCurrent(bool scrolls) {
    const QScopedValueRollback told(isTold_, true);
    const QModelIndex row = chosen_.isEmpty() ? QModelIndex() : rowOf(chosen_);
    if (!row.isValid()) {
        clearSelection();
        setCurrentIndex({});
    } else if (currentIndex().siblingAtColumn(0) != row || !selectionModel()->isSelected(row)) {
        setAutoScroll(scrolls);
        setCurrentIndex(row);
        setAutoScroll(true);
    }
}

void NodeView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    if (!current.isValid() || isTold_) return;
    chosen_ = nameOf(current);
    isOwn_ = true;
}

void NodeView::rememberPlace() {
    scrolled_ = verticalScrollBar()->value();
    const QModelIndex row = currentIndex();
    wasSeen_ = !row.isValid() || visualRect(row).intersects(viewport()->rect());
}

void NodeView::findPlaceAgain() {
    unfoldAgain();
    makeCurrent(false);
    doItemsLayout();
    verticalScrollBar()->setValue(scrolled_);
    if (isOwn_ && wasSeen_ && currentIndex().isValid()) scrollTo(currentIndex());
}

void NodeView::setHint(const QString& title, const QString& text) {
    hintTitle_ = title;
    hintText_ = text;
    viewport()->update();
}

/// Its cells, what lies in another row a little further to the right.
QString NodeView::lineOf(const QModelIndex& row) const {
    QString line;
    for (QModelIndex above = row.parent(); above.isValid(); above = above.parent()) {
        line += QStringLiteral("  ");
    }
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (column > 0) line += QChar('\t');
        line += row.siblingAtColumn(column).data().toString();
    }
    return line + QChar('\n');
}

/// With titles, separated by tabs.
void NodeView::copy() {
    QString titles;
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (column > 0) titles += QChar('\t');
        titles += model()->headerData(column, Qt::Horizontal).toString();
    }
    const bool isAll = !selectionModel()->hasSelection();
    QString text = titles + QChar('\n');
    for (QModelIndex row = model()->index(0, 0); row.isValid(); row = indexBelow(row)) {
        if (isAll || selectionModel()->isSelected(row)) text += lineOf(row);
    }
    QGuiApplication::clipboard()->setText(text);
}

bool NodeView::event(QEvent* event) {
    // The window's own Ctrl+F looks in the text.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

/// By mouse for what lies there, by key for the current row.
void NodeView::contextMenuEvent(QContextMenuEvent* event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex at = isByKey ? currentIndex() : indexAt(event->pos());
    const QPoint place =
        isByKey && at.isValid()
            ? viewport()->mapToGlobal(visualRect(at.siblingAtColumn(0)).bottomLeft())
            : event->globalPos();
    emit menuAsked(nodeOf(at), place);
}

/// Of those that are unfolded.
QModelIndex NodeView::lastRow() const {
    QModelIndex last = model()->index(model()->rowCount() - 1, 0);
    while (isExpanded(last) && model()->hasChildren(last)) {
        last = model()->index(model()->rowCount(last) - 1, 0, last);
    }
    return last;
}

/// Those that unfold and fold rows are not.
bool NodeView::isForFilter(const QString& typed) const {
    if (typed.isEmpty() || !typed[0].isPrint() || typed[0].isSpace()) return false;
    return !rootIsDecorated() || !QStringLiteral("+-*").contains(typed[0]);
}

void NodeView::keyPressEvent(QKeyEvent* event) {
    const QString typed = event->text();
    const auto held = event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::Find)) {
        emit filterWanted(QString());
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (!node().isEmpty()) {
            emit nodeActivated(node());
        } else if (currentIndex().isValid()) {
            setExpanded(currentIndex(), !isExpanded(currentIndex()));
        }
    } else if (event->key() == Qt::Key_End && !held && !currentIndex().isValid()) {
        setCurrentIndex(lastRow());  // Qt would go to the first one
    } else if (!held && isForFilter(typed)) {
        emit filterWanted(typed);
    } else {
        QTreeView::keyPressEvent(event);
    }
}

void NodeView::focusInEvent(QFocusEvent* event) {
    QTreeView::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason && !currentIndex().isValid() &&
        model()->rowCount() > 0) {
        setCurrentIndex(model()->index(0, 0));
    }
}

void NodeView::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    fitColumns();
}

void NodeView::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    QPainter painter(viewport());
    if (hasFocus()) {
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
    if (model()->rowCount() == 0) {
        paintEmptyHint(painter, viewport()->rect(), theme_, hintTitle_, hintText_);
    }
}

}  // namespace cst
