#include "ui/profiler/text_compare.h"

#include "engine/text/line_diff.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {
namespace {

QString shown(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return fromUtf8(line);
}

}  // namespace

ComparedRows textRows(const std::string& before, const std::string& after) {
    using Mark = TextPane::Mark;
    const std::vector<std::string_view> from = linesOf(before), to = linesOf(after);
    ComparedRows rows;
    uint32_t x = 0, y = 0;
    const auto addSame = [&](uint32_t end) {
        for (; x < end; ++x, ++y) {
            rows.before.push_back({shown(from[x]), static_cast<int>(x) + 1, Mark::Same});
            rows.after.push_back({shown(to[y]), static_cast<int>(y) + 1, Mark::Same});
        }
    };
    for (const LineHunk& hunk : lineDiff(before, after)) {
        addSame(hunk.before);
        rows.differences.push_back(static_cast<int>(rows.before.size()));
        rows.taken += static_cast<int>(hunk.beforeCount);
        rows.added += static_cast<int>(hunk.afterCount);
        for (uint32_t i = 0; i < std::max(hunk.beforeCount, hunk.afterCount); ++i) {
            const TextPane::Line blank{{}, 0, Mark::Blank};
            const bool isBefore = i < hunk.beforeCount, isAfter = i < hunk.afterCount;
            rows.before.push_back(
                isBefore ? TextPane::Line{shown(from[x]), static_cast<int>(x) + 1, Mark::Changed}
                         : blank);
            rows.after.push_back(
                isAfter ? TextPane::Line{shown(to[y]), static_cast<int>(y) + 1, Mark::Changed}
                        : blank);
            x += isBefore ? 1 : 0;
            y += isAfter ? 1 : 0;
        }
    }
    addSame(static_cast<uint32_t>(from.size()));
    return rows;
}

TextCompare::TextCompare(const Theme& theme, QWidget* parent)
    : QDialog(parent),
      theme_(theme),
      beforeTitle_(new QLabel(this)),
      before_(new TextPane(theme, QChar(0x2212), this)),
      after_(new TextPane(theme, QChar('+'), this)),
      count_(new QLabel(this)),
      previous_(new QPushButton(tr("&Previous Difference"), this)),
      next_(new QPushButton(tr("&Next Difference"), this)),
      put_(new QPushButton(tr("Put This Text Into the &Editor"), this)) {
    setObjectName(QStringLiteral("textCompare"));
    build();
    const auto together = [](QScrollBar* one, QScrollBar* other) {
        connect(one, &QScrollBar::valueChanged, other, &QScrollBar::setValue);
        connect(other, &QScrollBar::valueChanged, one, &QScrollBar::setValue);
    };
    together(before_->verticalScrollBar(), after_->verticalScrollBar());
    together(before_->horizontalScrollBar(), after_->horizontalScrollBar());
    connect(previous_, &QPushButton::clicked, this, [this] { step(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { step(1); });
    connect(put_, &QPushButton::clicked, this, &TextCompare::putAsked);
    connect(new QShortcut(QKeySequence(Qt::Key_F8), this), &QShortcut::activated, next_,
            &QPushButton::click);
    connect(new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F8), this), &QShortcut::activated,
            previous_, &QPushButton::click);
}

void TextCompare::build() {
    before_->setObjectName(QStringLiteral("textBefore"));
    before_->setAccessibleName(tr("Text of the run"));
    after_->setObjectName(QStringLiteral("textAfter"));
    after_->setAccessibleName(tr("Text as it is now"));
    count_->setObjectName(QStringLiteral("textDifferences"));
    previous_->setObjectName(QStringLiteral("textPrevious"));
    previous_->setToolTip(tr("Shift+F8"));
    next_->setObjectName(QStringLiteral("textNext"));
    next_->setToolTip(tr("F8"));
    put_->setObjectName(QStringLiteral("textPut"));
    put_->setToolTip(tr("The text of the run takes the place of the text as it is now; Undo takes "
                        "it back in one step"));
    auto* close = new QPushButton(tr("&Close"), this);
    for (QPushButton* button : {previous_, next_, put_, close}) button->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::close);

    auto* texts = new QGridLayout;
    texts->setHorizontalSpacing(theme_.space(1));
    texts->setVerticalSpacing(theme_.space(1));
    texts->addWidget(beforeTitle_, 0, 0);
    texts->addWidget(new QLabel(tr("The text as it is now"), this), 0, 1);
    texts->addWidget(before_, 1, 0);
    texts->addWidget(after_, 1, 1);
    texts->setColumnStretch(0, 1);
    texts->setColumnStretch(1, 1);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(theme_.space(2));
    foot->addWidget(count_, 1);
    for (QPushButton* button : {previous_, next_, put_, close}) foot->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme_.space(3), theme_.space(3), theme_.space(3), theme_.space(3));
    column->setSpacing(theme_.space(2));
    column->addLayout(texts, 1);
    column->addLayout(foot);
    resize(theme_.space(250), theme_.space(150));
}

void TextCompare::showTexts(const QString& name, ComparedRows rows, bool canPut) {
    setWindowTitle(tr("Text of the %1").arg(name));
    beforeTitle_->setText(tr("The text of the %1").arg(name));
    rows_ = std::move(rows);
    current_ = -1;
    before_->showLines(rows_.before);
    after_->showLines(rows_.after);
    const bool differs = !rows_.differences.empty();
    previous_->setEnabled(differs);
    next_->setEnabled(differs);
    put_->setEnabled(differs && canPut);
    showCount();
    if (differs) step(1);
}

void TextCompare::step(int by) {
    const int count = static_cast<int>(rows_.differences.size());
    if (count == 0) return;
    current_ = current_ < 0 ? 0 : (current_ + by + count) % count;
    const int row = rows_.differences[static_cast<std::size_t>(current_)];
    before_->goTo(row);
    after_->goTo(row);
    showCount();
}

void TextCompare::showCount() {
    const int count = static_cast<int>(rows_.differences.size());
    if (count == 0) {
        count_->setText(tr("Both are the same"));
        return;
    }
    count_->setText(tr("Difference %1 of %2").arg(current_ + 1).arg(count) + QStringLiteral("   ") +
                    tr("since then: +%1 −%2 lines").arg(rows_.added).arg(rows_.taken));
}

}  // namespace cst
