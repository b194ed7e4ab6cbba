#include "ui/shell/banner.h"

#include "ui/shell/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace cst {

Banner::Banner(const Theme& theme, QWidget* parent)
    : QFrame(parent),
      theme_(theme),
      row_(new QHBoxLayout(this)),
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

    row_->setContentsMargins(theme.space(3), theme.space(1), theme.space(1), theme.space(1));
    row_->setSpacing(theme.space(2));
    row_->addWidget(icon_);
    row_->addWidget(text_, 1);
    row_->addWidget(close_, 0, Qt::AlignTop);

    connect(close_, &QToolButton::clicked, this, &QWidget::hide);
    connect(&theme, &Theme::changed, this, &Banner::applyTheme);
    hide();
}

void Banner::tell(Kind kind, const QString& text, bool closable) {
    for (QPushButton* way : ways_) {
        way->hide();
        way->deleteLater();  // perhaps it is what was just pressed
    }
    ways_.clear();
    kind_ = kind;
    text_->setText(text);
    close_->setVisible(closable);
    applyTheme();
    show();
}

void Banner::offer(Kind kind, const QString& text, const std::vector<Way>& ways) {
    tell(kind, text, false);
    for (const Way& way : ways) {
        auto* button = new QPushButton(way.text, this);
        button->setObjectName(QLatin1String(way.name));
        button->setToolTip(way.tip);
        connect(button, &QPushButton::clicked, this, [this, go = way.go] {
            hide();
            go();
        });
        row_->insertWidget(row_->indexOf(close_), button, 0, Qt::AlignTop);
        ways_.push_back(button);
    }
}

QString Banner::text() const {
    return isHidden() ? QString() : text_->text();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(Role::Raised));
    const Role edge = kind_ == Kind::Problem ? Role::Error
                      : kind_ == Kind::Note  ? Role::Warning
                                             : Role::StateDone;
    painter.fillRect(0, 0, theme_.space(1) - 1, height(), theme_.color(edge));
    painter.fillRect(0, height() - 1, width(), 1, theme_.color(Role::Border));
}

void Banner::applyTheme() {
    const bool isProblem = kind_ == Kind::Problem;
    icon_->setVisible(kind_ != Kind::Done);
    icon_->setPixmap(theme_
                         .icon(isProblem ? QStringLiteral("error") : QStringLiteral("warning"),
                               isProblem ? Role::Error : Role::Warning)
                         .pixmap(16, 16));
    close_->setIcon(theme_.icon(QStringLiteral("close"), Role::TextDim));
    update();
}

}  // namespace cst
