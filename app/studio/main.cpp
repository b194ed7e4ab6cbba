#include "engine/base/freed_memory.h"
#include "engine/session/version.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings.h"
#include "ui/shell/start_clock.h"
#include "ui/shell/studio_application.h"
#include "ui/shell/studio_options.h"
#include "ui/shell/studio_style.h"
#include "ui/shell/system_scheme.h"

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

int runStudio(StudioApplication& app, const StudioOptions& options) {
    Theme theme;
    Settings settings(options.configFolder);
    QApplication::setStyle(new StudioStyle(theme));
    QApplication::setFont(theme.textFont());
    theme.choose(options.theme.value_or(settings.theme()));

    // One window a file; without a file the one that finds something to show by itself.
    const QStringList files = options.files.isEmpty() ? QStringList(QString()) : options.files;
    std::vector<std::unique_ptr<MainWindow>> windows;
    for (const QString& file : files) {
        windows.push_back(std::make_unique<MainWindow>(
            theme, settings,
            MainWindow::Options{file, options.size, options.restores, options.measuresStart}));
        windows.back()->show();
    }
    // Later: what is on the screen first does not wait for the desktop's answer.
    SystemScheme scheme;
    QObject::connect(&scheme, &SystemScheme::darkChanged, &theme, &Theme::setSystemDark);
    QTimer::singleShot(0, &scheme, &SystemScheme::watch);
    if (options.measuresStart) {
        QObject::connect(windows.front().get(), &MainWindow::firstRunPainted, &app, [] {
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
