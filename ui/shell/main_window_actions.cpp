// Menus, keys and the tool bar: every command once, with its key, in a menu.

#include "engine/session/call_timeouts.h"
#include "engine/session/version.h"
#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/profiler/compare_view.h"
#include "ui/profiler/load_view.h"
#include "ui/profiler/profile_view.h"
#include "ui/samples/sample_chooser.h"
#include "ui/shell/banner.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/main_window.h"
#include "ui/shell/main_window_budget.h"
#include "ui/shell/main_window_compare.h"
#include "ui/shell/main_window_help.h"
#include "ui/shell/main_window_load.h"
#include "ui/shell/main_window_profile.h"
#include "ui/shell/main_window_run_panel.h"
#include "ui/shell/main_window_status.h"
#include "ui/shell/problems_model.h"
#include "ui/shell/settings.h"
#include "ui/shell/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDir>
#include <QKeySequence>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMetaMethod>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

namespace cst {

QAction* MainWindow::addCommand(QMenu* menu, const QString& text, const QString& keys,
                                std::function<void()> run) {
    auto* action = new QAction(text, this);
    action->setShortcuts(QKeySequence::listFromString(keys));
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    menu->addAction(action);
    return action;
}

void MainWindow::buildActions() {
    buildFileMenu();
    buildEditMenu();
    buildViewMenu();
    buildRunMenu();
    buildHelpMenu();
    buildToolBar();
}

void MainWindow::buildFileMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    menu->setObjectName(QStringLiteral("fileMenu"));
    addCommand(menu, tr("&New"), QStringLiteral("Ctrl+N"), [this] { newFile(); });
    openAction_ =
        addCommand(menu, tr("&Open…"), QStringLiteral("Ctrl+O"), [this] { chooseFile(); });
    addCommand(menu, tr("Open &by Name…"), QStringLiteral("Ctrl+P"), [this] { openQuickly(); });
    recentMenu_ = menu->addMenu(tr("Open &Recent"));
    recentMenu_->setObjectName(QStringLiteral("recentMenu"));
    connect(recentMenu_, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    QMenu* samples = menu->addMenu(tr("Open Sa&mple"));
    samples->setObjectName(QStringLiteral("sampleMenu"));
    for (const QString& name : sampleNames()) {
        addCommand(samples, name, {},
                   [this, name] { afterAskingToSave([this, name] { openSample(name); }); });
    }
    menu->addSeparator();
    saveAction_ = addCommand(menu, tr("&Save"), QStringLiteral("Ctrl+S"), [this] { save(); });
    addCommand(menu, tr("Save &As…"), QStringLiteral("Ctrl+Shift+S"), [this] { saveAs(); });
    menu->addSeparator();
    buildExportActions(menu);
    menu->addSeparator();
    addCommand(menu, tr("&Quit"), QStringLiteral("Ctrl+Q"), [this] { close(); });
}

void MainWindow::fillRecentMenu() {
    recentMenu_->clear();
    const QStringList files = settings_.recentFiles();
    for (const QString& path : files) {
        addCommand(recentMenu_, QDir::toNativeSeparators(path), {},
                   [this, path] { openFile(path); });
    }
    if (files.isEmpty()) {
        recentMenu_->addAction(tr("Nothing opened yet"))->setEnabled(false);
    }
}

void MainWindow::buildEditMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    menu->setObjectName(QStringLiteral("editMenu"));
    addCommand(menu, tr("&Undo"), QStringLiteral("Ctrl+Z"), [this] { editor_->undo(); });
    addCommand(menu, tr("&Redo"), QStringLiteral("Ctrl+Shift+Z; Ctrl+Y"),
               [this] { editor_->redo(); });
    menu->addSeparator();
    addCommand(menu, tr("Cu&t"), QStringLiteral("Ctrl+X"),
               [this] { edit("cut()", [this] { editor_->cut(); }); });
    addCommand(menu, tr("&Copy"), QStringLiteral("Ctrl+C"),
               [this] { edit("copy()", [this] { editor_->copy(); }); });
    addCommand(menu, tr("&Paste"), QStringLiteral("Ctrl+V"),
               [this] { edit("paste()", [this] { editor_->paste(); }); });
    addCommand(menu, tr("Select &All"), QStringLiteral("Ctrl+A"),
               [this] { edit("selectAll()", [this] { editor_->selectAll(); }); });
    menu->addSeparator();
    buildFindActions(menu);
    menu->addSeparator();
    addCommand(menu, tr("C&omplete"), QStringLiteral("Ctrl+Space"),
               [this] { editor_->complete(); });
    addCommand(menu, tr("Comment or Uncomment &Lines"), QStringLiteral("Ctrl+/"),
               [this] { editor_->toggleComment(); });
    menu->addSeparator();
    buildNameActions(menu);
    menu->addSeparator();
    buildGraphActions(menu);
}

void MainWindow::edit(const char* slot, const std::function<void()>& inText) {
    QWidget* focused = QApplication::focusWidget();
    // In the graph nodes are chosen and copied; there is nothing to cut or to paste.
    const int method = focused ? focused->metaObject()->indexOfSlot(slot) : -1;
    const bool isInGraph = focused == graph_ && method >= 0;
    if (!focused || (!isInGraph && !tabs_->isAncestorOf(focused))) {
        inText();
        return;
    }
    if (method >= 0) {
        focused->metaObject()->method(method).invoke(focused);
    }
}

void MainWindow::buildViewMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    menu->setObjectName(QStringLiteral("viewMenu"));
    addCommand(menu, tr("&Fit Graph"), QStringLiteral("Ctrl+0"), [this] { graph_->fit(); });
    addCommand(menu, tr("Graph at &100 %"), QStringLiteral("Ctrl+1"),
               [this] { graph_->zoomToActual(); });
    addCommand(menu, tr("Zoom Graph &In"), QStringLiteral("Ctrl+=; Ctrl++"),
               [this] { graph_->zoomIn(); });
    addCommand(menu, tr("Zoom Graph &Out"), QStringLiteral("Ctrl+-"),
               [this] { graph_->zoomOut(); });
    menu->addSeparator();
    addCommand(menu, tr("T&idy Graph"), QStringLiteral("Ctrl+Alt+T"), [this] { tidyGraph(); });
    addCommand(menu, tr("Tidy &Selection"), QStringLiteral("Ctrl+Alt+Shift+T"),
               [this] { tidySelection(); });
    buildLookActions(menu);
    menu->addSeparator();
    auto* profile = new WindowProfile(settings_, *graph_, this);
    profile->addTo(menu, [this](QMenu* to, const QString& text, const QString& keys,
                                std::function<void()> run) {
        return addCommand(to, text, keys, std::move(run));
    });
    menu->addSeparator();
    addCommand(menu, tr("Larger &Text"), QStringLiteral("Ctrl+Alt+="),
               [this] { editor_->zoom(1); });
    addCommand(menu, tr("S&maller Text"), QStringLiteral("Ctrl+Alt+-"),
               [this] { editor_->zoom(-1); });
    addCommand(menu, tr("Text at 100 %"), {}, [this] { editor_->zoom(0); });
    menu->addSeparator();
    buildPlaceActions(menu);
    menu->addSeparator();
    addCommand(menu, tr("&Next Pane"), QStringLiteral("F6"), [this] { focusPane(1); });
    addCommand(menu, tr("Pre&vious Pane"), QStringLiteral("Shift+F6"), [this] { focusPane(-1); });
    for (int tab = InputsTab; tab <= HistoryTab; ++tab) {
        static const char* const kNames[] = {
            QT_TR_NOOP("Show Inputs"),    QT_TR_NOOP("Show Outputs"),  QT_TR_NOOP("Show Problems"),
            QT_TR_NOOP("Show Log"),       QT_TR_NOOP("Show Engine"),   QT_TR_NOOP("Show Modules"),
            QT_TR_NOOP("Show Inspector"), QT_TR_NOOP("Show Timeline"), QT_TR_NOOP("Show Profile"),
            QT_TR_NOOP("Show History")};
        addCommand(menu, tr(kNames[tab]), QStringLiteral("Alt+%1").arg((tab + 1) % 10),
                   [this, tab] {
                       tabs_->setCurrentIndex(tab);
                       focusIn(tabs_->currentWidget());
                   });
    }
    const auto showProfileAs = [this](ProfileView::Look look) {
        tabs_->setCurrentIndex(ProfileTab);
        profile_->setLook(look);
        focusIn(profile_);
    };
    addCommand(menu, tr("Show Profile as Table"), QStringLiteral("Ctrl+F9"),
               [showProfileAs] { showProfileAs(ProfileView::Look::Table); });
    addCommand(menu, tr("Show Profile as Flame Graph"), QStringLiteral("F9"),
               [showProfileAs] { showProfileAs(ProfileView::Look::Flame); });
    addCommand(menu, tr("Show Profile as Tree"), QStringLiteral("Shift+F9"),
               [showProfileAs] { showProfileAs(ProfileView::Look::Tree); });
    addCommand(menu, tr("Show Compare"), QStringLiteral("Ctrl+Alt+C"), [this] {
        tabs_->setCurrentIndex(CompareTab);
        focusIn(compare_);
    });
    addCommand(menu, tr("Show Load"), QStringLiteral("F7"), [this] {
        tabs_->setCurrentIndex(LoadTab);
        focusIn(load_);
    });
    const auto needsLoad = [this](bool isThere) {
        if (!isThere)
            banner_->tell(Banner::Kind::Note, tr("No load has ended yet: start one (F7)"));
    };
    addCommand(menu, tr("Show Timeline of Load"), QStringLiteral("Shift+F7"),
               [this, needsLoad] { needsLoad(loading_->showTimeline()); });
    addCommand(menu, tr("Show Slowest Run of Load"), QStringLiteral("Ctrl+F7"),
               [this, needsLoad] { needsLoad(loading_->showSlowest()); });
    menu->addSeparator();
    QMenu* themes = menu->addMenu(tr("T&heme"));
    themes->setObjectName(QStringLiteral("themeMenu"));
    auto* group = new QActionGroup(this);
    const auto addTheme = [&](const QString& text, Theme::Choice choice) {
        QAction* action = addCommand(themes, text, {}, [this, choice] { chooseTheme(choice); });
        action->setCheckable(true);
        action->setChecked(theme_.choice() == choice);
        group->addAction(action);
        connect(&theme_, &Theme::changed, action,
                [this, action, choice] { action->setChecked(theme_.choice() == choice); });
    };
    addTheme(tr("&Light"), Theme::Choice::Light);
    addTheme(tr("&Dark"), Theme::Choice::Dark);
    addTheme(tr("As the &System"), Theme::Choice::System);
    themes->addSeparator();
    themeAction_ = addCommand(
        themes, tr("&Switch Between Light and Dark"), QStringLiteral("Ctrl+Shift+L"),
        [this] { chooseTheme(theme_.isDark() ? Theme::Choice::Light : Theme::Choice::Dark); });
}

void MainWindow::chooseTheme(Theme::Choice choice) {
    theme_.choose(choice);
    settings_.setTheme(choice);
}

void MainWindow::buildRunMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Run"));
    menu->setObjectName(QStringLiteral("runMenu"));
    runAction_ = addCommand(menu, tr("&Run"), QStringLiteral("Ctrl+Return; Ctrl+Enter"),
                            [this] { runNow(); });
    runToHereAction_ =
        addCommand(menu, tr("Run to &Node at Cursor"),
                   QStringLiteral("Ctrl+Shift+Return; Ctrl+Shift+Enter"), [this] { runToHere(); });
    resumeAction_ =
        addCommand(menu, tr("Res&ume"), QStringLiteral("Ctrl+Alt+Return"), [this] { resumeRun(); });
    resumeAction_->setToolTip(
        tr("Goes on from the last run: what completed is not done again, missing inputs may be "
           "given, what failed is tried again"));
    addCommand(menu, tr("Run &Afresh"), QStringLiteral("Ctrl+Shift+F5"), [this] {
        runAfresh();
    })->setToolTip(tr("Works everything out again, also what is known from earlier runs"));
    stopAction_ = addCommand(menu, tr("&Stop"), QStringLiteral("Esc"), [this] { stopRun(); });
    menu->addSeparator();
    liveAction_ = addCommand(menu, tr("Run &Live"), QStringLiteral("Ctrl+L"), [this] {
        settings_.setLive(liveAction_->isChecked());
        updateLive();
    });
    liveAction_->setCheckable(true);
    liveAction_->setChecked(settings_.isLive());
    // A run that asks for it is a little slower than the pipeline is otherwise, so it is a choice.
    everyNodeAction_ =
        addCommand(menu, tr("Time &Every Node"), QStringLiteral("Ctrl+Shift+T"), [this] {
            settings_.setTimesEveryNode(everyNodeAction_->isChecked());
            updateLive();
        });
    everyNodeAction_->setCheckable(true);
    everyNodeAction_->setChecked(settings_.timesEveryNode());
    menu->addSeparator();
    addCommand(menu, tr("Go to Slo&west Node"), QStringLiteral("Ctrl+Alt+S"), [this] {
        if (const QString key = status_->slowestNode(); !key.isEmpty()) {
            profiling_->goTo(key);
        } else {
            banner_->tell(Banner::Kind::Note,
                          tr("No node is the slowest yet: run the pipeline with Ctrl+Return"));
        }
    });
    limitAction_ = addCommand(menu, tr("Set Suggested &Limit"), QStringLiteral("Ctrl+Alt+L"),
                              [this] { setSuggestedLimit(); });
    buildLimitMenu(menu->addMenu(tr("Limit of &Calls Without One")));
    menu->addSeparator();
    const auto add = [this](QMenu* to, const QString& text, const QString& keys,
                            std::function<void()> run) {
        return addCommand(to, text, keys, std::move(run));
    };
    comparing_->addTo(menu, add);
    budget_->addTo(menu, add);
    menu->addSeparator();
    addCommand(menu, tr("&Next Problem"), QStringLiteral("F8"),
               [this] { goToProblem(problems_->rowAfter(editor_->cursorOffset())); });
    addCommand(menu, tr("&Previous Problem"), QStringLiteral("Shift+F8"),
               [this] { goToProblem(problems_->rowBefore(editor_->cursorOffset())); });
}

/// Limits for calls that have none in the text, chosen for the folder of the pipeline.
void MainWindow::buildLimitMenu(QMenu* menu) {
    menu->setObjectName(QStringLiteral("limitMenu"));
    auto* group = new QActionGroup(this);
    const auto add = [&](const QString& text, const QString& value) {
        QAction* action = addCommand(
            menu, text, {}, [this, value] { settings_.setCallTimeout(pipelineFolder(), value); });
        action->setCheckable(true);
        action->setData(value);
        group->addAction(action);
    };
    add(tr("None"), QStringLiteral("none"));
    for (const CallTimeoutPreset& preset : callTimeoutPresets()) {
        const QString name =
            QString::fromUtf8(preset.name.data(), static_cast<qsizetype>(preset.name.size()));
        const double us = std::chrono::duration<double, std::micro>(preset.limit).count();
        add(tr("%1: %2").arg(name, durationText(us)), name);
    }
    connect(menu, &QMenu::aboutToShow, this, [this, group] {
        for (QAction* action : group->actions()) {
            action->setChecked(action->data().toString() ==
                               settings_.callTimeout(pipelineFolder()));
        }
    });
}

void MainWindow::buildHelpMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    addCommand(menu, tr("&Keys"), QStringLiteral("F1"), [this] { showKeys(); });
    addCommand(menu, tr("&Optimisations"), QStringLiteral("Ctrl+F1"), [this] {
        (new HelpPage(theme_, tr("Optimisations"), QStringLiteral(":/help/optimisations.md"), this))
            ->open();
    });
    addCommand(menu, tr("&About Constellation Studio"), {}, [this] { showAbout(); });
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Constellation Studio"),
        tr("<h3>Constellation Studio %1</h3>"
           "<p>Pipelines as text, as a live graph, and as a run with the time of every node.</p>"
           "<p>Free software under the GNU General Public License, version 3 or later. Built with "
           "Qt %2, QScintilla and oneTBB; icons from Breeze.</p>")
            .arg(QString::fromLatin1(versionText().data(),
                                     static_cast<qsizetype>(versionText().size())),
                 QString::fromLatin1(qVersion())),
        QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::buildToolBar() {
    auto* bar = new QToolBar(tr("Tool bar"), this);
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setIconSize(QSize(16, 16));
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    openAction_->setIcon(theme_.icon(QStringLiteral("open")));
    saveAction_->setIcon(theme_.icon(QStringLiteral("save")));
    runAction_->setIcon(theme_.icon(QStringLiteral("run"), Role::Success));
    runToHereAction_->setIcon(theme_.icon(QStringLiteral("down"), Role::Success));
    stopAction_->setIcon(theme_.icon(QStringLiteral("stop"), Role::Error));
    liveAction_->setIcon(theme_.icon(QStringLiteral("live"), Role::Accent));
    themeAction_->setIcon(theme_.icon(QStringLiteral("theme")));
    const auto addButton = [&](QAction* action, const char* name, const QString& text,
                               const QString& tip, bool hasText) {
        action->setIconText(text);
        action->setToolTip(tip);
        bar->addAction(action);
        auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action));
        button->setToolButtonStyle(hasText ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        button->setObjectName(QLatin1String(name));
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(tip);
    };
    addButton(openAction_, "openButton", tr("Open"), tr("Open a pipeline (Ctrl+O)"), true);
    addButton(saveAction_, "saveButton", tr("Save"), tr("Save (Ctrl+S)"), true);
    bar->addSeparator();
    addButton(runAction_, "runButton", tr("Run"), tr("Run on the chosen inputs (Ctrl+Return)"),
              true);
    addButton(runToHereAction_, "runToHereButton", tr("Run to Here"),
              tr("Run only the node at the cursor, or the one chosen in the graph, with what it "
                 "needs (Ctrl+Shift+Return)"),
              true);
    addButton(stopAction_, "stopButton", tr("Stop"), tr("Stop the run (Esc)"), true);
    addButton(liveAction_, "liveButton", tr("Live"),
              tr("Run at every change, only what changed, without effects (Ctrl+L)"), true);
    bar->addSeparator();
    auto* label = new QLabel(tr("Inputs from"), bar);
    label->setContentsMargins(theme_.space(1), 0, theme_.space(1), 0);
    bar->addWidget(label);
    chooser_->setToolTip(
        tr("What to run on: the examples in the text, or a named sample beside it"));
    bar->addWidget(chooser_);
    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    addButton(themeAction_, "themeButton", tr("Theme"), tr("Light or dark (Ctrl+Shift+L)"), false);
    addToolBar(bar);
    updateRunActions();
}

}  // namespace cst
