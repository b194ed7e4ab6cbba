#include "ui/editor/completion_list.h"

#include "ui/shell/theme.h"

#include <QAbstractListModel>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace cst {

namespace {

constexpr int kShownRows = 10;
constexpr int kWidest = 640;  // px; the rest of a long signature is elided
constexpr int kNarrowest = 220;

Role roleOf(Proposal::Kind kind) {
    switch (kind) {
    case Proposal::Kind::Function: return Role::SyntaxFunction;
    case Proposal::Kind::Keyword: return Role::SyntaxKeyword;
    case Proposal::Kind::Type: return Role::SyntaxType;
    default: return Role::Text;
    }
}

QString text(const std::string& bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

}  // namespace

class CompletionList::Rows : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;

    void show(std::vector<Proposal> proposals) {
        beginResetModel();
        proposals_ = std::move(proposals);
        endResetModel();
    }
    const Proposal& at(int row) const { return proposals_[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(proposals_.size());
    }
    QVariant data(const QModelIndex& index, int role) const override {
        const Proposal& one = at(index.row());
        switch (role) {
        case Qt::DisplayRole: return text(one.name);
        case Qt::AccessibleDescriptionRole: return text(one.detail);
        default: return {};
        }
    }

private:
    std::vector<Proposal> proposals_;
};

/// The name in the colour that it has in the text, then what it is, dim; the chosen row in one
/// colour, which can be read on any ground.
class CompletionList::Painter : public QStyledItemDelegate {
public:
    Painter(const Theme& theme, const Rows& rows, QObject* parent)
        : QStyledItemDelegate(parent), theme_(theme), rows_(rows) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Proposal& one = rows_.at(index.row());
        const QFontMetrics& metrics = option.fontMetrics;
        return {metrics.horizontalAdvance(text(one.name)) +
                    metrics.horizontalAdvance(text(one.detail)) + 3 * gap(),
                metrics.height() + theme_.space(1)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Proposal& one = rows_.at(index.row());
        const bool isChosen = option.state & QStyle::State_Selected;
        if (isChosen) {
            painter->fillRect(option.rect, theme_.color(Role::Selection));
        }
        painter->setFont(option.font);
        QRect rest = option.rect.adjusted(gap(), 0, -gap(), 0);
        const auto draw = [&](const QString& words, Role role) {
            painter->setPen(theme_.color(isChosen ? Role::Text : role));
            painter->drawText(rest, Qt::AlignVCenter | Qt::TextSingleLine,
                              option.fontMetrics.elidedText(words, Qt::ElideRight, rest.width()));
            rest.setLeft(rest.left() + option.fontMetrics.horizontalAdvance(words) + gap());
        };
        draw(text(one.name), roleOf(one.kind));
        if (rest.width() > 0) {
            draw(text(one.detail), Role::TextDim);
        }
    }

private:
    int gap() const { return theme_.space(2); }

    const Theme& theme_;
    const Rows& rows_;  // of the list that this belongs to
};

CompletionList::CompletionList(const Theme& theme, QWidget* window)
    : QListView(window), theme_(theme), rows_(new Rows(this)) {
    setObjectName(QStringLiteral("completionList"));
    setAccessibleName(tr("Completions"));
    setFocusPolicy(Qt::NoFocus);
    setFont(theme.codeFont());
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setUniformItemSizes(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setModel(rows_);
    setItemDelegate(new Painter(theme, *rows_, this));
    connect(this, &QListView::clicked, this, &CompletionList::picked);
}

void CompletionList::show(std::vector<Proposal> proposals) {
    rows_->show(std::move(proposals));
    setCurrentIndex(rows_->index(0));
    scrollToTop();
}

void CompletionList::placeAt(QPoint wordTopLeft, int lineHeight) {
    int widest = kNarrowest;
    for (int row = 0; row < rows_->rowCount(); ++row) {
        widest = std::max(widest, sizeHintForIndex(rows_->index(row)).width());
    }
    const QRect room = parentWidget()->rect();
    const bool scrolls = rows_->rowCount() > kShownRows;
    const int width = std::min(
        {widest + 2 * frameWidth() + (scrolls ? theme_.space(3) : 0), kWidest, room.width()});
    const int below = room.bottom() - wordTopLeft.y() - lineHeight;
    const int height =
        sizeHintForRow(0) * std::min(kShownRows, rows_->rowCount()) + 2 * frameWidth();
    const bool isAbove = height > below && wordTopLeft.y() > below;
    const int shown = std::min(height, isAbove ? wordTopLeft.y() : below);
    setGeometry(std::clamp(wordTopLeft.x() - theme_.space(2), 0, room.width() - width),
                isAbove ? wordTopLeft.y() - shown : wordTopLeft.y() + lineHeight, width, shown);
}

void CompletionList::moveBy(int rows) {
    const int count = rows_->rowCount();
    const int now = currentIndex().row();
    int next = now + rows;
    if (next < 0 || next >= count) {
        const bool isStep = rows == 1 || rows == -1;
        next = isStep ? (next + count) % count : std::clamp(next, 0, count - 1);
    }
    setCurrentIndex(rows_->index(next));
}

int CompletionList::rowsOfAPage() const {
    return std::max(1, viewport()->height() / std::max(1, sizeHintForRow(0)) - 1);
}

const Proposal& CompletionList::chosen() const {
    return rows_->at(std::max(0, currentIndex().row()));
}

}  // namespace cst
