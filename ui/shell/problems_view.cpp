#include "ui/shell/problems_view.h"

#include "ui/shell/empty_hint.h"
#include "ui/shell/problems_model.h"
#include "ui/shell/theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace cst {

namespace {

/// icon · code · message, with the hint dim behind it, and the place on the right.
class ProblemDelegate : public QStyledItemDelegate {
public:
    ProblemDelegate(const Theme& theme, const ProblemsModel& model, QObject* parent)
        : QStyledItemDelegate(parent), theme_(theme), model_(model) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {theme_.space(60), option.fontMetrics.height() + theme_.space(2)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Problem& problem = model_.problem(index.row());
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect, theme_.color(Role::Selection));
        } else if (option.state & QStyle::State_MouseOver) {
            painter->fillRect(option.rect, theme_.color(Role::Hover));
        }
        const bool isError = problem.severity == Severity::Error;
        QRect row = option.rect.adjusted(theme_.space(3), 0, -theme_.space(3), 0);
        theme_
            .icon(isError ? QStringLiteral("error") : QStringLiteral("warning"),
                  isError ? Role::Error : Role::Warning)
            .paint(painter, QRect(row.x(), row.center().y() - 7, 14, 14));
        row.setLeft(row.left() + 14 + theme_.space(2));

        const QString place = placeOf(problem);
        put(painter, row, place, Role::TextDim, option.font, Qt::AlignRight);
        row.setRight(row.right() - width(option.font, place) - theme_.space(4));
        row = putLeft(painter, row, problem.code, Role::TextDim, theme_.codeFont());
        row = putLeft(painter, row, problem.message, Role::Text, option.font);
        putLeft(painter, row, problem.hint, Role::TextDim, option.font);
    }

private:
    static int width(const QFont& font, const QString& text) {
        return QFontMetrics(font).horizontalAdvance(text);
    }

    QString placeOf(const Problem& problem) const {
        const QString place =
            problem.hasPlace
                ? ProblemsView::tr("Ln %1, Col %2").arg(problem.line).arg(problem.column)
                : ProblemsView::tr("inputs");
        if (problem.isOfBudget) {
            return problem.hasPlace ? ProblemsView::tr("budget · %1").arg(place)
                                    : ProblemsView::tr("budget");
        }
        return problem.isOfRun ? ProblemsView::tr("last run · %1").arg(place) : place;
    }

    void put(QPainter* painter, const QRect& box, const QString& text, Role role, const QFont& font,
             Qt::Alignment alignment) const {
        painter->setFont(font);
        painter->setPen(theme_.color(role));
        painter->drawText(box, static_cast<int>(alignment) | Qt::AlignVCenter | Qt::TextSingleLine,
                          QFontMetrics(font).elidedText(text, Qt::ElideRight, box.width()));
    }

    QRect putLeft(QPainter* painter, const QRect& box, const QString& text, Role role,
                  const QFont& font) const {
        if (text.isEmpty() || box.width() <= 0) {
            return box;
        }
        put(painter, box, text, role, font, Qt::AlignLeft);
        return box.adjusted(width(font, text) + theme_.space(3), 0, 0, 0);
    }

    const Theme& theme_;          // outlives every widget
    const ProblemsModel& model_;  // outlives the view
};

}  // namespace

ProblemsView::ProblemsView(const Theme& theme, ProblemsModel& model, QWidget* parent)
    : QListView(parent), theme_(theme), model_(model) {
    setObjectName(QStringLiteral("problems"));
    setAccessibleName(tr("Problems"));
    setModel(&model);
    setItemDelegate(new ProblemDelegate(theme, model, this));
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Window);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Enter and double click both; what the desktop says about single clicks is for file lists.
    connect(this, &QListView::activated, this, [this](const QModelIndex& index) {
        const Problem& problem = model_.problem(index.row());
        if (problem.hasPlace) {
            emit placeRequested(problem.range);
        } else if (!problem.input.empty()) {
            emit inputRequested(problem.input);
        }
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void ProblemsView::focusInEvent(QFocusEvent* event) {
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model_.rowCount() > 0) {
        setCurrentIndex(model_.index(0));
    }
}

void ProblemsView::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (hasFocus()) {
        QPainter painter(viewport());
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
    if (model_.rowCount() == 0) {
        QPainter painter(viewport());
        paintEmptyHint(
            painter, viewport()->rect(), theme_, tr("No problems"),
            tr("What is wrong in the text is listed here while you type, and what failed "
               "in the last run. F8 goes from one to the next."));
    }
}

}  // namespace cst
