#include "ui/results/outputs_view.h"

#include "ui/results/output_delegate.h"
#include "ui/results/outputs_model.h"
#include "ui/results/run_notices.h"
#include "ui/results/value_view.h"
#include "ui/shell/elided_label.h"
#include "ui/shell/text_color.h"
#include "ui/shell/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace cst {
namespace {

constexpr int kListWidth = 280;
constexpr std::size_t kLongestExpected = 600;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString cut(const std::string& json) {
    if (json.size() <= kLongestExpected) return text(json);
    return QString::fromUtf8(json.data(), kLongestExpected) + QChar(0x2026);
}

QLabel* makeLabel(const char* name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    return label;
}

}  // namespace

OutputsView::OutputsView(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), model_(new OutputsModel(theme, this)) {
    setObjectName(QStringLiteral("outputsView"));
    setAccessibleName(tr("Outputs"));
    pages_ = new QStackedWidget(this);
    hint_ = new QLabel(pages_);
    hint_->setObjectName(QStringLiteral("outputsHint"));
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    pages_->addWidget(hint_);
    pages_->addWidget(makeResults());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(pages_);

    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        if (const OutputValue* output = model_->output(list_->currentIndex().row())) {
            chosen_ = output->name;
        }
        showChosen();
    });
    connect(copy_, &QToolButton::clicked, this, &OutputsView::copyChosen);
    connect(notices_, &RunNotices::sourceRequested, this, &OutputsView::sourceRequested);
    connect(&theme_, &Theme::changed, this, [this] { applyTheme(); });
    applyTheme();
    showRun(nullptr);
}

QWidget* OutputsView::makeDetail() {
    auto* detail = new QWidget(this);
    heading_ = new ElidedLabel({}, detail);
    heading_->setObjectName(QStringLiteral("outputHeading"));
    heading_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    copy_ = new QToolButton(detail);
    copy_->setObjectName(QStringLiteral("copyOutput"));
    copy_->setText(tr("Copy as JSON"));
    copy_->setToolTip(tr("Copies the whole value to the clipboard"));
    copy_->setAutoRaise(true);
    stale_ = makeLabel("outputStale", detail);
    expectation_ = makeLabel("outputExpectation", detail);
    value_ = new ValueView(detail);
    value_->setObjectName(QStringLiteral("outputValue"));
    value_->setAccessibleName(tr("Value of the output"));
    auto* headingRow = new QHBoxLayout;
    headingRow->addWidget(heading_, 1);
    headingRow->addWidget(copy_);
    auto* layout = new QVBoxLayout(detail);
    layout->setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(2));
    layout->setSpacing(theme_.space(1));
    layout->addLayout(headingRow);
    layout->addWidget(stale_);
    layout->addWidget(expectation_);
    layout->addWidget(value_, 1);
    return detail;
}

QWidget* OutputsView::makeResults() {
    auto* results = new QWidget(pages_);
    notices_ = new RunNotices(theme_, results);
    auto* splitter = new QSplitter(results);
    splitter->setObjectName(QStringLiteral("outputsSplitter"));
    list_ = new QListView(splitter);
    list_->setObjectName(QStringLiteral("outputsList"));
    list_->setAccessibleName(tr("Outputs of the run"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setModel(model_);
    list_->setItemDelegate(new OutputDelegate(theme_, list_));
    splitter->addWidget(list_);
    splitter->addWidget(makeDetail());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kListWidth, 3 * kListWidth});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(results);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(notices_);
    layout->addWidget(splitter, 1);
    return results;
}

void OutputsView::applyTheme() {
    value_->setFont(theme_.codeFont());
    QFont bold = theme_.codeFont();
    bold.setWeight(QFont::DemiBold);
    heading_->setFont(bold);
    setTextColor(hint_, theme_.color(Role::TextDim));
    setTextColor(stale_, theme_.color(Role::Warning));
    list_->viewport()->update();
    showChosen();
}

void OutputsView::showSnapshot(SnapshotPtr snapshot) {
    snapshot_ = std::move(snapshot);
    showHint();
    showChosen();
}

void OutputsView::showHint() {
    const bool isEmpty = snapshot_ && snapshot_->graph->nodes.empty();  // nothing is written yet
    const bool hasResults =
        run_ && !isEmpty &&
        (!run_->outputs.empty() || !run_->errors.empty() || !run_->warnings.empty());
    pages_->setCurrentIndex(hasResults ? 1 : 0);
    const bool declaresNone = snapshot_ && snapshot_->outputs.empty();
    hint_->setText(declaresNone ? tr("The pipeline declares no output yet.\nAdd `out NAME` to see "
                                     "a value here.")
                                : tr("Nothing has run yet.\nPress Run (Ctrl+Return) to see the "
                                     "value of each output here."));
}

void OutputsView::showRun(RunSnapshotPtr run) {
    run_ = run && run->compiled ? std::move(run) : nullptr;
    const std::string keep = chosen_;
    model_->showRun(run_);
    notices_->showRun(run_);
    const int row = std::max(0, model_->rowOf(keep));
    if (list_->currentIndex().row() != row) list_->setCurrentIndex(model_->index(row));
    showHint();
    showChosen();
}

void OutputsView::resizeEvent(QResizeEvent*) {
    notices_->setMostHeight(height() / 3);  // the values are what a run is for
}

void OutputsView::showOutdated(bool isOutdated) {
    isOutdated_ = isOutdated;
    model_->showOutdated(isOutdated);
    notices_->showOutdated(isOutdated);
    showChosen();
}

/// Does the text say something else now for what this output shows?
bool OutputsView::isStale(const OutputValue& output) const {
    if (!snapshot_ || snapshot_ == run_->compiled) return false;
    const std::string key = "out:" + output.name;
    const NodeId before = run_->compiled->graph->byKey(key);
    const NodeId now = snapshot_->graph->byKey(key);
    if (!before.hasValue()) return false;
    return !now.hasValue() ||
           run_->compiled->graph->nodes[before].structure != snapshot_->graph->nodes[now].structure;
}

void OutputsView::showChosen() {
    const int row = list_->currentIndex().row();
    const OutputValue* output = model_->output(row);
    copy_->setEnabled(output != nullptr && output->ready);
    showVerdict(row);
    const bool isStale = output != nullptr && this->isStale(*output);
    stale_->setText(isStale ? tr("The text has changed since this run: run again.")
                            : tr("Changed since this run: run again."));
    stale_->setVisible(output != nullptr && (isStale || isOutdated_));
    QPalette palette = theme_.palette();
    if (isStale || isOutdated_) palette.setColor(QPalette::Text, theme_.color(Role::TextDim));
    if (value_->palette() != palette) value_->setPalette(palette);
    if (output == nullptr) {
        heading_->clear();
        value_->showText({});
        return;
    }
    const QString type = text(run_->compiled->types->text(output->type));
    heading_->setText(text(output->name) + QStringLiteral(" : ") + type);
    heading_->setToolTip(heading_->text());
    value_->showText(output->ready ? text(output->json)
                                   : tr("No value: %1").arg(text(output->pendingReason)));
}

void OutputsView::showVerdict(int row) {
    const Expectation* expected = model_->expectation(row);
    const bool isKnown = expected != nullptr && !expected->stale;
    expectation_->setVisible(isKnown);
    if (!isKnown) return;
    expectation_->setText(
        expected->ok ? tr("✓ as sample “%1” expects").arg(text(expected->sample))
                     : tr("✗ sample “%1” expects %2, got %3")
                           .arg(text(expected->sample), cut(expected->expected),
                                expected->got == "null" ? tr("no value") : cut(expected->got)));
    setTextColor(expectation_, theme_.color(isOutdated_    ? Role::TextDim
                                            : expected->ok ? Role::Success
                                                           : Role::Error));
}

void OutputsView::copyChosen() {
    const OutputValue* output = model_->output(list_->currentIndex().row());
    if (output != nullptr) QGuiApplication::clipboard()->setText(text(output->json));
}

QString OutputsView::outputText(const std::string& name) const {
    const OutputValue* output = model_->output(model_->rowOf(name));
    if (output == nullptr) return {};
    return text(output->ready ? output->json : output->pendingReason);
}

QString OutputsView::noticeText() const {
    return notices_->text();
}

}  // namespace cst
