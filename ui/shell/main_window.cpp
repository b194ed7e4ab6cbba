#include "ui/shell/main_window.h"

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/profiler/compare_view.h"
#include "ui/profiler/engine_view.h"
#include "ui/profiler/history_view.h"
#include "ui/profiler/load_view.h"
#include "ui/profiler/node_table.h"
#include "ui/profiler/profile_view.h"
#include "ui/profiler/timeline_view.h"
#include "ui/results/inspector_view.h"
#include "ui/results/outputs_view.h"
#include "ui/samples/input_form.h"
#include "ui/samples/sample_chooser.h"
#include "ui/shell/banner.h"
#include "ui/shell/log_view.h"
#include "ui/shell/main_window_budget.h"
#include "ui/shell/main_window_compare.h"
#include "ui/shell/main_window_history.h"
#include "ui/shell/main_window_load.h"
#include "ui/shell/main_window_measure.h"
#include "ui/shell/main_window_run_panel.h"
#include "ui/shell/main_window_status.h"
#include "ui/shell/modules_view.h"
#include "ui/shell/pane_title.h"
#include "ui/shell/problems_model.h"
#include "ui/shell/problems_view.h"
#include "ui/shell/settings.h"
#include "ui/shell/studio_spans.h"
#include "ui/shell/theme.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QScreen>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

namespace cst {

MainWindow::MainWindow(Theme& theme, Settings& settings, const Options& options)
    : theme_(theme),
      settings_(settings),
      bridge_(std::make_unique<SessionBridge>(settings.journalFolder(), settings.compiledFiles(),
                                              this, options.spans)) {
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    buildPanels();
    buildGestures();
    buildFinding();
    buildActions();
    layOut();
    connectPanels();
    if (options.spans) watchPainting(*options.spans);
    restore(options);
    openAtStart(options);
}

MainWindow::~MainWindow() {
    editor_->flushEdit();  // into its journal
}

void MainWindow::buildPanels() {
    banner_ = new Banner(theme_, this);
    banner_->setObjectName(QStringLiteral("windowBanner"));
    editorTitle_ = new PaneTitle(theme_, this);
    graphTitle_ = new PaneTitle(theme_, this);
    graphTitle_->setTitle(tr("Graph"));
    editor_ = new CodeEditor(theme_, this);
    editor_->setObjectName(QStringLiteral("editor"));
    graph_ = new GraphView(theme_, this);
    graph_->setObjectName(QStringLiteral("graph"));
    form_ = new InputForm(theme_, this);
    form_->setObjectName(QStringLiteral("inputs"));
    chooser_ = new SampleChooser(theme_, this);
    chooser_->setObjectName(QStringLiteral("samples"));
    outputs_ = new OutputsView(theme_, this);
    outputs_->setObjectName(QStringLiteral("outputs"));
    problems_ = new ProblemsModel(this);
    problemsView_ = new ProblemsView(theme_, *problems_, this);
    log_ = new LogView(theme_, this);
    engine_ = new EngineView(theme_, this);
    modules_ = new ModulesView(theme_, kFunctionMime, this);
    inspector_ = new InspectorView(theme_, this);
    timeline_ = new TimelineView(theme_, this);
    profile_ = new ProfileView(theme_, this);
    history_ = new HistoryView(theme_, this);
    compare_ = new CompareView(theme_, this);
    comparing_ = new WindowCompare({*graph_, *compare_, *banner_}, this);
    budget_ = new WindowBudget({*problems_, *profile_, *graph_, *banner_, *this, theme_}, this);
    load_ = new LoadView(theme_, this);
    status_ = new StatusStrip(theme_, this);
    status_->setObjectName(QStringLiteral("status"));
}

void MainWindow::layOut() {
    const auto pane = [this](PaneTitle* title, QWidget* body, Banner* banner = nullptr) {
        auto* box = new QWidget(this);
        auto* column = new QVBoxLayout(box);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(title);
        if (banner) {
            column->addWidget(banner);
        }
        column->addWidget(body, 1);
        return box;
    };
    columns_ = new QSplitter(Qt::Horizontal, this);
    columns_->addWidget(pane(editorTitle_, editor_, banner_));
    columns_->addWidget(pane(graphTitle_, graph_));
    columns_->setStretchFactor(0, 4);
    columns_->setStretchFactor(1, 5);
    columns_->setChildrenCollapsible(false);
    columns_->setSizes({440, 560});

    tabs_ = new QTabWidget(this);
    tabs_->setObjectName(QStringLiteral("tabs"));
    tabs_->setDocumentMode(true);
    tabs_->addTab(form_, tr("Inputs"));
    tabs_->addTab(outputs_, tr("Outputs"));
    tabs_->addTab(problemsView_, tr("Problems"));
    tabs_->addTab(log_, tr("Log"));
    tabs_->addTab(engine_, tr("Engine"));
    tabs_->addTab(modules_, tr("Modules"));
    tabs_->addTab(inspector_, tr("Inspector"));
    tabs_->addTab(timeline_, tr("Timeline"));
    tabs_->addTab(profile_, tr("Profile"));
    tabs_->addTab(history_, tr("History"));
    tabs_->addTab(compare_, tr("Compare"));
    tabs_->addTab(load_, tr("Load"));
    tabs_->setCurrentIndex(OutputsTab);

    rows_ = new QSplitter(Qt::Vertical, this);
    rows_->addWidget(columns_);
    rows_->addWidget(tabs_);
    rows_->setStretchFactor(0, 1);
    rows_->setStretchFactor(1, 0);
    rows_->setCollapsible(0, false);
    rows_->setSizes({560, 220});

    auto* middle = new QWidget(this);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(rows_, 1);
    column->addWidget(status_);
    setCentralWidget(middle);
}

void MainWindow::connectRunPanels() {
    timing_ = new WindowRunPanel(
        *graph_,
        {*timeline_,
         [this](const RunRecordPtr& run) { timeline_->showTrace(run ? run->trace : nullptr); },
         [this](const QString& key) { timeline_->setSelectedNode(key); },
         [this](const KeptRunPtr& run, bool isOther) { timeline_->showKept(run, isOther); }},
        this);
    connect(timeline_, &TimelineView::nodeActivated, timing_, &WindowRunPanel::goTo);
    profiling_ = new WindowRunPanel(
        *graph_,
        {*profile_, [this](const RunRecordPtr& run) { profile_->showRun(run); },
         [this](const QString& key) { profile_->setSelectedNode(key); },
         [this](const KeptRunPtr& run, bool isOther) { profile_->showKept(run, isOther); }},
        this);
    connect(profile_, &ProfileView::nodeActivated, profiling_, &WindowRunPanel::goTo);
    connect(profile_, &ProfileView::runShown, profiling_, &WindowRunPanel::follow);
    connect(status_, &StatusStrip::nodeRequested, profiling_, &WindowRunPanel::goTo);
    for (WindowRunPanel* panel : {timing_, profiling_}) {
        connect(bridge_.get(), &SessionBridge::runRecorded, panel, &WindowRunPanel::runEnded);
    }
    runs_ = new WindowHistory(
        theme_, {*history_, *editor_, *banner_, *log_, *tabs_, *profile_, {timing_, profiling_}},
        *this);
    connect(bridge_.get(), &SessionBridge::runRecorded, runs_, &WindowHistory::runEnded);
    connect(bridge_.get(), &SessionBridge::timesLost, runs_, &WindowHistory::timesLost);
    connect(timeline_, &TimelineView::newestAsked, runs_, &WindowHistory::backToNewest);
    connect(profile_, &ProfileView::newestAsked, runs_, &WindowHistory::backToNewest);
}

void MainWindow::connectComparing() {
    connect(bridge_.get(), &SessionBridge::runRecorded, comparing_, &WindowCompare::runEnded);
    // Behind the list of runs that it is checked by.
    connect(bridge_.get(), &SessionBridge::runRecorded, budget_,
            [this](const RunRecordPtr& run) { budget_->runEnded(run, comparing_->runs()); });
    connect(comparing_, &WindowCompare::panelAsked, this, [this] {
        tabs_->setCurrentIndex(CompareTab);
        focusIn(compare_);
    });
    connect(comparing_, &WindowCompare::runAfreshAsked, this, &MainWindow::runAfresh);
    connect(runs_, &WindowHistory::compareAsked, comparing_, &WindowCompare::compare);
    connect(runs_, &WindowHistory::baselineAsked, comparing_, &WindowCompare::keepBaseline);
    connect(budget_, &WindowBudget::nodeAsked, profiling_, &WindowRunPanel::goTo);
    connect(budget_, &WindowBudget::problemsAsked, this,
            [this] { tabs_->setCurrentIndex(ProblemsTab); });
}

void MainWindow::connectLoad() {
    const auto inputs = [this]() -> std::optional<RunRequest> {
        editor_->flushEdit();
        if (!form_->isValid()) return std::nullopt;
        RunRequest request;
        addInputs(request);
        return request;
    };
    loading_ = new WindowLoad(*bridge_, *load_, inputs, this);
    measuring_ = new WindowMeasure(*bridge_, *compare_, inputs, this);
    connect(measuring_, &WindowMeasure::panelAsked, comparing_, &WindowCompare::panelAsked);
    connect(measuring_, &WindowMeasure::goingChanged, this, &MainWindow::updateRunActions);
    connect(load_, &LoadView::nodeActivated, timing_, &WindowRunPanel::goTo);
    connect(loading_, &WindowLoad::loadEnded, runs_, &WindowHistory::keep);
    connect(loading_, &WindowLoad::loadEnded, budget_, &WindowBudget::check);
    connect(loading_, &WindowLoad::loadEnded, comparing_,
            [this](const KeptRunPtr& load) { comparing_->addChoices({load}); });
    connect(loading_, &WindowLoad::profileRequested, runs_, &WindowHistory::openRun);
    connect(loading_, &WindowLoad::timelineRequested, this,
            [this](const KeptRunPtr& load, uint32_t run) {
                runs_->openRun(load);
                tabs_->setCurrentIndex(TimelineTab);
                focusIn(timeline_);
                timeline_->goToRun(run);
            });
    connect(loading_, &WindowLoad::goingChanged, this, &MainWindow::updateRunActions);
}

void MainWindow::connectPanels() {
    connect(editor_, &CodeEditor::edited, this, &MainWindow::textEdited);
    connect(editor_, &CodeEditor::modifiedChanged, this, [this] { updateTitle(); });
    connect(editor_, &CodeEditor::cursorMoved, this, [this] {
        status_->showCursor(editor_->cursorPosition());
        graph_->highlight(editor_->selection());
        updateNodeActions();
    });
    const auto goTo = [this](SourceRange range) { editor_->select(range); };
    connect(graph_, &GraphView::sourceRequested, editor_, &CodeEditor::reveal);
    connect(graph_, &GraphView::selectionChanged, this, &MainWindow::updateNodeActions);
    connect(graph_, &GraphView::selectionChanged, this, &MainWindow::showRelations);
    connect(graph_, &GraphView::menuRequested, this, &MainWindow::showGraphMenu);
    connect(graph_, &GraphView::editingRequested, this, [this] { editor_->setFocus(); });
    connect(problemsView_, &ProblemsView::placeRequested, this, goTo);
    connect(problemsView_, &ProblemsView::inputRequested, this, &MainWindow::goToInput);
    connect(outputs_, &OutputsView::sourceRequested, this, &MainWindow::goToFailure);
    connect(problems_, &QAbstractItemModel::modelReset, this, &MainWindow::updateProblemsTab);
    connect(form_, &InputForm::edited, this, [this] {
        isFormEdited_ = true;
        if (isRunRefused_ && form_->isValid()) {
            isRunRefused_ = false;
            status_->clearRun();
        }
        problems_->showRefused(isRunRefused_ ? form_->faults() : std::vector<Error>());
        updateLive();
        updateOutdated();
    });
    connect(chooser_, &SampleChooser::chosen, this, &MainWindow::fillForm);
    panelsTimer_.setSingleShot(true);
    panelsTimer_.setInterval(8);
    connect(&panelsTimer_, &QTimer::timeout, this, &MainWindow::showInPanels);
    outdatedTimer_.setSingleShot(true);
    outdatedTimer_.setInterval(150);
    connect(&outdatedTimer_, &QTimer::timeout, this, [this] {
        isOutdatedDue_ = true;
        updateOutdated();
    });

    graph_->installEventFilter(this);
    connect(graph_, &GraphView::nodesMoved, this,
            [this](const std::map<NodeIdentity, LayoutPoint>& places) {
                arrangeGraph({.pins = places});
            });
    connect(editor_, &CodeEditor::foreignStepTaken, this, &MainWindow::takeArrangingStep);
    connect(bridge_.get(), &SessionBridge::snapshotChanged, this, &MainWindow::snapshotArrived);
    connect(bridge_.get(), &SessionBridge::runChanged, this, &MainWindow::runArrived);
    connect(bridge_.get(), &SessionBridge::logLines, log_, &LogView::append);
    connectRunPanels();
    connectComparing();
    connectLoad();
    connect(bridge_.get(), &SessionBridge::engineChanged, engine_, &EngineView::showLoad);
    connect(engine_, &EngineView::watched, bridge_.get(), &SessionBridge::watchEngine);
    connect(bridge_.get(), &SessionBridge::fileLoaded, this, &MainWindow::fileArrived);
    connect(bridge_.get(), &SessionBridge::fileSaved, this, &MainWindow::fileSaved);
    connect(bridge_.get(), &SessionBridge::journalsFound, this, &MainWindow::journalsArrived);
    connect(bridge_.get(), &SessionBridge::journalTrouble, this, &MainWindow::journalFailed);
}

/// Whose paints are told apart in the timeline.
void MainWindow::watchPainting(StudioSpans& spans) {
    spans.watch(graph_, StudioPart::Graph);
    spans.watch(timeline_->canvas()->viewport(), StudioPart::Timeline);
    spans.watch(profile_->table()->viewport(), StudioPart::Profile);
    const std::pair<QWidget*, StudioPart> views[] = {{editor_, StudioPart::Editor},
                                                     {outputs_, StudioPart::Outputs}};
    for (const auto& [view, part] : views) {
        for (auto* area : view->findChildren<QAbstractScrollArea*>()) {
            spans.watch(area->viewport(), part);
        }
    }
}

void MainWindow::restore(const Options& options) {
    const QByteArray geometry = options.restores ? settings_.geometry() : QByteArray();
    if (geometry.isEmpty() || !restoreGeometry(geometry)) {
        const QSize room = screen()->availableSize();
        resize(QSize(1280, 800).boundedTo(room));
    }
    if (options.restores) {
        columns_->restoreState(settings_.splitter(QStringLiteral("columns")));
        rows_->restoreState(settings_.splitter(QStringLiteral("rows")));
    }
    if (options.size.isValid()) {
        resize(options.size);
    }
}

void MainWindow::focusPane(int step) {
    QWidget* const panes[] = {editor_, graph_, tabs_->currentWidget()};
    constexpr int kPanes = 3;
    int current = 0;
    for (int i = 0; i < kPanes; ++i) {
        const QWidget* focused = QApplication::focusWidget();
        if (focused && (panes[i] == focused || panes[i]->isAncestorOf(focused))) {
            current = i;
        }
    }
    focusIn(panes[(current + step + kPanes) % kPanes]);
}

void MainWindow::focusIn(QWidget* pane) {
    QWidget* next = pane;
    // A panel that does not take the focus itself has something in it that does.
    if (!(next->focusPolicy() & Qt::TabFocus) && !next->focusProxy()) {
        for (QWidget* child = pane->nextInFocusChain(); child != pane;
             child = child->nextInFocusChain()) {
            if (pane->isAncestorOf(child) && child->isVisible() && child->isEnabled() &&
                (child->focusPolicy() & Qt::TabFocus)) {
                next = child;
                break;
            }
        }
    }
    next->setFocus(Qt::TabFocusReason);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    // Waits for the first picture of the graph that shows a finished run.
    if (watched == graph_ && event->type() == QEvent::Paint && isFirstRunShown_ &&
        !isFirstRunPainted_) {
        isFirstRunPainted_ = true;
        graph_->removeEventFilter(this);
        // Behind this paint and the transfer of its pixels to the screen.
        QTimer::singleShot(0, this, &MainWindow::firstRunPainted);
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().constFirst().isLocalFile()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    openFile(event->mimeData()->urls().constFirst().toLocalFile());
}

}  // namespace cst
