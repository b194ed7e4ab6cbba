#include "ui/profiler/history_view.h"

#include "ui/profiler/history_tree.h"
#include "ui/profiler/history_words.h"
#include "ui/profiler/link_note.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace cst {

HistoryView::HistoryView(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      model_(new HistoryModel(theme, this)),
      tree_(new HistoryTree(theme, this)),
      damaged_(new LinkNote("historyDamaged", theme, this)),
      count_(new QLabel(this)) {
    setObjectName(QStringLiteral("history"));
    setAccessibleName(tr("History"));
    build();
    connectParts();
    refresh();
}

QToolButton* HistoryView::addButton(const char* name, const QString& text, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    return button;
}

void HistoryView::build() {
    count_->setObjectName(QStringLiteral("historyCount"));
    live_ = addButton("historyLive", tr("Live Runs"),
                      tr("Also list runs that followed a key press (L)"));
    live_->setCheckable(true);
    open_ = addButton("historyOpen", tr("Open"),
                      tr("Show this run in the profile and the timeline (Return)"));
    text_ = addButton("historyText", tr("Show Its Text"),
                      tr("Show the text that ran beside the text as it is now (T)"));
    compare_ = addButton("historyCompare", tr("Compare"), QString());
    baseline_ = addButton("historyBaseline", tr("Keep as Baseline"),
                          tr("Keep it with the project, to compare with it later (B)"));
    delete_ = addButton("historyDelete", tr("Delete"), tr("Delete what is selected (Delete)"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(1));
    head->setSpacing(theme_.space(1));
    head->addWidget(count_, 1);
    for (QToolButton* button : {live_, open_, text_, compare_, baseline_, delete_}) {
        head->addWidget(button);
    }
    tree_->setObjectName(QStringLiteral("historyTree"));
    tree_->setAccessibleName(tr("Runs"));
    tree_->setModel(model_);
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setUniformRowHeights(true);
    tree_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    tree_->setExpandsOnDoubleClick(false);
    tree_->header()->setStretchLastSection(true);
    tree_->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(damaged_);
    column->addWidget(tree_, 1);
    setFocusProxy(tree_);
}

void HistoryView::connectParts() {
    connect(live_, &QToolButton::toggled, this, &HistoryView::refresh);
    connect(open_, &QToolButton::clicked, this, &HistoryView::open);
    connect(text_, &QToolButton::clicked, this, [this] { emit textAsked(picks().front()); });
    connect(compare_, &QToolButton::clicked, this, &HistoryView::compare);
    connect(baseline_, &QToolButton::clicked, this,
            [this] { emit baselineAsked(picks().front()); });
    connect(delete_, &QToolButton::clicked, this, &HistoryView::remove);
    connect(tree_, &QTreeView::doubleClicked, this, &HistoryView::open);
    connect(tree_, &QTreeView::customContextMenuRequested, this, &HistoryView::showMenu);
    connect(tree_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryView::updateButtons);
    connect(damaged_, &LinkNote::linkUsed, this, &HistoryView::logAsked);
    connect(tree_, &HistoryTree::resized, this, &HistoryView::fitColumns);
}

void HistoryView::showLines(const std::vector<HistoryLine>& lines, const std::string& version) {
    lines_ = lines;
    version_ = version;
    refresh();
}

/// The first by name, all in the tip.
void HistoryView::showDamaged(const std::vector<Damaged>& damaged) {
    constexpr std::size_t kNamed = 2, kTold = 20;
    QStringList names, reasons;
    for (std::size_t i = 0; i < std::min(damaged.size(), kTold); ++i) {
        if (i < kNamed) names << damaged[i].file;
        reasons << QStringLiteral("%1: %2").arg(damaged[i].file, damaged[i].why);
    }
    QStringList text;
    if (damaged.size() == 1) {
        text << tr("1 kept run could not be read and is left out: %1").arg(names.front());
    } else if (!damaged.empty()) {
        QString line = tr("%1 kept runs could not be read and are left out: %2")
                           .arg(countText(damaged.size()), names.join(QStringLiteral(", ")));
        if (damaged.size() > kNamed) line += tr(" and %1 more").arg(damaged.size() - kNamed);
        text << line;
    }
    damaged_->tell(text, tr("Show log"), reasons.join(QChar('\n')));
}

/// The rows change; who is chosen stays so, and a version is as unfolded as it was. A new one is.
void HistoryView::refresh() {
    std::set<std::string> folded;
    for (int row = 0; row < model_->rowCount(); ++row) {
        const QModelIndex version = model_->index(row, 0);
        if (!tree_->isExpanded(version)) folded.insert(model_->pickOf(version).version);
    }
    const std::vector<HistoryPick> chosen = picks();
    const HistoryPick current = model_->pickOf(tree_->currentIndex());

    const auto isLive = [](const HistoryLine& line) { return line.kind == KeptRun::Kind::Live; };
    model_->showLines(lines_, version_, live_->isChecked());

    for (int row = 0; row < model_->rowCount(); ++row) {
        const QModelIndex version = model_->index(row, 0);
        tree_->setExpanded(version, folded.count(model_->pickOf(version).version) == 0);
    }
    QItemSelectionModel& selection = *tree_->selectionModel();
    if (const QModelIndex index = model_->indexOf(current); index.isValid()) {
        selection.setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    }
    for (const HistoryPick& pick : chosen) {
        if (const QModelIndex index = model_->indexOf(pick); index.isValid()) {
            selection.select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
    }
    const auto lives = static_cast<uint64_t>(std::count_if(lines_.begin(), lines_.end(), isLive));
    live_->setText(lives == 0 ? tr("Live Runs") : tr("Live Runs (%1)").arg(countText(lives)));
    const int versions = model_->rowCount();
    const QString runs = runsText(lines_.size() - (live_->isChecked() ? 0 : lives));
    count_->setText(versions == 0   ? QString()
                    : versions == 1 ? tr("%1 of one text").arg(runs)
                                    : tr("%1 of %2 texts").arg(runs).arg(versions));
    tree_->header()->setVisible(versions > 0);
    updateButtons();
    showHint();
}

std::vector<HistoryPick> HistoryView::picks() const {
    QModelIndexList rows = tree_->selectionModel()->selectedRows();
    const auto place = [](const QModelIndex& index) {
        return index.parent().isValid() ? std::pair(index.parent().row(), index.row())
                                        : std::pair(index.row(), -1);
    };
    std::sort(rows.begin(), rows.end(),
              [&](const QModelIndex& a, const QModelIndex& b) { return place(a) < place(b); });
    std::vector<HistoryPick> picks;
    for (const QModelIndex& row : rows) picks.push_back(model_->pickOf(row));
    return picks;
}

void HistoryView::updateButtons() {
    const std::size_t count = picks().size();
    open_->setEnabled(count == 1);
    text_->setEnabled(count == 1);
    baseline_->setEnabled(count == 1);
    delete_->setEnabled(count > 0);
    compare_->setEnabled(count == 1 || count == 2);
    compare_->setText(count == 2 ? tr("Compare Both") : tr("Compare With Newest"));
    compare_->setToolTip(count == 2
                             ? tr("Tell what became slower and faster from the older one to the "
                                  "newer one (C)")
                             : tr("Tell what became slower and faster since then; select two to "
                                  "compare them with each other (C)"));
}

void HistoryView::open() {
    const std::vector<HistoryPick> chosen = picks();
    if (chosen.size() == 1) emit openAsked(chosen.front());
}

void HistoryView::compare() {
    const std::vector<HistoryPick> chosen = picks();
    if (chosen.size() == 2) {
        emit compareAsked(chosen[1], chosen[0]);  // the older one stands below
    } else if (chosen.size() == 1) {
        emit compareAsked(chosen.front(), {});
    }
}

void HistoryView::remove() {
    const std::vector<HistoryPick> chosen = picks();
    if (!chosen.empty()) emit deleteAsked(chosen);
}

/// The buttons once more: they are what there is, by their names.
void HistoryView::showMenu(QPoint at) {
    if (!tree_->indexAt(at).isValid()) return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("historyMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QToolButton* button : {open_, text_, compare_, baseline_, delete_}) {
        QAction* action = menu->addAction(button->text(), button, [button] { button->click(); });
        action->setEnabled(button->isEnabled());
    }
    menu->popup(tree_->viewport()->mapToGlobal(at));
}

void HistoryView::fitColumns() {
    const QFontMetrics metrics(font());
    const int around = 2 * theme_.space(2);
    int used = 0;
    const auto fit = [&](int column, const QString& widest) {
        const QString title =
            model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const int width =
            std::max(metrics.horizontalAdvance(widest), metrics.horizontalAdvance(title)) + around;
        tree_->setColumnWidth(column, width);
        used += width;
    };
    fit(HistoryModel::Inputs, QString(20, QChar('n')));
    fit(HistoryModel::Took, QStringLiteral("0.00 min"));
    fit(HistoryModel::Outcome, HistoryModel::tr("median of %1 runs, %2 live").arg(99).arg(99));
    fit(HistoryModel::Cached, QStringLiteral("1,000 of 1,000"));
    tree_->setColumnWidth(HistoryModel::When,
                          std::max(tree_->viewport()->width() - used, theme_.space(70)));
}

void HistoryView::showHint() {
    const bool hidesAll = !lines_.empty();
    tree_->setHint(hidesAll ? tr("Only live runs so far") : tr("No run yet"),
                   hidesAll ? tr("Live Runs lists them. Runs that you start with Ctrl+Return are "
                                 "listed here, and kept with the file.")
                            : tr("Run the pipeline with Ctrl+Return: each run is listed here, with "
                                 "the text that ran, and kept with the file."));
}

bool HistoryView::takeKey(int key) {
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter: open_->click(); return true;
    case Qt::Key_T: text_->click(); return true;
    case Qt::Key_C: compare_->click(); return true;
    case Qt::Key_B: baseline_->click(); return true;
    case Qt::Key_L: live_->click(); return true;
    case Qt::Key_Delete: delete_->click(); return true;
    default: return false;
    }
}

bool HistoryView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) {
        return QWidget::eventFilter(watched, event);
    }
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() & ~Qt::KeypadModifier) return false;
    if (event->type() == QEvent::ShortcutOverride && key->key() == Qt::Key_Delete) {
        event->accept();  // it would delete the node that is chosen in the graph
        return true;
    }
    return event->type() == QEvent::KeyPress && takeKey(key->key());
}

}  // namespace cst
