#include "ui/shell/banner.h"

#include "ui/shell/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace cst {

Banner::Banner(const Theme& theme, QWidget* parent)
    : QFrame(parent),
      theme_(theme),
      icon_(new QLabel(this)),
      text_(new QLabel(this)),
      close_(new QToolButton(this)) {
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setObjectName(QStringLiteral("bannerText"));
    close_->setAutoRaise(true);
    close_->setToolTip(tr("Close this message"));
    close_->setAccessibleName(tr("Close this message"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme.space(3), theme.space(1), theme.space(1), theme.space(1));
    row->setSpacing(theme.space(2));
    row->addWidget(icon_);
    row->addWidget(text_, 1);
    row->addWidget(close_, 0, Qt::AlignTop);

    connect(close_, &QToolButton::clicked, this, &QWidget::hide);
    connect(&theme, &Theme::changed, this, &Banner::applyTheme);
    hide();
}

void Banner::tell(Kind kind, const QString& text, bool closable) {
    kind_ = kind;
    text_->setText(text);
    close_->setVisible(closable);
    applyTheme();
    show();
}

QString Banner::text() const {
    return isHidden() ? QString() : text_->text();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(Role::Raised));
    const Role edge = kind_ == Kind::Problem ? Role::Error : Role::Warning;
    painter.fillRect(0, 0, theme_.space(1) - 1, height(), theme_.color(edge));
    painter.fillRect(0, height() - 1, width(), 1, theme_.color(Role::Border));
}

void Banner::applyTheme() {
    const bool isProblem = kind_ == Kind::Problem;
    icon_->setPixmap(theme_
                         .icon(isProblem ? QStringLiteral("error") : QStringLiteral("warning"),
                               isProblem ? Role::Error : Role::Warning)
                         .pixmap(16, 16));
    close_->setIcon(theme_.icon(QStringLiteral("close"), Role::TextDim));
    update();
}

}  // namespace cst
