#include "ui/shell/name_field.h"

#include "ui/shell/text_color.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {

namespace {

constexpr int kNarrowest = 180;  // px
constexpr int kWidest = 420;

}  // namespace

NameField::NameField(const Theme& theme, QWidget* window)
    : QFrame(window), theme_(theme), line_(new QLineEdit(this)), problem_(new QLabel(this)) {
    setObjectName(QStringLiteral("nameField"));
    line_->setObjectName(QStringLiteral("nameLine"));
    line_->setAccessibleName(tr("New name"));
    problem_->setObjectName(QStringLiteral("nameProblem"));
    problem_->setWordWrap(true);
    setFocusProxy(line_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(1), theme.space(1), theme.space(1), theme.space(1));
    column->setSpacing(theme.space(1));
    column->addWidget(line_);
    column->addWidget(problem_);
    line_->installEventFilter(this);
    connect(line_, &QLineEdit::returnPressed, this, &NameField::take);
    connect(line_, &QLineEdit::textEdited, this, [this] {
        problem_->hide();
        place();
    });
    hide();
}

void NameField::open(const QRect& anchor, const QString& name, const QFont& font,
                     std::function<void(const QString&)> taken) {
    anchor_ = anchor;
    old_ = name;
    taken_ = std::move(taken);
    if (!isVisible()) {
        before_ = QApplication::focusWidget();
    }
    setTextColor(problem_, theme_.color(Role::Error));
    problem_->hide();
    line_->setFont(font);
    line_->setText(name);
    place();
    show();
    raise();
    line_->setFocus();
    line_->selectAll();
}

void NameField::take() {
    const QString name = line_->text().trimmed();
    if (name == old_) {
        leave();
    } else if (taken_) {
        taken_(name);
    }
}

void NameField::refuse(const QString& why) {
    problem_->setText(why);
    problem_->setAccessibleName(why);
    line_->setAccessibleDescription(why);
    problem_->show();
    place();
    line_->setFocus();
}

void NameField::leave() {
    if (!isVisible()) {
        return;
    }
    const bool hadFocus = line_->hasFocus();
    taken_ = {};
    hide();
    if (hadFocus && before_) {
        before_->setFocus();
    }
}

/// Its line lies over the name; all of it stays in the window.
void NameField::place() {
    const int width =
        std::clamp(line_->fontMetrics().horizontalAdvance(line_->text()) + theme_.space(10),
                   kNarrowest, kWidest);
    problem_->setFixedWidth(width);
    resize(width + 2 * theme_.space(1), 10);
    layout()->activate();
    const QSize size(width + 2 * theme_.space(1), layout()->sizeHint().height());
    const QRect room = parentWidget()->rect();
    const int top = anchor_.center().y() - theme_.space(1) - line_->sizeHint().height() / 2;
    setGeometry(
        std::clamp(anchor_.left() - theme_.space(2), 0, std::max(0, room.width() - size.width())),
        std::clamp(top, 0, std::max(0, room.height() - size.height())), size.width(),
        size.height());
}

bool NameField::eventFilter(QObject* watched, QEvent* event) {
    const bool isKey =
        event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (isKey && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();  // Escape would stop the run
        if (event->type() == QEvent::KeyPress) {
            leave();
        }
        return true;
    }
    if (event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        leave();
    }
    return QFrame::eventFilter(watched, event);
}

void NameField::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(Role::Raised));
    painter.setPen(theme_.color(Role::Accent));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace cst
