#include "ui/results/outputs_view.h"

#include "ui/shell/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {
namespace {

constexpr int kListWidth = 260;
constexpr int kMaxNotices = 5;

QString text(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// State by sign and not only by colour.
QString mark(const OutputValue& output, bool finished) {
    if (output.ready) return QStringLiteral("✓");
    return finished ? QStringLiteral("✗") : QStringLiteral("…");
}

}  // namespace

OutputsView::OutputsView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setAccessibleName(tr("Outputs"));
    pages_ = new QStackedWidget(this);

    hint_ = new QLabel(pages_);
    hint_->setObjectName(QStringLiteral("outputsHint"));
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    pages_->addWidget(hint_);

    auto* results = new QWidget(pages_);
    notice_ = new QLabel(results);
    notice_->setObjectName(QStringLiteral("outputsNotice"));
    notice_->setWordWrap(true);
    notice_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    list_ = new QListWidget(results);
    list_->setObjectName(QStringLiteral("outputsList"));
    list_->setAccessibleName(tr("Outputs of the run"));
    auto* detail = new QWidget(results);
    heading_ = new QLabel(detail);
    heading_->setObjectName(QStringLiteral("outputHeading"));
    heading_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    copy_ = new QToolButton(detail);
    copy_->setObjectName(QStringLiteral("copyOutput"));
    copy_->setText(tr("Copy as JSON"));
    copy_->setToolTip(tr("Copies the value to the clipboard"));
    expectation_ = new QLabel(detail);
    expectation_->setObjectName(QStringLiteral("outputExpectation"));
    expectation_->setWordWrap(true);
    expectation_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value_ = new QPlainTextEdit(detail);
    value_->setObjectName(QStringLiteral("outputValue"));
    value_->setReadOnly(true);
    value_->setAccessibleName(tr("Value of the output"));
    auto* headingRow = new QHBoxLayout;
    headingRow->addWidget(heading_, 1);
    headingRow->addWidget(copy_);
    auto* detailLayout = new QVBoxLayout(detail);
    detailLayout->setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2),
                                     theme_.space(1));
    detailLayout->addLayout(headingRow);
    detailLayout->addWidget(expectation_);
    detailLayout->addWidget(value_, 1);
    auto* splitter = new QSplitter(results);
    splitter->addWidget(list_);
    splitter->addWidget(detail);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kListWidth, 3 * kListWidth});
    splitter->setChildrenCollapsible(false);
    auto* resultsLayout = new QVBoxLayout(results);
    resultsLayout->setContentsMargins(0, 0, 0, 0);
    resultsLayout->setSpacing(0);
    resultsLayout->addWidget(notice_);
    resultsLayout->addWidget(splitter, 1);
    pages_->addWidget(results);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(pages_);

    connect(list_, &QListWidget::currentRowChanged, this, [this] { showChosen(); });
    connect(copy_, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(shownText_); });
    connect(&theme_, &Theme::changed, this, [this] { applyTheme(); });
    applyTheme();
    showRun(nullptr);
}

void OutputsView::applyTheme() {
    value_->setFont(theme_.codeFont());
    const auto colour = [](QWidget* widget, QColor color) {
        QPalette palette = widget->palette();
        palette.setColor(QPalette::WindowText, color);
        widget->setPalette(palette);
    };
    colour(hint_, theme_.color(Role::TextDim));
    colour(notice_, theme_.color(Role::Error));
    notice_->setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(1));
    rebuildList();
}

void OutputsView::showSnapshot(SnapshotPtr snapshot) {
    snapshot_ = std::move(snapshot);
    if (!run_) showRun(nullptr);
}

void OutputsView::showRun(RunSnapshotPtr run) {
    run_ = std::move(run);
    const bool isEmpty = !run_ || (run_->outputs.empty() && run_->errors.empty());
    pages_->setCurrentIndex(isEmpty ? 0 : 1);
    if (isEmpty) {
        const bool declaresNone = snapshot_ && snapshot_->outputs.empty();
        hint_->setText(declaresNone
                           ? tr("The pipeline declares no output yet.\nAdd `out NAME` to see a "
                                "value here.")
                           : tr("Nothing has run yet.\nPress Run (Ctrl+Return) to see the value of "
                                "each output here."));
        return;
    }
    showNotice();
    rebuildList();
}

void OutputsView::showNotice() {
    QStringList lines;
    for (const RunError& error : run_->errors) {
        const QString place = !error.node.empty()   ? tr(" in `%1`").arg(text(error.node))
                              : !error.path.empty() ? tr(" at `%1`").arg(text(error.path))
                                                    : QString();
        lines << QStringLiteral("%1%2: %3").arg(text(error.code), place, text(error.message));
    }
    for (const RunWarning& warning : run_->warnings) {
        lines << QStringLiteral("%1: %2").arg(text(warning.code), text(warning.message));
    }
    if (!run_->missing.empty() && run_->finished()) {
        QStringList names;
        for (const std::string& name : run_->missing) names << text(name);
        lines << tr("Missing: %1. Fill in the inputs and run again.")
                     .arg(names.join(QStringLiteral(", ")));
    }
    if (lines.size() > kMaxNotices) {
        const auto more = lines.size() - kMaxNotices;
        lines = lines.mid(0, kMaxNotices) << tr("… and %1 more").arg(more);
    }
    notice_->setText(lines.join(u'\n'));
    notice_->setVisible(!lines.isEmpty());
}

void OutputsView::rebuildList() {
    if (!run_) return;
    const int before = list_->currentRow();
    // Rows are only replaced if there are others: a list that is rebuilt under the cursor jumps.
    const bool sameRows = list_->count() == static_cast<int>(run_->outputs.size());
    const QSignalBlocker blocker(list_);
    if (!sameRows) {
        list_->clear();
        for (std::size_t i = 0; i < run_->outputs.size(); ++i) list_->addItem(QString());
    }
    for (std::size_t i = 0; i < run_->outputs.size(); ++i) {
        const OutputValue& output = run_->outputs[i];
        QListWidgetItem* item = list_->item(static_cast<int>(i));
        bool expectationFailed = false;
        for (const Expectation& row : run_->expectations) {
            expectationFailed = expectationFailed || (row.output == output.name && !row.ok);
        }
        const QString sign =
            expectationFailed ? QStringLiteral("✗") : mark(output, run_->finished());
        item->setText(QStringLiteral("%1  %2").arg(sign, text(output.name)));
        item->setToolTip(text(run_->compiled->types->text(output.type)));
        const bool isBad = expectationFailed || (!output.ready && run_->finished());
        item->setForeground(isBad ? theme_.color(Role::Error) : theme_.color(Role::Text));
    }
    const bool keeps = sameRows && before >= 0 && before < list_->count();
    list_->setCurrentRow(keeps ? before : 0);
    showChosen();
}

QString OutputsView::valueText(const OutputValue& output) const {
    return output.ready ? text(output.json) : text(output.pendingReason);
}

void OutputsView::showChosen() {
    const int row = list_->currentRow();
    if (!run_ || row < 0 || row >= static_cast<int>(run_->outputs.size())) {
        heading_->clear();
        expectation_->hide();
        copy_->setEnabled(false);
        shownText_.clear();
        value_->clear();
        return;
    }
    const OutputValue& output = run_->outputs[static_cast<std::size_t>(row)];
    heading_->setText(QStringLiteral("%1 : %2").arg(
        text(output.name), text(run_->compiled->types->text(output.type))));
    copy_->setEnabled(output.ready);
    QString verdict;
    bool verdictGood = true;
    for (const Expectation& expectation : run_->expectations) {
        if (expectation.output != output.name) continue;
        verdictGood = expectation.ok;
        verdict = expectation.ok ? tr("✓ as sample \"%1\" expects").arg(text(expectation.sample))
                                 : tr("✗ sample \"%1\" expects %2")
                                       .arg(text(expectation.sample), text(expectation.expected));
    }
    expectation_->setText(verdict);
    expectation_->setVisible(!verdict.isEmpty());
    QPalette palette = expectation_->palette();
    palette.setColor(QPalette::WindowText, theme_.color(verdictGood ? Role::Success : Role::Error));
    expectation_->setPalette(palette);
    const QString shown = valueText(output);
    if (shown != shownText_ || value_->toPlainText().isEmpty()) {
        shownText_ = shown;
        value_->setPlainText(shown);
    }
}

QString OutputsView::outputText(const std::string& name) const {
    if (!run_) return {};
    const auto found = std::find_if(run_->outputs.begin(), run_->outputs.end(),
                                    [&](const OutputValue& o) { return o.name == name; });
    return found == run_->outputs.end() ? QString() : valueText(*found);
}

QString OutputsView::noticeText() const {
    return notice_->isVisibleTo(this) ? notice_->text() : QString();
}

}  // namespace cst
