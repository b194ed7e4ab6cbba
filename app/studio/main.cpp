#include "engine/base/freed_memory.h"
#include "engine/session/version.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings.h"
#include "ui/shell/start_clock.h"
#include "ui/shell/studio_application.h"
#include "ui/shell/studio_options.h"
#include "ui/shell/studio_style.h"
#include "ui/shell/system_scheme.h"

#include <QFileInfo>
#include <QTimer>

#include <cstdio>
#include <memory>
#include <vector>

namespace {

using namespace cst;

constexpr int kUsage = 64;
constexpr int kNoDisplay = 69;
constexpr int kCannotWrite = 66;

bool hasDisplay() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(name)) {
            return true;
        }
    }
    return false;
}

/// One window a file, and one for each text that a studio which crashed has left.
class Windows {
public:
    Windows(Theme& theme, Settings& settings) : theme_(theme), settings_(settings) {}

    MainWindow& open(const MainWindow::Options& options) {
        windows_.push_back(std::make_unique<MainWindow>(theme_, settings_, options));
        MainWindow& window = *windows_.back();
        QObject::connect(&window, &MainWindow::windowNeeded, &window,
                         [this, options](const LeftJournalPtr& left) {
                             MainWindow::Options more;
                             more.size = options.size;
                             more.restores = options.restores;
                             more.spans = options.spans;
                             more.left = left;
                             more.looksForLeft = false;
                             open(more);
                         });
        window.show();
        return window;
    }

private:
    Theme& theme_;  // outlives this, like the settings
    Settings& settings_;
    std::vector<std::unique_ptr<MainWindow>> windows_;
};

int runStudio(StudioApplication& app, const StudioOptions& options) {
    Theme theme;
    Settings settings(options.configFolder);
    QApplication::setStyle(new StudioStyle(theme));
    QApplication::setFont(theme.textFont());
    theme.choose(options.theme.value_or(settings.theme()));

    // Without a file, a window that finds something to show by itself.
    const QStringList files = options.files.isEmpty() ? QStringList(QString()) : options.files;
    Windows windows(theme, settings);
    MainWindow::Options asked;
    asked.size = options.size;
    asked.restores = options.restores;
    asked.spans = &app.spans();
    asked.runsAtOnce = options.measuresStart;
    asked.looksForLeft = !options.measuresStart;
    for (const QString& file : files) {
        asked.elsewhere.append(QFileInfo(file).absoluteFilePath());
    }
    MainWindow* first = nullptr;
    for (const QString& file : files) {
        asked.file = file;
        MainWindow& window = windows.open(asked);
        first = first ? first : &window;
        asked.looksForLeft = false;  // once is enough
    }
    // Later: what is on the screen first does not wait for the desktop's answer.
    SystemScheme scheme;
    QObject::connect(&scheme, &SystemScheme::darkChanged, &theme, &Theme::setSystemDark);
    QTimer::singleShot(0, &scheme, &SystemScheme::watch);
    if (options.measuresStart) {
        QObject::connect(first, &MainWindow::firstRunPainted, &app, [] {
            std::printf("{\"startMs\":%.1f,\"residentMb\":%.1f}\n", msSinceProcessStart(),
                        residentMb());
            std::fflush(stdout);
            QCoreApplication::quit();
        });
    }
    return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
    keepFreedMemory();
    QStringList arguments;
    for (int i = 1; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    const Result<StudioOptions> parsed = parseStudioOptions(arguments);
    if (!parsed.ok()) {
        std::fprintf(stderr, "constellation-studio: %s\ntry constellation-studio --help\n",
                     parsed.error().message.c_str());
        return kUsage;
    }
    const StudioOptions& options = parsed.value();
    if (options.asksHelp) {
        std::fputs(studioUsage().toUtf8().constData(), stdout);
        return 0;
    }
    if (options.asksVersion) {
        std::printf("constellation-studio %s\n", versionText().data());
        return 0;
    }
    if (!hasDisplay()) {
        std::fputs("constellation-studio: there is no display (DISPLAY and WAYLAND_DISPLAY are "
                   "empty); `constellation run FILE` needs none\n",
                   stderr);
        return kNoDisplay;
    }
    StudioApplication app(argc, argv);
    if (!options.uiLog.isEmpty() && !app.startUiLog(options.uiLog)) {
        std::fprintf(stderr, "constellation-studio: cannot write %s\n",
                     options.uiLog.toLocal8Bit().constData());
        return kCannotWrite;
    }
    return runStudio(app, options);
}
