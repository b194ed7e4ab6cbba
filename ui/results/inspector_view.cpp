#include "ui/results/inspector_view.h"

#include "engine/value/value_part.h"
#include "ui/results/inspector_facts.h"
#include "ui/results/no_value_text.h"
#include "ui/results/part_views.h"
#include "ui/results/value_table_model.h"
#include "ui/results/value_tree_model.h"
#include "ui/results/value_view.h"
#include "ui/shell/node_words.h"
#include "ui/shell/text_color.h"
#include "ui/shell/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace cst {
namespace {

constexpr int kFactsWidth = 320;
constexpr int kPatienceMs = 250;

/// Do both hold the very same value? Then what was opened and scrolled to stays.
bool isSame(const NodeValue& a, const NodeValue& b) {
    return a.node == b.node && a.type == b.type && a.value && b.value && a.value->isObject() &&
           b.value->isObject() && a.value->object() == b.value->object();
}

QString kindText(const GraphNode& node) {
    switch (node.kind) {
    case NodeKind::Input: return InspectorView::tr("input");
    case NodeKind::Literal: return InspectorView::tr("literal");
    case NodeKind::Call: return fromUtf8(node.module.empty() ? node.label : node.module);
    case NodeKind::Output: return InspectorView::tr("output");
    default: return fromUtf8(node.label);
    }
}

}  // namespace

InspectorView::InspectorView(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      tableModel_(new ValueTableModel(this)),
      treeModel_(new ValueTreeModel(this)) {
    setObjectName(QStringLiteral("inspector"));
    setAccessibleName(tr("Inspector"));
    setFocusPolicy(Qt::TabFocus);  // where there is no view that would take it
    facts_ = new InspectorFacts(theme, this);
    facts_->setMinimumWidth(200);
    pages_ = new QStackedWidget(this);
    words_ = new QLabel(pages_);
    words_->setObjectName(QStringLiteral("inspectorWords"));
    words_->setAlignment(Qt::AlignCenter);
    words_->setWordWrap(true);
    words_->setMargin(theme.space(4));
    words_->setTextFormat(Qt::PlainText);
    words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    pages_->addWidget(words_);
    pages_->addWidget(makeViews());
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(facts_);
    splitter->addWidget(pages_);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kFactsWidth, 3 * kFactsWidth});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);

    patience_.setSingleShot(true);
    patience_.setInterval(kPatienceMs);
    connect(&patience_, &QTimer::timeout, this, [this] { showWords(tr("Reading the value …")); });
    connect(&theme, &Theme::changed, this, &InspectorView::applyTheme);
    applyTheme();
    refresh();
}

InspectorView::~InspectorView() = default;

QWidget* InspectorView::makeViews() {
    auto* box = new QWidget(pages_);
    tabs_ = new QTabBar(box);
    tabs_->setObjectName(QStringLiteral("inspectorTabs"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->addTab(tr("Table"));
    tabs_->addTab(tr("Tree"));
    tabs_->addTab(tr("Text"));
    told_ = new QLabel(box);
    told_->setObjectName(QStringLiteral("inspectorTold"));
    copy_ = new QToolButton(box);
    copy_->setObjectName(QStringLiteral("inspectorCopy"));
    copy_->setText(tr("Copy as JSON"));
    copy_->setAutoRaise(true);
    copy_->setToolTip(tr("All of it; Ctrl+C copies what is chosen below"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, theme_.space(2), 0);
    bar->addWidget(tabs_);
    bar->addStretch(1);
    bar->addWidget(told_);
    bar->addWidget(copy_);

    views_ = new QStackedWidget(box);
    table_ = new PartTable(theme_, views_);
    table_->setObjectName(QStringLiteral("inspectorTable"));
    table_->setAccessibleName(tr("Value as a table"));
    table_->setModel(tableModel_);
    tree_ = new PartTree(theme_, views_);
    tree_->setObjectName(QStringLiteral("inspectorTree"));
    tree_->setAccessibleName(tr("Value as a tree"));
    tree_->setModel(treeModel_);
    text_ = new ValueView(views_);
    text_->setObjectName(QStringLiteral("inspectorText"));
    text_->setAccessibleName(tr("Value as text"));
    text_->setFrameShape(QFrame::NoFrame);
    views_->addWidget(table_);
    views_->addWidget(tree_);
    views_->addWidget(text_);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(views_, 1);

    connect(tabs_, &QTabBar::tabBarClicked, this, [this](int tab) {
        if (tab >= 0 && tabs_->isTabEnabled(tab)) chosenTab_ = static_cast<Tab>(tab);
    });
    connect(tabs_, &QTabBar::currentChanged, this, &InspectorView::showTab);
    connect(copy_, &QToolButton::clicked, this, [this] {
        if (value_ && value_->value) emit copyWanted(value_, value_->type, *value_->value);
    });
    const auto copyPart = [this](const std::optional<ValuePart>& part) {
        if (part) emit copyWanted(value_, part->type(), part->value());
    };
    connect(table_, &PartTable::copyRequested, this,
            [this, copyPart](const QModelIndex& index) { copyPart(tableModel_->part(index)); });
    connect(tree_, &PartTree::copyRequested, this,
            [this, copyPart](const QModelIndex& index) { copyPart(treeModel_->part(index)); });
    return box;
}

void InspectorView::applyTheme() {
    setTextColor(words_, theme_.color(Role::TextDim));
    setTextColor(told_, theme_.color(Role::TextDim));
    table_->setFont(theme_.codeFont());
    tree_->setFont(theme_.codeFont());
    text_->setFont(theme_.codeFont());
}

void InspectorView::clear() {
    snapshot_.reset();
    run_.reset();
    node_.reset();
    way_.reset();
    asked_.reset();
    takeValue(nullptr);
    refresh();
}

void InspectorView::showNode(NodeIdentity node, std::optional<Way> way) {
    if (node_ == node && way_ == way) return;
    if (node_ != node) {
        asked_.reset();
        takeValue(nullptr);
    }
    node_ = node;
    way_ = way;
    refresh();
}

void InspectorView::showSnapshot(SnapshotPtr snapshot) {
    snapshot_ = std::move(snapshot);
    refresh();
}

void InspectorView::showRun(RunSnapshotPtr run) {
    run_ = run && run->compiled ? std::move(run) : nullptr;
    refresh();
}

void InspectorView::showInputsChanged(bool changed) {
    if (inputsChanged_ == changed) return;
    inputsChanged_ = changed;
    refresh();
}

void InspectorView::showEvent(QShowEvent*) {
    refresh();
}

std::optional<uint32_t> InspectorView::indexIn(const SnapshotPtr& snapshot) const {
    if (!snapshot || !node_) return std::nullopt;
    for (uint32_t i = 0; i < snapshot->shown.size(); ++i) {
        if (snapshot->shown[i].identity == *node_) return i;
    }
    return std::nullopt;
}

const NodeRun* InspectorView::ran() const {
    const auto index = run_ ? indexIn(run_->compiled) : std::nullopt;
    return index && *index < run_->nodes.size() ? &run_->nodes[*index] : nullptr;
}

/// Asks for the value if the run has one that is not shown, once for each state of it.
void InspectorView::ask() {
    const NodeRun* ran = this->ran();
    const bool isThere = ran != nullptr && isDone(ran->status);
    const Asking asking{run_ ? run_->run : 0, run_ && run_->finished(), isThere};
    if (!isThere || asked_ == asking) return;
    const bool isShown = value_ && value_->value && value_->run == run_->run;
    if (isShown && !run_->finished()) return;
    if (isShown && asked_ && std::get<0>(*asked_) == run_->run) {
        asked_ = asking;  // what has a value keeps it
        return;
    }
    asked_ = asking;
    isAnswered_ = false;
    if (!value_) patience_.start();
    emit valueWanted(*node_);
}

void InspectorView::showValue(const NodeValuePtr& value) {
    if (node_ != value->node || !run_ || value->run != run_->run) return;  // overtaken
    patience_.stop();
    isAnswered_ = true;
    const bool isGhost = [&] {
        const auto now = indexIn(snapshot_);
        return now && snapshot_->shown[*now].ghost;
    }();
    // A declaration that broke keeps what it last came to.
    if (value->value || !value_ || !isGhost) takeValue(value->value ? value : nullptr);
    refresh();
}

void InspectorView::takeValue(const NodeValuePtr& value) {
    const bool isSame = value && value_ && cst::isSame(*value, *value_);
    value_ = value;
    if (isSame) return;  // the models hold an equal one
    written_.reset();
    told_->clear();
    const bool fitsTable = whole() && ValueTableModel::fits(*whole()) && whole()->size() > 0;
    tableModel_->showValue(fitsTable ? value : nullptr);
    QString name;
    if (const auto index = value ? indexIn(value->compiled) : std::nullopt) {
        name = nodeTitle(value->compiled->graph->nodes.rows()[*index]);
    }
    treeModel_->showValue(value, name);
    tree_->expand(treeModel_->index(0, 0));
    if (fitsTable) table_->fitColumns();
    tabs_->setTabEnabled(TableTab, fitsTable);
    text_->showText({});
    if (!value) return;
    const bool hasParts = whole()->size() > 0;
    Tab tab = fitsTable ? TableTab : hasParts ? TreeTab : TextTab;
    if (chosenTab_ && tabs_->isTabEnabled(*chosenTab_)) tab = *chosenTab_;
    tabs_->setCurrentIndex(tab);
    showTab(tab);
}

QString InspectorView::title(const Snapshot& snapshot, uint32_t index) const {
    for (const GraphEdge& edge : snapshot.graph->edges) {
        if (way_ && edge.from.index == index && edge.port == way_->port &&
            snapshot.shown[edge.to.index].identity == way_->to) {
            return edgeTitle(*snapshot.graph, edge);
        }
    }
    return nodeTitle(snapshot.graph->nodes.rows()[index]);
}

std::optional<ValuePart> InspectorView::whole() const {
    if (!value_ || !value_->value) return std::nullopt;
    return ValuePart(*value_->compiled->types, value_->type, *value_->value);
}

void InspectorView::showTab(int tab) {
    views_->setCurrentIndex(tab);
    if (focusProxy() != nullptr) setFocusProxy(views_->currentWidget());
    wantText();
}

void InspectorView::wantText() {
    if (!value_ || written_ == value_ || tabs_->currentIndex() != TextTab) return;
    written_ = value_;
    emit textWanted(value_);
}

void InspectorView::showText(const NodeValuePtr& of, const QString& text, bool isCut) {
    if (of != written_) return;
    const QString more = isCut ? tr("\n… cut here: %1 in all. Copy as JSON takes more of it.")
                                     .arg(bytesText(static_cast<int64_t>(of->bytes)))
                               : QString();
    text_->showText(text + more);
}

void InspectorView::tell(const QString& words) {
    told_->setText(words);
}

void InspectorView::showWords(const QString& words) {
    words_->setText(words);
    pages_->setCurrentIndex(0);
    setFocusProxy(nullptr);
}

/// What is to be said about the value beside itself: that it is not one of now.
QString InspectorView::note() const {
    const auto now = indexIn(snapshot_);
    if (!now) return tr("It is no longer in the text.");
    if (snapshot_->shown[*now].ghost) {
        return tr("Its declaration does not compile now: this is what it last came to.");
    }
    const auto before = run_ ? indexIn(run_->compiled) : std::nullopt;
    if (!before) return QString();
    if (run_->compiled->graph->nodes.rows()[*before].structure !=
        snapshot_->graph->nodes.rows()[*now].structure) {
        return tr("The text has changed since this run: run again.");
    }
    return inputsChanged_ ? tr("The inputs have changed since this run.") : QString();
}

QString InspectorView::shape() const {
    if (!node_) return QString();
    QStringList parts;
    const NodeRun* ran = this->ran();
    if (const auto part = whole()) {
        const bool hasRows = ValueTableModel::fits(*part);
        parts << shapeText(*value_->compiled->types, part->innerType(),
                           hasRows ? int64_t{part->size()} : -1)
              << bytesText(static_cast<int64_t>(value_->bytes));
    } else if (ran != nullptr && ran->bytes >= 0) {
        parts << bytesText(ran->bytes);
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

void InspectorView::refresh() {
    const auto now = indexIn(snapshot_);
    const auto before = run_ ? indexIn(run_->compiled) : std::nullopt;
    facts_->setVisible(node_ && (now || before));
    if (!facts_->isVisibleTo(this)) {
        showWords(tr("Choose a node or an edge in the graph, or put the cursor on a statement:\n"
                     "its value is shown here."));
        return;
    }
    const Snapshot& shown = now ? *snapshot_ : *run_->compiled;
    const GraphNode& node = shown.graph->nodes.rows()[now ? *now : *before];
    InspectorFacts::Facts facts;
    facts.name = title(shown, now ? *now : *before);
    facts.type = fromUtf8(shown.types->text(node.type));
    facts.place = tr("%1 · line %2").arg(kindText(node)).arg(node.line);
    facts.shape = shape();
    if (value_) facts.spread = value_->spread;
    facts.run = run_.get();
    facts.ran = before;
    facts.note = run_ ? note() : QString();
    facts_->show(facts);
    if (!isVisible()) return;  // nobody looks: nothing is asked for
    const NodeRun* ran = this->ran();
    if (!run_) {
        showWords(tr("Nothing has run yet. Press Run (Ctrl+Return) to see a value here."));
    } else if (ran == nullptr && !value_) {
        showWords(tr("The node is newer than the last run. Run again (Ctrl+Return)."));
    } else {
        ask();
        const bool isOld = value_ && value_->run != run_->run;
        const bool failed = ran != nullptr && run_->finished() && !isDone(ran->status) &&
                            !(now && snapshot_->shown[*now].ghost);
        if (value_ && !(isOld && failed)) {
            pages_->setCurrentIndex(1);
            setFocusProxy(views_->currentWidget());
        } else if (ran != nullptr && (isAnswered_ || !isDone(ran->status))) {
            patience_.stop();
            showWords(noValueText(*run_, *before));
        } else if (!patience_.isActive()) {
            showWords(tr("Reading the value …"));
        } else {
            showWords({});
        }
    }
}

}  // namespace cst
