#include "ui/profiler/history_tree.h"

#include "ui/shell/empty_hint.h"
#include "ui/shell/theme.h"

#include <QPainter>

namespace cst {

HistoryTree::HistoryTree(const Theme& theme, QWidget* parent) : QTreeView(parent), theme_(theme) {
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void HistoryTree::setHint(const QString& title, const QString& text) {
    title_ = title;
    text_ = text;
    viewport()->update();
}

void HistoryTree::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    QPainter painter(viewport());
    if (hasFocus()) {
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
    if (model()->rowCount() == 0) {
        paintEmptyHint(painter, viewport()->rect(), theme_, title_, text_);
    }
}

void HistoryTree::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    emit resized();
}

}  // namespace cst
