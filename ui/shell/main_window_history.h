#pragma once

#include "engine/history/history_folder.h"
#include "engine/history/run_history.h"
#include "engine/session/snapshot.h"
#include "ui/shell/background_work.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

class QTabWidget;
class QWidget;

namespace cst {

class Banner;
class CodeEditor;
class HistoryView;
class LogView;
class ProfileView;
class TextCompare;
class Theme;
class WindowRunPanel;
struct HistoryPick;
struct LostTimes;

/// The runs of each document that is open, and what a person does with them. Runs are taken in when
/// the keys rest, many at once, and made ready, written and read on another thread: a live run
/// costs the UI thread a pointer. UI thread only.
class WindowHistory : public QObject {
    Q_OBJECT

public:
    struct Parts {  // all outlive it
        HistoryView& view;
        CodeEditor& editor;
        Banner& banner;
        LogView& log;
        QTabWidget& tabs;
        ProfileView& profile;  // a tab, as view and log are
        std::vector<WindowRunPanel*> panels;
    };
    WindowHistory(const Theme& theme, Parts parts, QWidget& window);
    ~WindowHistory() override;  // waits for what is to be written

    /// `path` "" = never saved: its runs are kept in memory only.
    void documentShown(uint64_t document, const QString& path);
    void documentSaved(const QString& path);
    void textChanged(const SnapshotPtr& snapshot);
    /// A run has ended, of this document or of another one.
    void runEnded(const RunRecordPtr& record);
    /// Of one of them the times of earlier runs are gone.
    void timesLost(const LostTimes& lost);
    /// What somebody else has made of the document that is shown: a load.
    void keep(const KeptRunPtr& run);
    /// Looks for what is chosen, on the disk if need be; `then` is not called if it is gone.
    using Then = std::function<void(const KeptRunPtr&)>;
    void find(const HistoryPick& pick, Then then);
    /// In the panels, until backToNewest(), or until a run ends that a person asked for.
    void openRun(const KeptRunPtr& run);
    void backToNewest();
    const KeptRunPtr& openedRun() const { return past_; }  // null = the newest

signals:
    /// The older one first.
    void compareAsked(const cst::KeptRunPtr& before, const cst::KeptRunPtr& after);
    void baselineAsked(const cst::KeptRunPtr& run);

private:
    struct Known {
        RunHistory history;
        std::string path;
        uint64_t shown = 0;  // the greater the later
        std::vector<HistoryFolder::Damaged> damaged;
        QString lostFile, lostWhy;  // times of earlier runs; see ProfileView::showLost()
    };

    /// A run, and what came of writing it.
    struct TakenIn {
        uint64_t document = 0;
        KeptRunPtr run;
        bool isOnDisk = false;
        QString problem;
    };
    static TakenIn takeInRun(uint64_t document, const std::string& path, KeptRunPtr run);
    void add(const std::vector<TakenIn>& taken);

    bool eventFilter(QObject* watched, QEvent* event) override;
    void connectView();
    Known* current();
    void forgetOld();
    void takeIn();
    void keepAll(uint64_t document, const std::string& path, std::vector<KeptRunPtr> runs);
    void list(uint64_t document, const std::string& path);
    void refresh();
    void showTrouble();
    void showLog();
    const std::string& versionNow();
    void showPast();
    void compare(const HistoryPick& one, const HistoryPick& other);
    HistoryPick newestLike(const HistoryPick& pick);
    void askToRemove(const std::vector<HistoryPick>& picks);
    void remove(const std::vector<std::string>& ids);
    void showText(const KeptRunPtr& run);
    void compareTexts();
    void putText();
    void tell(const QStringList& notes);

    const Theme& theme_;
    Parts parts_;
    QWidget& window_;
    std::map<uint64_t, Known> known_;  // by document
    uint64_t document_ = 0;
    uint64_t shown_ = 0;
    SnapshotPtr snapshot_;  // of the text as it is now
    SnapshotPtr hashed_;    // whose hash that is
    std::string version_;
    std::string shownVersion_;           // in the panel
    KeptRunPtr past_;                    // in the panels; null = the newest
    std::vector<RunRecordPtr> pending_;  // not taken in yet
    QTimer rest_;
    QPointer<TextCompare> compare_;
    KeptRunPtr compared_;        // whose text that shows
    bool isCompareOld_ = false;  // the text of now is another one
    BackgroundWork work_;        // last: what it does refers to the rest
};

}  // namespace cst
