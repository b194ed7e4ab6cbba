#include "ui/shell/settings.h"

#include "engine/session/compiled_files.h"

#include <QDir>
#include <QStandardPaths>

#include <array>

namespace cst {

namespace {

// By Theme::Choice.
constexpr std::array kChoiceNames = {"light", "dark", "system"};

QString fileIn(const QString& folder) {
    const QString chosen = folder.isEmpty()
                               ? QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation)
                               : folder;
    return QDir(chosen).filePath(QStringLiteral("settings.ini"));
}

/// $XDG_STATE_HOME, which Qt does not know yet.
QString stateFolder() {
    const QString chosen = qEnvironmentVariable("XDG_STATE_HOME");
    return QDir::isAbsolutePath(chosen) ? chosen
                                        : QDir::home().filePath(QStringLiteral(".local/state"));
}

QString journalFolderIn(const QString& folder) {
    return folder.isEmpty()
               ? QDir(stateFolder()).filePath(QStringLiteral("constellation-studio/journal"))
               : QDir(folder).filePath(QStringLiteral("journal"));
}

}  // namespace

Settings::Settings(const QString& folder)
    : folder_(folder.isEmpty() ? QString() : QDir(folder).absolutePath()),
      journalFolder_(journalFolderIn(folder_)),
      store_(fileIn(folder), QSettings::IniFormat) {}

std::shared_ptr<CompiledFiles> Settings::compiledFiles() const {
    if (folder_.isEmpty()) {
        return CompiledFiles::ofUser();
    }
    const QDir folder(folder_);
    return std::make_shared<CompiledFiles>(
        CompiledFiles::Place{folder.filePath(QStringLiteral("compiled")).toStdString(),
                             folder.filePath(QStringLiteral("key")).toStdString()});
}

Theme::Choice Settings::theme() const {
    Theme::Choice choice = Theme::Choice::System;
    parseThemeChoice(store_.value(QStringLiteral("theme")).toString(), choice);
    return choice;
}

void Settings::setTheme(Theme::Choice choice) {
    store_.setValue(QStringLiteral("theme"),
                    QString::fromLatin1(kChoiceNames[static_cast<std::size_t>(choice)]));
}

QStringList Settings::recentFiles() const {
    return store_.value(QStringLiteral("recentFiles")).toStringList();
}

void Settings::addRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    store_.setValue(QStringLiteral("recentFiles"), files.mid(0, kRecentFiles));
}

void Settings::removeRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    store_.setValue(QStringLiteral("recentFiles"), files);
}

QString Settings::lastFile() const {
    return store_.value(QStringLiteral("lastFile")).toString();
}

void Settings::setLastFile(const QString& path) {
    store_.setValue(QStringLiteral("lastFile"), path);
}

QByteArray Settings::geometry() const {
    return store_.value(QStringLiteral("window/geometry")).toByteArray();
}

void Settings::setGeometry(const QByteArray& state) {
    store_.setValue(QStringLiteral("window/geometry"), state);
}

QByteArray Settings::splitter(const QString& name) const {
    return store_.value(QStringLiteral("window/") + name).toByteArray();
}

void Settings::setSplitter(const QString& name, const QByteArray& state) {
    store_.setValue(QStringLiteral("window/") + name, state);
}

bool Settings::timesEveryNode() const {
    return store_.value(QStringLiteral("run/timesEveryNode"), false).toBool();
}

void Settings::setTimesEveryNode(bool times) {
    store_.setValue(QStringLiteral("run/timesEveryNode"), times);
}

bool Settings::isTopDown() const {
    return store_.value(QStringLiteral("graph/topDown"), false).toBool();
}

void Settings::setTopDown(bool isTopDown) {
    store_.setValue(QStringLiteral("graph/topDown"), isTopDown);
}

bool Settings::foldsStatements() const {
    return store_.value(QStringLiteral("graph/foldsStatements"), false).toBool();
}

void Settings::setFoldsStatements(bool folds) {
    store_.setValue(QStringLiteral("graph/foldsStatements"), folds);
}

bool Settings::showsLegend() const {
    return store_.value(QStringLiteral("graph/legend"), true).toBool();
}

void Settings::setShowsLegend(bool shows) {
    store_.setValue(QStringLiteral("graph/legend"), shows);
}

// A list of lists, the newest last: each begins with the path.
QStringList Settings::foldedGroups(const QString& path) const {
    for (const QVariant& entry : store_.value(QStringLiteral("graph/folded")).toList()) {
        const QStringList words = entry.toStringList();
        if (!words.isEmpty() && words.first() == path) {
            return words.mid(1);
        }
    }
    return {};
}

void Settings::setFoldedGroups(const QString& path, const QStringList& groups) {
    if (path.isEmpty() || groups == foldedGroups(path)) {
        return;
    }
    constexpr qsizetype kMost = 100;
    QVariantList kept;
    for (const QVariant& entry : store_.value(QStringLiteral("graph/folded")).toList()) {
        const QStringList words = entry.toStringList();
        if (!words.isEmpty() && words.first() != path) {
            kept.append(entry);
        }
    }
    if (!groups.isEmpty()) {
        kept.append(QStringList{path} + groups);
    }
    store_.setValue(QStringLiteral("graph/folded"),
                    kept.mid(std::max<qsizetype>(0, kept.size() - kMost)));
}

bool Settings::isLive() const {
    return store_.value(QStringLiteral("run/live"), true).toBool();
}

void Settings::setLive(bool live) {
    store_.setValue(QStringLiteral("run/live"), live);
}

QString Settings::heat() const {
    return store_.value(QStringLiteral("graph/heat")).toString();
}

void Settings::setHeat(const QString& word) {
    store_.setValue(QStringLiteral("graph/heat"), word);
}

bool Settings::isHeatOfSelection() const {
    return store_.value(QStringLiteral("graph/heatOfSelection"), false).toBool();
}

void Settings::setHeatOfSelection(bool isOfSelection) {
    store_.setValue(QStringLiteral("graph/heatOfSelection"), isOfSelection);
}

bool Settings::showsCriticalPath() const {
    return store_.value(QStringLiteral("graph/criticalPath"), false).toBool();
}

void Settings::setShowsCriticalPath(bool shows) {
    store_.setValue(QStringLiteral("graph/criticalPath"), shows);
}

namespace {

/// Slashes part the keys of settings.
QString callTimeoutKey(const QString& folder) {
    return QStringLiteral("projects/") +
           QString::fromLatin1(folder.toUtf8().toBase64(QByteArray::Base64UrlEncoding)) +
           QStringLiteral("/callTimeout");
}

}  // namespace

QString Settings::callTimeout(const QString& folder) const {
    return store_.value(callTimeoutKey(folder), QStringLiteral("none")).toString();
}

void Settings::setCallTimeout(const QString& folder, const QString& limit) {
    store_.setValue(callTimeoutKey(folder), limit);
}

bool parseThemeChoice(const QString& text, Theme::Choice& choice) {
    for (std::size_t i = 0; i < kChoiceNames.size(); ++i) {
        if (text == QLatin1String(kChoiceNames[i])) {
            choice = static_cast<Theme::Choice>(i);
            return true;
        }
    }
    return false;
}

}  // namespace cst
