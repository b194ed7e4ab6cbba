#include "ui/results/part_views.h"

#include "ui/shell/theme.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace cst {
namespace {

constexpr int kRowsMeasured = 30;
constexpr int kColumnsMeasured = 60;
constexpr int kLeastColumn = 60;
constexpr int kMostColumn = 320;

}  // namespace

PartTable::PartTable(const Theme& theme, QWidget* parent) : QTableView(parent) {
    setFrameShape(QFrame::NoFrame);
    setTabKeyNavigation(false);  // Tab leaves the table, arrows move in it
    setWordWrap(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(theme.space(6));
    verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    verticalHeader()->setHighlightSections(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setStretchLastSection(true);
    setCornerButtonEnabled(false);
}

void PartTable::fitColumns() {
    const int columns = std::min(model()->columnCount(), kColumnsMeasured);
    const int rows = std::min(model()->rowCount(), kRowsMeasured);
    const QFontMetrics metrics(font());
    // A number at the far right of a wide column is not read with its row.
    const QVariant last = model()->index(0, model()->columnCount() - 1).data(Qt::TextAlignmentRole);
    horizontalHeader()->setStretchLastSection(!(last.toInt() & Qt::AlignRight));
    for (int column = 0; column < columns; ++column) {
        int width = horizontalHeader()->sectionSizeHint(column) + 16;
        for (int row = 0; row < rows; ++row) {
            const QString text = model()->index(row, column).data().toString();
            width = std::max(width, metrics.horizontalAdvance(text.left(kMostColumn)) + 24);
        }
        setColumnWidth(column, std::clamp(width, kLeastColumn, kMostColumn));
    }
}

PartTree::PartTree(const Theme& theme, QWidget* parent) : QTreeView(parent) {
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setExpandsOnDoubleClick(true);
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header()->setStretchLastSection(true);
    header()->setDefaultSectionSize(theme.space(55));
}

// Item views copy what is shown of the current cell by themselves; ours copy what it stands for.

void PartTable::keyPressEvent(QKeyEvent* event) {
    event->matches(QKeySequence::Copy) ? copy() : QTableView::keyPressEvent(event);
}

void PartTree::keyPressEvent(QKeyEvent* event) {
    event->matches(QKeySequence::Copy) ? copy() : QTreeView::keyPressEvent(event);
}

}  // namespace cst
