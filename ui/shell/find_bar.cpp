#include "ui/editor/find_bar.h"

#include "ui/shell/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace cst {

namespace {

QToolButton* button(QWidget* parent, const QString& name) {
    auto* made = new QToolButton(parent);
    made->setAutoRaise(true);
    made->setToolTip(name);
    made->setAccessibleName(name);
    return made;
}

}  // namespace

FindBar::FindBar(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      edit_(new QLineEdit(this)),
      count_(new QLabel(this)),
      previous_(button(this, tr("Previous (Shift+F3)"))),
      next_(button(this, tr("Next (F3, Enter)"))),
      close_(button(this, tr("Close (Esc)"))) {
    edit_->setObjectName(QStringLiteral("findEdit"));
    edit_->setPlaceholderText(tr("Find in the text"));
    edit_->setAccessibleName(tr("Find in the text"));
    count_->setObjectName(QStringLiteral("findCount"));
    setAutoFillBackground(true);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme.space(2), theme.space(1), theme.space(1), theme.space(1));
    row->setSpacing(theme.space(1));
    row->addWidget(edit_, 1);
    row->addWidget(count_);
    row->addWidget(previous_);
    row->addWidget(next_);
    row->addWidget(close_);

    connect(edit_, &QLineEdit::textEdited, this, &FindBar::textChanged);
    connect(previous_, &QToolButton::clicked, this, &FindBar::previousRequested);
    connect(next_, &QToolButton::clicked, this, &FindBar::nextRequested);
    connect(close_, &QToolButton::clicked, this, &FindBar::closed);
    connect(&theme, &Theme::changed, this, &FindBar::applyTheme);
    hide();
}

void FindBar::open(const QString& text) {
    if (isHidden()) {
        applyTheme();
    }
    if (!text.isEmpty()) {
        edit_->setText(text);
    }
    show();
    edit_->setFocus();
    edit_->selectAll();
}

QString FindBar::text() const {
    return edit_->text();
}

void FindBar::showCount(int current, int count, bool more) {
    if (edit_->text().isEmpty()) {
        count_->clear();
    } else if (count == 0) {
        count_->setText(tr("not found"));
    } else {
        count_->setText(more ? tr("%1 of more than %2").arg(current).arg(count)
                             : tr("%1 of %2").arg(current).arg(count));
    }
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() & Qt::ShiftModifier) {
            emit previousRequested();
        } else {
            emit nextRequested();
        }
        return;
    case Qt::Key_Escape: emit closed(); return;
    default: QWidget::keyPressEvent(event);
    }
}

void FindBar::applyTheme() {
    previous_->setIcon(theme_.icon(QStringLiteral("up")));
    next_->setIcon(theme_.icon(QStringLiteral("down")));
    close_->setIcon(theme_.icon(QStringLiteral("close"), Role::TextDim));
}

}  // namespace cst
