#pragma once

#include "ui/shell/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

#include <memory>

namespace cst {

class CompiledFiles;

/// What the studio remembers from one start to the next: `settings.ini` in one folder.
/// Written by itself a moment after a change. UI thread only.
class Settings {
public:
    static constexpr int kRecentFiles = 10;

    /// `folder` empty = the user's own, by the rules of the desktop; else all is in there.
    explicit Settings(const QString& folder);

    /// Where texts that are in no file yet are kept, see JournalPlaces. Absolute.
    QString journalFolder() const { return journalFolder_; }
    /// Compiled texts for the next start; null = they are kept nowhere.
    std::shared_ptr<CompiledFiles> compiledFiles() const;

    Theme::Choice theme() const;
    void setTheme(Theme::Choice choice);

    /// Absolute paths, the newest first.
    QStringList recentFiles() const;
    void addRecentFile(const QString& path);
    void removeRecentFile(const QString& path);

    /// What was open when the last window closed; "" = no file.
    QString lastFile() const;
    void setLastFile(const QString& path);

    // As QWidget and QSplitter save them; empty = none yet.
    QByteArray geometry() const;
    void setGeometry(const QByteArray& state);
    QByteArray splitter(const QString& name) const;
    void setSplitter(const QString& name, const QByteArray& state);

    /// Do runs keep and time each node, instead of fusing the simple ones into their consumers?
    bool timesEveryNode() const;
    void setTimesEveryNode(bool times);

    /// Does each text run at once, as far as it has no effects?
    bool isLive() const;
    void setLive(bool live);

    // How graphs are looked at, see WindowLook.
    bool isTopDown() const;
    void setTopDown(bool isTopDown);
    bool foldsStatements() const;
    void setFoldsStatements(bool folds);
    bool showsLegend() const;
    void setShowsLegend(bool shows);
    /// Of the pipeline in a file; of the last hundred that have any.
    QStringList foldedGroups(const QString& path) const;
    void setFoldedGroups(const QString& path, const QStringList& groups);

    /// What the graph shows of where the time goes; the words are the graph's.
    QString heat() const;
    void setHeat(const QString& word);
    bool isHeatOfSelection() const;
    void setHeatOfSelection(bool isOfSelection);
    bool showsCriticalPath() const;
    void setShowsCriticalPath(bool shows);

    /// Limit of calls that have no other, of the pipelines in a folder: `none`, the name of a
    /// preset or a duration, see session/call_timeouts.h.
    QString callTimeout(const QString& folder) const;
    void setCallTimeout(const QString& folder, const QString& limit);

private:
    const QString folder_;  // absolute; "" = the user's own
    QString journalFolder_;
    QSettings store_;
};

/// "light", "dark", "system", as in options and settings; false if it is none of them.
bool parseThemeChoice(const QString& text, Theme::Choice& choice);

}  // namespace cst
