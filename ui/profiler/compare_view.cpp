#include "ui/profiler/compare_view.h"

#include "ui/profiler/compare_delegate.h"
#include "ui/profiler/measure_both.h"
#include "ui/profiler/node_table.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <tuple>

namespace cst {

namespace {

/// Who has none is told apart by where it is.
std::string idOf(const KeptRunPtr& run) {
    return run->id.empty() ? "at:" + std::to_string(std::hash<KeptRunPtr>()(run)) : run->id;
}

}  // namespace

CompareView::CompareView(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      model_(new CompareModel(this)),
      before_(new QComboBox(this)),
      after_(new QComboBox(this)),
      swap_(new QToolButton(this)),
      measure_(new MeasureBoth(theme, this)),
      sentence_(new QLabel(this)),
      notes_(new QLabel(this)),
      filter_(new QLineEdit(this)),
      onlyChanged_(new QToolButton(this)),
      colours_(new QToolButton(this)),
      outputsButton_(new QToolButton(this)),
      table_(new NodeTable(theme, *model_, new CompareDelegate(theme, *model_, this), this)),
      outputs_(new QTreeWidget(this)),
      pages_(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("compare"));
    setAccessibleName(tr("Compare"));
    buildChoosers();
    buildTools();
    build();
    connectParts();
    showReport(nullptr);
}

void CompareView::buildChoosers() {
    const auto name = [&](QComboBox* box, const char* object, const QString& words) {
        box->setObjectName(QLatin1String(object));
        box->setAccessibleName(words);
        box->setToolTip(words);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(18);
        box->setPlaceholderText(tr("choose…"));
    };
    name(before_, "compareBefore", tr("Before: what it is compared with"));
    name(after_, "compareAfter", tr("After: what is looked at"));
    swap_->setObjectName(QStringLiteral("compareSwap"));
    swap_->setText(QStringLiteral("⇄"));
    swap_->setToolTip(tr("Swap before and after"));
    swap_->setAccessibleName(tr("Swap before and after"));
}

void CompareView::buildTools() {
    filter_->setObjectName(QStringLiteral("compareFilter"));
    filter_->setPlaceholderText(tr("Filter nodes"));
    filter_->setAccessibleName(tr("Filter nodes"));
    filter_->setToolTip(tr("Words of a name, a module, or: slower, faster, new, gone (Ctrl+F in "
                           "the table). Enter: to the table, Esc: show all"));
    filter_->setClearButtonEnabled(true);
    filter_->setFixedWidth(theme_.space(36));
    filter_->installEventFilter(this);
    const auto toggle = [&](QToolButton* button, const char* object, const QString& text,
                            const QString& tip) {
        button->setObjectName(QLatin1String(object));
        button->setText(text);
        button->setToolTip(tip);
        button->setCheckable(true);
    };
    toggle(onlyChanged_, "compareOnlyChanged", tr("Only changed"),
           tr("Leave out what is the same within the noise"));
    toggle(colours_, "compareColours", tr("Graph colours"),
           tr("Colour the graph by change while this is open (Ctrl+Shift+D)"));
    toggle(outputsButton_, "compareOutputsButton", tr("Outputs"),
           tr("Show the outputs that differ instead of the nodes"));
    colours_->setChecked(true);
    table_->setObjectName(QStringLiteral("compareTable"));
    table_->setAccessibleName(tr("What changed"));
    outputs_->setObjectName(QStringLiteral("compareOutputs"));
    outputs_->setAccessibleName(tr("Outputs that differ"));
    outputs_->setHeaderLabels({tr("Output"), tr("Before"), tr("After")});
    outputs_->setRootIsDecorated(false);
    outputs_->setFrameShape(QFrame::NoFrame);
    outputs_->setWordWrap(true);
    outputs_->viewport()->setBackgroundRole(QPalette::Window);
    outputs_->header()->setSectionResizeMode(QHeaderView::Stretch);
    outputs_->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
}

void CompareView::build() {
    auto* choosers = new QHBoxLayout;
    choosers->setSpacing(theme_.space(2));
    auto* from = new QLabel(tr("Before"), this);
    auto* to = new QLabel(tr("After"), this);
    choosers->addWidget(from);
    choosers->addWidget(before_, 1);
    choosers->addWidget(swap_);
    choosers->addWidget(to);
    choosers->addWidget(after_, 1);
    choosers->addWidget(measure_->button());
    for (QWidget* tool :
         std::initializer_list<QWidget*>{filter_, onlyChanged_, colours_, outputsButton_}) {
        choosers->addWidget(tool);
    }
    sentence_->setObjectName(QStringLiteral("compareSentence"));
    notes_->setObjectName(QStringLiteral("compareNotes"));
    notes_->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel* label : {sentence_, notes_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* top = new QVBoxLayout;
    top->setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(1));
    top->setSpacing(theme_.space(1));
    top->addLayout(choosers);
    top->addWidget(measure_->line());
    top->addWidget(sentence_);
    top->addWidget(notes_);
    pages_->addWidget(table_);
    pages_->addWidget(outputs_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(pages_, 1);
    setFocusProxy(table_);
}

void CompareView::connectParts() {
    for (QComboBox* box : {before_, after_}) {
        connect(box, &QComboBox::activated, this, &CompareView::chosen);
    }
    connect(swap_, &QToolButton::clicked, this, [this] {
        const int before = before_->currentIndex();
        before_->setCurrentIndex(after_->currentIndex());
        after_->setCurrentIndex(before);
        chosen();
    });
    connect(filter_, &QLineEdit::textChanged, this, [this](const QString& words) {
        model_->filter(words);
        showHint();
    });
    connect(onlyChanged_, &QToolButton::toggled, model_, &CompareModel::showOnlyChanged);
    connect(colours_, &QToolButton::toggled, this, &CompareView::colouringChanged);
    connect(outputsButton_, &QToolButton::toggled, this, [this](bool isOn) {
        pages_->setCurrentWidget(isOn ? static_cast<QWidget*>(outputs_) : table_);
        setFocusProxy(isOn ? static_cast<QWidget*>(outputs_) : table_);
        setFocus();
    });
    connect(table_, &NodeTable::nodeActivated, this, &CompareView::nodeActivated);
    connect(table_, &NodeTable::filterWanted, this, [this](const QString& typed) {
        filter_->setFocus();
        filter_->selectAll();
        if (!typed.isEmpty()) filter_->insert(typed);
    });
}

bool CompareView::isColouring() const {
    return colours_->isChecked();
}

void CompareView::setColouring(bool isOn) {
    colours_->setChecked(isOn);
}

void CompareView::clear() {
    choices_.clear();
    added_.clear();
    otherwise_ = nullptr;
    beforeId_.clear();
    afterId_.clear();
    comparedBefore_ = comparedAfter_ = nullptr;
    ++asked_;
    measure_->clear();
    fillChoosers();
    showReport(nullptr);
}

void CompareView::setChoices(std::vector<KeptRunPtr> choices, const KeptRunPtr& before) {
    choices_ = std::move(choices);
    otherwise_ = before;
    leaveMeasured();
    for (const KeptRunPtr& one : added_) {
        if (indexOf(idOf(one), -1) < 0) choices_.push_back(one);
    }
    fillChoosers();
    start();
}

void CompareView::compare(const KeptRunPtr& before, const KeptRunPtr& after) {
    for (const KeptRunPtr& one : {before, after}) {
        if (indexOf(idOf(one), -1) < 0) {
            added_.push_back(one);
            choices_.push_back(one);
        }
    }
    beforeId_ = idOf(before);
    afterId_ = idOf(after);
    fillChoosers();
    start();
}

void CompareView::showMeasured(const KeptRunPtr& before, const KeptRunPtr& after) {
    const auto isOld = [](const KeptRunPtr& one) { return one->turns != 0; };
    const bool isAnother = !comparedAfter_ || !isOld(comparedAfter_);
    if (isAnother) unmeasured_ = {beforeId_, afterId_};
    std::erase_if(added_, isOld);
    std::erase_if(choices_, isOld);
    compare(before, after);
}

/// What was measured is no news once somebody has had a third text run.
void CompareView::leaveMeasured() {
    if (!comparedBefore_ || !comparedAfter_ || choices_.empty()) return;
    const KeptRun& newest = *choices_.front();
    const auto isOf = [&](const KeptRunPtr& one) {
        return one->turns == 0 || one->profile->sourceHash == newest.profile->sourceHash;
    };
    const bool isAsked = newest.record && !newest.record->run->isLive;
    if (!isAsked || isOf(comparedBefore_) || isOf(comparedAfter_)) return;
    std::tie(beforeId_, afterId_) = unmeasured_;
}

KeptRunPtr CompareView::chosenIn(const QComboBox& box) const {
    return box.currentIndex() < 0 ? nullptr : choices_[std::size_t(box.currentIndex())];
}

int CompareView::indexOf(const std::string& id, int otherwise) const {
    const auto found = std::find_if(choices_.begin(), choices_.end(),
                                    [&](const KeptRunPtr& one) { return idOf(one) == id; });
    return found == choices_.end() ? otherwise : static_cast<int>(found - choices_.begin());
}

/// Somebody has chosen in one of the two.
void CompareView::chosen() {
    const KeptRunPtr before = chosenIn(*before_), after = chosenIn(*after_);
    beforeId_ = before ? idOf(before) : std::string();
    afterId_ = after ? idOf(after) : std::string();
    start();
}

void CompareView::fillChoosers() {
    const auto fill = [&](QComboBox* box, int current) {
        const QSignalBlocker silent(box);
        box->clear();
        for (const KeptRunPtr& one : choices_) box->addItem(keptRunText(*one));
        box->setCurrentIndex(current);
        box->setEnabled(!choices_.empty());
    };
    fill(after_, indexOf(afterId_, choices_.empty() ? -1 : 0));
    fill(before_, indexOf(beforeId_, otherwise_ ? indexOf(idOf(otherwise_), -1) : -1));
    swap_->setEnabled(choices_.size() > 1);
}

/// Compares what the choosers say, unless that is what is shown.
void CompareView::start() {
    const KeptRunPtr before = chosenIn(*before_), after = chosenIn(*after_);
    measure_->showPair(before, after);
    if (before == comparedBefore_ && after == comparedAfter_) return;
    comparedBefore_ = before;
    comparedAfter_ = after;
    const uint64_t asked = ++asked_;
    if (!before || !after) {
        showReport(nullptr);
        return;
    }
    work_.start([this, asked, before, after]() -> BackgroundWork::Answer {
        const CompareReportPtr report = compareReport(before, after);
        return [this, asked, report] {
            if (asked == asked_) showReport(report);  // else another one is on its way
        };
    });
}

void CompareView::showReport(const CompareReportPtr& report) {
    model_->showReport(report);
    const QString outputs = report ? outputsSentence(*report) : QString();
    sentence_->setText(report ? compareSentence(*report) + QChar(' ') + outputs : QString());
    const QStringList notes = report ? compareNotes(*report) : QStringList();
    notes_->setText(notes.join(QChar(' ')));
    sentence_->setVisible(report != nullptr);
    notes_->setVisible(!notes.isEmpty());
    for (QWidget* tool : std::initializer_list<QWidget*>{filter_, onlyChanged_, colours_}) {
        tool->setVisible(report != nullptr);
    }
    showOutputs(report);
    showHint();
    emit comparisonShown();
}

void CompareView::showOutputs(const CompareReportPtr& report) {
    const bool differs = report && report->outputs == CompareReport::Outputs::Differ;
    if (!differs) outputsButton_->setChecked(false);
    outputsButton_->setVisible(differs);
    outputs_->clear();
    if (!differs) return;
    outputsButton_->setText(tr("Outputs %1").arg(report->differs.size()));
    for (const OutputDifference& one : report->differs) {
        const auto value = [](const QString& text) { return text.isNull() ? tr("none") : text; };
        auto* item = new QTreeWidgetItem(outputs_,
                                         {fromUtf8(one.name), value(one.before), value(one.after)});
        item->setTextAlignment(0, Qt::AlignTop | Qt::AlignLeft);
        item->setFont(1, theme_.codeFont());
        item->setFont(2, theme_.codeFont());
    }
}

/// Why there are no rows, and what to do about it.
void CompareView::showHint() {
    table_->header()->setVisible(model_->rowCount() > 0);
    if (choices_.empty()) {
        table_->setHint(tr("Nothing to compare yet"),
                        tr("Run the pipeline (Ctrl+Return), change it, and run it again: what got "
                           "slower and what got faster is listed here."));
    } else if (!comparedBefore_) {
        table_->setHint(tr("Choose what to compare it with"),
                        tr("Or change the text and run that: its versions are compared with each "
                           "other by themselves."));
    } else {
        table_->setHint(tr("Comparing…"), QString());
    }
}

void CompareView::setSelectedNode(const QString& key) {
    table_->setNode(key);
}

bool CompareView::eventFilter(QObject* watched, QEvent* event) {
    if (watched != filter_) return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::ShortcutOverride && key->key() == Qt::Key_Escape) {
        event->accept();  // Escape would stop the run
        return true;
    }
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    switch (key->key()) {
    case Qt::Key_Escape: filter_->clear(); [[fallthrough]];
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down: table_->setFocus(Qt::TabFocusReason); return true;
    default: return QWidget::eventFilter(watched, event);
    }
}

}  // namespace cst
