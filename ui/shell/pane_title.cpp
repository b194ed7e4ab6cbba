#include "ui/shell/pane_title.h"

#include "ui/shell/theme.h"

#include <QPainter>

namespace cst {

PaneTitle::PaneTitle(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PaneTitle::setTitle(const QString& name, const QString& detail) {
    if (name == name_ && detail == detail_) return;  // asked for with each key press
    name_ = name;
    detail_ = detail;
    setAccessibleName(name);
    setToolTip(detail);
    update();
}

void PaneTitle::setMarked(bool isMarked) {
    if (isMarked == isMarked_) return;
    isMarked_ = isMarked;
    setAccessibleDescription(isMarked ? tr("unsaved changes") : QString());
    update();
}

QSize PaneTitle::sizeHint() const {
    return {theme_.space(40), QFontMetrics(theme_.textFont()).height() + theme_.space(3)};
}

QSize PaneTitle::minimumSizeHint() const {
    return {theme_.space(20), sizeHint().height()};
}

void PaneTitle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(Role::Panel));
    painter.fillRect(0, height() - 1, width(), 1, theme_.color(Role::Border));

    QFont bold = theme_.textFont();
    bold.setWeight(QFont::DemiBold);
    QRect box = rect().adjusted(theme_.space(3), 0, -theme_.space(2), -1);
    const auto put = [&](const QString& text, const QFont& font, Role role) {
        const QFontMetrics metrics(font);
        const QString shown = metrics.elidedText(text, Qt::ElideMiddle, box.width());
        painter.setFont(font);
        painter.setPen(theme_.color(role));
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        box.setLeft(box.left() + metrics.horizontalAdvance(shown) + theme_.space(2));
    };
    put(name_, bold, Role::Text);
    if (isMarked_) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme_.color(Role::Accent));
        painter.drawEllipse(QPointF(box.left() + 4, box.center().y() + 1), 4, 4);
        box.setLeft(box.left() + theme_.space(4));
    }
    if (box.width() > theme_.space(8)) {
        put(detail_, theme_.textFont(), Role::TextDim);
    }
}

}  // namespace cst
