#include "ui/shell/choice_popup.h"

#include "ui/shell/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace cst {

namespace {

constexpr int kWidth = 460;  // px
constexpr int kShownRows = 12;
constexpr int kDetail = Qt::UserRole, kId = Qt::UserRole + 1, kIsDim = Qt::UserRole + 2;

}  // namespace

/// The title, then the detail, dim.
class ChoicePopup::Painter : public QStyledItemDelegate {
public:
    Painter(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {10, option.fontMetrics.height() + theme_.space(1)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool isChosen = option.state & QStyle::State_Selected;
        if (isChosen) {
            painter->fillRect(option.rect, theme_.color(Role::Selection));
        }
        painter->setFont(option.font);
        QRect rest = option.rect.adjusted(theme_.space(2), 0, -theme_.space(2), 0);
        const auto draw = [&](const QString& words, Role role) {
            painter->setPen(theme_.color(isChosen ? Role::Text : role));
            painter->drawText(rest, Qt::AlignVCenter | Qt::TextSingleLine,
                              option.fontMetrics.elidedText(words, Qt::ElideRight, rest.width()));
            rest.setLeft(rest.left() + option.fontMetrics.horizontalAdvance(words) +
                         theme_.space(3));
        };
        draw(index.data().toString(), index.data(kIsDim).toBool() ? Role::TextDim : Role::Text);
        if (rest.width() > 0) {
            draw(index.data(kDetail).toString(), Role::TextDim);
        }
    }

private:
    const Theme& theme_;
};

ChoicePopup::ChoicePopup(const Theme& theme, QWidget* window, const char* name)
    : QFrame(window),
      theme_(theme),
      title_(new QLabel(this)),
      line_(new QLineEdit(this)),
      list_(new QListWidget(this)) {
    const QLatin1String parts(name);
    setObjectName(parts + QStringLiteral("Popup"));
    title_->setObjectName(parts + QStringLiteral("Title"));
    title_->setWordWrap(true);
    line_->setObjectName(parts + QStringLiteral("Line"));
    list_->setObjectName(parts + QStringLiteral("List"));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setFont(theme.codeFont());
    list_->setItemDelegate(new Painter(theme, list_));
    setFocusProxy(line_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(1), theme.space(1), theme.space(1), theme.space(1));
    column->setSpacing(theme.space(1));
    column->addWidget(title_);
    column->addWidget(line_);
    column->addWidget(list_, 1);
    line_->installEventFilter(this);
    connect(line_, &QLineEdit::textEdited, this, &ChoicePopup::fill);
    connect(list_, &QListWidget::itemClicked, this, &ChoicePopup::take);
    hide();
}

std::function<std::vector<ChoicePopup::Choice>(const QString&)>
ChoicePopup::among(std::vector<Choice> choices) {
    return [choices = std::move(choices)](const QString& typed) {
        std::vector<Choice> fit;
        std::copy_if(choices.begin(), choices.end(), std::back_inserter(fit),
                     [&](const Choice& one) {
                         return one.title.contains(typed, Qt::CaseInsensitive) ||
                                one.detail.contains(typed, Qt::CaseInsensitive);
                     });
        return fit;
    };
}

void ChoicePopup::open(QPoint place, Question question) {
    if (!isVisible()) {
        before_ = QApplication::focusWidget();
    }
    corner_ = place;
    title_->setText(question.title);
    line_->setPlaceholderText(question.hint);
    line_->setAccessibleName(question.title);
    list_->setAccessibleName(question.title);
    line_->clear();
    question_ = std::move(question);
    show();
    raise();
    fill();
    line_->setFocus();
}

void ChoicePopup::fill() {
    const std::vector<Choice> choices = question_.rank(line_->text());
    list_->clear();
    for (const Choice& one : choices) {
        auto* item = new QListWidgetItem(one.title, list_);
        item->setData(kDetail, one.detail);
        item->setData(kId, one.id);
        item->setData(kIsDim, one.isDim);
        item->setData(Qt::AccessibleDescriptionRole, one.detail);
    }
    if (choices.empty()) {
        auto* item = new QListWidgetItem(question_.empty, list_);
        item->setFlags(Qt::NoItemFlags);
        item->setData(kIsDim, true);
    } else {
        list_->setCurrentRow(0);
    }
    this->place();
}

void ChoicePopup::place() {
    const QRect room = parentWidget()->rect();
    const int rows = std::min(kShownRows, std::max(1, list_->count()));
    const int width = std::min(kWidth, room.width());
    list_->setFixedHeight(rows * list_->sizeHintForRow(0) + 2);
    title_->setFixedWidth(width - 2 * theme_.space(1));
    layout()->activate();
    const int height = layout()->sizeHint().height();
    setGeometry(std::clamp(corner_.x(), 0, std::max(0, room.width() - width)),
                std::clamp(corner_.y(), 0, std::max(0, room.height() - height)), width, height);
}

void ChoicePopup::moveBy(int rows) {
    const int count = list_->count();
    int next = list_->currentRow() + rows;
    if (rows == 1 || rows == -1) {
        next = (next + count) % count;
    }
    list_->setCurrentRow(std::clamp(next, 0, count - 1));
}

void ChoicePopup::take() {
    const QListWidgetItem* item = list_->currentItem();
    if (!item || item->flags() == Qt::NoItemFlags) {
        return;
    }
    const int id = item->data(kId).toInt();
    const auto chosen = question_.chosen;
    leave();
    chosen(id);
}

void ChoicePopup::leave() {
    if (!isVisible()) {
        return;
    }
    const bool hadFocus = line_->hasFocus();
    hide();
    if (hadFocus && before_) {
        before_->setFocus();
    }
}

bool ChoicePopup::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        leave();
    }
    const bool isOverride = event->type() == QEvent::ShortcutOverride;
    if (event->type() != QEvent::KeyPress && !isOverride) {
        return QFrame::eventFilter(watched, event);
    }
    const int page = kShownRows - 1;
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (isOverride) {
        if (key == Qt::Key_Escape) {
            event->accept();  // Escape would stop the run
            return true;
        }
        return QFrame::eventFilter(watched, event);
    }
    switch (key) {
    case Qt::Key_Escape: leave(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: take(); return true;
    case Qt::Key_Up: moveBy(-1); return true;
    case Qt::Key_Down: moveBy(1); return true;
    case Qt::Key_PageUp: moveBy(-page); return true;
    case Qt::Key_PageDown: moveBy(page); return true;
    default: return QFrame::eventFilter(watched, event);
    }
}

void ChoicePopup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(Role::Raised));
    painter.setPen(theme_.color(Role::Border));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace cst
