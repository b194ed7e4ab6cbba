#include "ui/profiler/profile_view.h"

#include "ui/profiler/link_note.h"
#include "ui/profiler/node_table.h"
#include "ui/profiler/past_run_note.h"
#include "ui/profiler/profile_delegate.h"
#include "ui/profiler/profile_findings.h"
#include "ui/profiler/profile_flame.h"
#include "ui/profiler/profile_tree.h"
#include "ui/profiler/profile_tree_model.h"
#include "ui/shell/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace cst {

ProfileView::ProfileView(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      model_(new ProfileModel(this)),
      note_(new PastRunNote(theme, this)),
      lost_(new LinkNote("profileLost", theme, this)),
      facts_(new QLabel(this)),
      filter_(new QLineEdit(this)),
      findings_(new ProfileFindings(theme, this)),
      table_(new NodeTable(theme, *model_, new ProfileDelegate(theme, *model_, this), this)),
      flame_(new ProfileFlame(theme)),
      flameArea_(new QScrollArea(this)),
      treeModel_(new ProfileTreeModel(this)),
      tree_(new ProfileTree(theme, *treeModel_, this)),
      measure_(new QComboBox(this)) {
    setObjectName(QStringLiteral("profile"));
    setAccessibleName(tr("Profile"));
    buildFlame();
    buildLooks();
    buildMeasure();
    build();
    connectParts();
    showReport(nullptr);
}

void ProfileView::build() {
    facts_->setObjectName(QStringLiteral("profileFacts"));
    facts_->setTextFormat(Qt::PlainText);
    facts_->setWordWrap(true);
    table_->setObjectName(QStringLiteral("profileTable"));
    table_->setAccessibleName(tr("Profile"));
    filter_->setObjectName(QStringLiteral("profileFilter"));
    filter_->setPlaceholderText(tr("Filter nodes"));
    filter_->setAccessibleName(tr("Filter nodes"));
    filter_->setToolTip(
        tr("Words of a name, module or group, or: critical, failed, cached, fused (Ctrl+F or "
           "letters in the table). Enter: to the table, Esc: show all"));
    filter_->setClearButtonEnabled(true);
    filter_->setFixedWidth(theme_.space(42));
    filter_->installEventFilter(this);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(1));
    top->setSpacing(theme_.space(1));
    top->addLayout(buildHead());
    top->addWidget(findings_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(note_);
    column->addWidget(lost_);
    column->addLayout(top);
    column->addWidget(table_, 1);
    column->addWidget(flameArea_, 1);
    column->addWidget(tree_, 1);
    setFocusProxy(table_);
}

QHBoxLayout* ProfileView::buildHead() {
    auto* head = new QHBoxLayout;
    head->setSpacing(theme_.space(3));
    head->addWidget(facts_, 1);
    head->addWidget(filter_, 0, Qt::AlignTop);
    head->addWidget(measure_, 0, Qt::AlignTop);
    auto* looks = new QHBoxLayout;
    looks->setSpacing(0);
    for (QToolButton* button : buttons_) looks->addWidget(button, 0, Qt::AlignTop);
    head->addLayout(looks);
    QWidget* before = filter_;
    for (QWidget* next : std::initializer_list<QWidget*>{measure_, buttons_[0], buttons_[1],
                                                         buttons_[2], table_, flame_, tree_}) {
        setTabOrder(before, next);
        before = next;
    }
    return head;
}

void ProfileView::buildFlame() {
    flameArea_->setWidget(flame_);
    flameArea_->setWidgetResizable(true);
    flameArea_->setFrameShape(QFrame::NoFrame);
    flameArea_->setFocusPolicy(Qt::NoFocus);
    flameArea_->hide();
    connect(flame_, &ProfileFlame::nodeActivated, this, &ProfileView::nodeActivated);
}

void ProfileView::buildMeasure() {
    measure_->setObjectName(QStringLiteral("profileMeasure"));
    measure_->setAccessibleName(tr("Measure of the flame graph and of the tree"));
    measure_->addItems({tr("Wall"), tr("CPU"), tr("Wait")});  // as FlameMeasure has them
    connect(measure_, &QComboBox::currentIndexChanged, this, [this](int index) {
        flame_->setMeasure(static_cast<FlameMeasure>(index));
        treeModel_->setMeasure(static_cast<FlameMeasure>(index));
        showHint();
    });
}

void ProfileView::buildLooks() {
    struct {
        const char* name;
        QString text, tip;
    } const looks[] = {
        {"profileTableButton", tr("Table"), tr("Show the nodes as a table (Ctrl+F9)")},
        {"profileFlameButton", tr("Flame"),
         tr("Show the nodes as a flame graph, by group and nesting (F9)")},
        {"profileTreeButton", tr("Tree"),
         tr("Show the nodes as a tree, by group and nesting (Shift+F9)")}};  // as Look has them
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        auto* button = buttons_[i] = new QToolButton(this);
        button->setObjectName(QLatin1String(looks[i].name));
        button->setText(looks[i].text);
        button->setToolTip(looks[i].tip);
        button->setCheckable(true);
        button->setAutoExclusive(true);
        connect(button, &QToolButton::clicked, this, [this, i] {
            setLook(static_cast<Look>(i));
            setFocus();  // into what has come
        });
    }
    buttons_[0]->setChecked(true);
}

void ProfileView::setLook(Look look) {
    look_ = look;
    buttons_[static_cast<std::size_t>(look)]->setChecked(true);
    switchLook();
}

QWidget* ProfileView::lookWidget() const {
    switch (look_) {
    case Look::Flame: return flame_;
    case Look::Tree: return tree_;
    case Look::Table: break;
    }
    return table_;
}

/// Table, flame graph or tree, each with what belongs to it.
void ProfileView::switchLook() {
    const bool hasRun = model_->report() != nullptr;
    filter_->setVisible(hasRun && look_ != Look::Flame);
    measure_->setVisible(hasRun && look_ != Look::Table);
    for (QToolButton* button : buttons_) button->setVisible(hasRun);
    table_->setVisible(look_ == Look::Table);
    flameArea_->setVisible(look_ == Look::Flame);
    tree_->setVisible(look_ == Look::Tree);
    setFocusProxy(lookWidget());
}

void ProfileView::connectParts() {
    connect(note_, &PastRunNote::linkUsed, this, &ProfileView::newestAsked);
    connect(lost_, &LinkNote::linkUsed, this, &ProfileView::logAsked);
    connect(filter_, &QLineEdit::textChanged, this, [this](const QString& words) {
        model_->filter(words);
        treeModel_->filter(words);
        showHint();
    });
    connectRows(table_);
    connectRows(tree_);
    connect(findings_, &ProfileFindings::nodeActivated, this, [this](const QString& key) {
        setSelectedNode(key);
        emit nodeActivated(key);
    });
}

void ProfileView::connectRows(NodeView* rows) {
    connect(rows, &NodeView::nodeActivated, this, &ProfileView::nodeActivated);
    connect(rows, &NodeView::menuAsked, this, &ProfileView::menuAsked);
    connect(rows, &NodeView::filterWanted, this, [this](const QString& typed) {
        filter_->setFocus();
        filter_->selectAll();
        if (!typed.isEmpty()) filter_->insert(typed);
    });
}

void ProfileView::showRun(const RunRecordPtr& record) {
    note_->tellRun(nullptr, false);
    if (!record) {
        ++asked_;
        showReport(nullptr);
        return;
    }
    start([record] { return profileReport(record); });
}

void ProfileView::showKept(const KeptRunPtr& run, bool isOtherText) {
    note_->tellRun(run, isOtherText);
    start([run] { return profileReport(run); });
}

void ProfileView::showLost(const QString& file, const QString& why) {
    QStringList text;
    if (!why.isEmpty()) {
        text << tr("Times of earlier runs could not be read and begin anew.");
        if (!file.isEmpty()) text << tr("The file was set aside as %1.").arg(file);
    }
    lost_->tell(text, tr("Show log"), why);
}

void ProfileView::start(std::function<ProfileReportPtr()> make) {
    work_.start([this, asked = ++asked_, make = std::move(make)]() -> BackgroundWork::Answer {
        const ProfileReportPtr report = make();
        return [this, asked, report] {
            if (asked == asked_) showReport(report);  // else a newer one is on its way
        };
    });
}

void ProfileView::showReport(const ProfileReportPtr& report) {
    model_->showReport(report);
    flame_->showReport(report);
    treeModel_->showReport(report);
    facts_->setVisible(report != nullptr);
    switchLook();
    if (report) {
        QStringList facts = runFacts(*report);
        // A line breaks between facts, not within one.
        for (QString& fact : facts) fact.replace(QChar(' '), QChar(QChar::Nbsp));
        facts_->setText(facts.join(QChar(QChar::Nbsp) + QStringLiteral("· ")));
        facts_->setToolTip(runFactsTip(*report));
    }
    findings_->show(report ? report->findings : std::vector<Finding>());
    showHint();
    emit runShown();
}

/// Why there are no rows, and what to do about it.
void ProfileView::showHint() {
    const ProfileReportPtr& report = model_->report();
    const QString noneTitle = tr("No node is called so");
    const QString noneText = tr("Esc in the filter shows all nodes again.");
    if (report && !report->rows.empty()) {
        table_->setHint(noneTitle, noneText);
    } else if (report) {
        table_->setHint(tr("No node did any work"),
                        tr("All that this run gave out was known before it began."));
    } else {
        table_->setHint(
            tr("Nothing has run yet"),
            tr("Run the pipeline with Ctrl+Return: what each node takes is listed here, "
               "the one that takes most of the time first."));
    }
    if (treeModel_->hasTime()) {
        tree_->setHint(noneTitle, noneText);
    } else if (report) {
        tree_->setHint(tr("No time of this kind"),
                       tr("No node of this run has any: choose another measure."));
    } else {
        tree_->setHint(tr("Nothing has run yet"),
                       tr("Run the pipeline with Ctrl+Return: what its groups and nodes take is "
                          "added up here."));
    }
    table_->header()->setVisible(report && !report->rows.empty());
    tree_->header()->setVisible(treeModel_->hasTime());
}

SeenPicture ProfileView::picture() const {
    if (!model_->report()) return {};
    if (look_ == Look::Flame) return pictureOf(theme_, {facts_, flame_});
    // Without the bars that scroll it.
    const NodeView* rows = look_ == Look::Tree ? static_cast<NodeView*>(tree_) : table_;
    return pictureOf(theme_, {facts_, rows->header(), rows->viewport()});
}

void ProfileView::setSelectedNode(const QString& key) {
    flame_->setNode(key);
    table_->setNode(key);
    tree_->setNode(key);
}

void ProfileView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // The table comes first: of the findings it gives away what it does not need.
    findings_->setRoom(height() < theme_.space(80) ? 1 : ProfileFindings::kMost);
}

bool ProfileView::takeFilterKey(int key) {
    switch (key) {
    case Qt::Key_Escape: filter_->clear(); [[fallthrough]];
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down: lookWidget()->setFocus(Qt::TabFocusReason); return true;
    default: return false;
    }
}

bool ProfileView::eventFilter(QObject* watched, QEvent* event) {
    if (watched != filter_) return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::ShortcutOverride && key->key() == Qt::Key_Escape) {
        event->accept();  // Escape would stop the run
        return true;
    }
    if (event->type() == QEvent::KeyPress && takeFilterKey(key->key())) return true;
    return QWidget::eventFilter(watched, event);
}

}  // namespace cst
