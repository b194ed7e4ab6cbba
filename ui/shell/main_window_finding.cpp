// Finding nodes, the way back to where one was, everything by its name, and the graph for other
// programs.

#include "engine/base/hash.h"
#include "ui/editor/code_editor.h"
#include "ui/graph/graph_finder.h"
#include "ui/profiler/profile_view.h"
#include "ui/shell/banner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/main_window_export.h"
#include "ui/shell/main_window_history.h"
#include "ui/shell/main_window_keys.h"
#include "ui/shell/main_window_palette.h"
#include "ui/shell/main_window_places.h"
#include "ui/shell/main_window_profile_files.h"
#include "ui/shell/main_window_run_panel.h"
#include "ui/shell/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QMenuBar>
#include <QTabWidget>

namespace cst {

void MainWindow::buildFinding() {
    finder_ = new GraphFinder(theme_, *graph_, this);
    places_ = new WindowPlaces(*graph_, *editor_, *finder_, this);
    export_ = new WindowExport(theme_, *graph_, *banner_, *this);
    profileFiles_ = new WindowProfileFiles(
        theme_, WindowProfileFiles::Panels{*timeline_, *profile_, *load_}, *banner_, *this);
    connect(profileFiles_, &WindowProfileFiles::profileOpened, this, &MainWindow::showSavedProfile);
    palette_ = new WindowPalette(theme_, *menuBar(), *this);
    connect(palette_, &WindowPalette::refused, this,
            [this](const QString& why) { banner_->tell(Banner::Kind::Note, why); });
}

void MainWindow::buildFindActions(QMenu* menu) {
    addCommand(menu, tr("&Find…"), QStringLiteral("Ctrl+F"), [this] { editor_->showFind(); });
    addCommand(menu, tr("Find Node…"), QStringLiteral("Ctrl+Shift+G"), [this] { finder_->open(); });
    addCommand(menu, tr("Find &Next"), QStringLiteral("F3"),
               [this] { finder_->isAtHand() ? finder_->goToNext() : editor_->findNext(); });
    addCommand(menu, tr("Find Pre&vious"), QStringLiteral("Shift+F3"),
               [this] { finder_->isAtHand() ? finder_->goToPrevious() : editor_->findPrevious(); });
}

void MainWindow::buildPlaceActions(QMenu* menu) {
    QAction* back = addCommand(menu, tr("Go &Back"), QStringLiteral("Ctrl+Alt+Left; Back"),
                               [this] { places_->goBack(); });
    QAction* forward =
        addCommand(menu, tr("Go For&ward"), QStringLiteral("Ctrl+Alt+Right; Forward"),
                   [this] { places_->goForward(); });
    places_->setActions(back, forward);
    addCommand(menu, tr("&Command Palette…"), QStringLiteral("Ctrl+Shift+P"),
               [this] { palette_->showCommands(); });
}

void MainWindow::buildExportActions(QMenu* menu) {
    const auto place = [this] {
        return QDir(folder()).filePath(QFileInfo(name_).completeBaseName());
    };
    const auto ask = [this, place](bool onlySeen) { export_->ask(onlySeen, place()); };
    addCommand(menu, tr("&Export Graph…"), QStringLiteral("Ctrl+Shift+E"), [ask] { ask(false); });
    addCommand(menu, tr("Export What Is Seen…"), QStringLiteral("Ctrl+Alt+E"),
               [ask] { ask(true); });
    addCommand(menu, tr("Export P&rofile…"), QStringLiteral("Ctrl+Alt+Shift+E"), [this, place] {
        const KeptRunPtr& past = runs_->openedRun();
        profileFiles_->ask(past ? WindowProfileFiles::Shown{past->record, past->profile}
                                : WindowProfileFiles::Shown{profiling_->newest(), nullptr},
                           place());
    });
}

void MainWindow::showSavedProfile(const KeptRunPtr& saved) {
    const std::string& source = saved->profile->source;
    if (path_.isEmpty() && !isModified() && editor_->bytes().empty()) {
        // There is nothing else to look at: its own text, so that its nodes are somewhere.
        const QString name = QString::fromStdString(saved->title).section(QLatin1Char('.'), 0, 0);
        showDocument({.path = {}, .name = name + QStringLiteral(".cst"), .bytes = source});
    }
    runs_->openRun(saved);
    tabs_->setCurrentWidget(profile_);
    const bool isOfThisText = saved->profile->sourceHash.empty() ||
                              saved->profile->sourceHash == hashBytes(editor_->bytes()).hex();
    const QString told = tr("The saved profile %1 is shown in Profile until the next run that you "
                            "ask for.")
                             .arg(QString::fromStdString(saved->title));
    if (isOfThisText) {
        banner_->tell(Banner::Kind::Done, told);
    } else {
        banner_->tell(Banner::Kind::Note,
                      told + QLatin1Char(' ') + tr("It is of another text than the one here."));
    }
}

void MainWindow::showKeys() {
    (new KeysDialog(theme_, commandsOf(*menuBar()), this))->open();
}

QStringList MainWindow::sampleNames() {
    QStringList names;
    const QDir samples(QStringLiteral(":/samples"));
    for (const QString& file : samples.entryList({QStringLiteral("*.cst")})) {
        names.append(file.chopped(4));
    }
    return names;
}

/// What was open lately and the samples, by name.
void MainWindow::openQuickly() {
    std::vector<WindowPalette::Openable> files;
    for (const QString& path : settings_.recentFiles()) {
        const QFileInfo file(path);
        files.push_back({file.fileName(), QDir::toNativeSeparators(file.path()),
                         [this, path] { openFile(path); }});
    }
    for (const QString& name : sampleNames()) {
        files.push_back({name, tr("sample"),
                         [this, name] { afterAskingToSave([this, name] { openSample(name); }); }});
    }
    palette_->showFiles(std::move(files));
}

}  // namespace cst
