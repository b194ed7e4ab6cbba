#include "ui/shell/find_bar.h"

#include "ui/shell/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

namespace cst {

namespace {

constexpr int kWhereCharacters = 24;  // more would leave no room for what is looked for

QToolButton* button(QWidget* parent, const QString& name) {
    auto* made = new QToolButton(parent);
    made->setAutoRaise(true);
    made->setToolTip(name);
    made->setAccessibleName(name);
    return made;
}

}  // namespace

FindBar::FindBar(const Theme& theme, const Words& words, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      edit_(new QLineEdit(this)),
      count_(new QLabel(this)),
      previous_(button(this, words.previous)),
      next_(button(this, words.next)),
      close_(button(this, tr("Close (Esc)"))) {
    const QString name = QLatin1String(words.name);
    edit_->setObjectName(name + QStringLiteral("Edit"));
    edit_->setPlaceholderText(words.hint);
    edit_->setAccessibleName(words.hint);
    edit_->setAccessibleDescription(words.tip);
    edit_->setToolTip(words.tip);
    count_->setObjectName(name + QStringLiteral("Count"));

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

void FindBar::showCount(int current, int count, bool more, const QString& where) {
    count_->setToolTip(where);
    if (edit_->text().isEmpty()) {
        count_->clear();
    } else if (count == 0) {
        count_->setText(tr("not found"));
    } else if (current == 0) {
        count_->setText(tr("%1 found").arg(count));
    } else {
        count_->setText(more ? tr("%1 of more than %2").arg(current).arg(count)
                             : tr("%1 of %2").arg(current).arg(count));
        if (!where.isEmpty()) {
            const int room = count_->fontMetrics().averageCharWidth() * kWhereCharacters;
            count_->setText(count_->text() + QLatin1Char(' ') +
                            count_->fontMetrics().elidedText(where, Qt::ElideRight, room));
        }
    }
}

bool FindBar::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();  // Escape would stop the run
        return true;
    }
    return QWidget::event(event);
}

void FindBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(Role::Panel));
    painter.setPen(theme_.color(Role::Border));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
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
