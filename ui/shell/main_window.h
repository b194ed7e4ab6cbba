#pragma once

#include "ui/shell/session_bridge.h"
#include "ui/shell/theme.h"

#include <QHash>
#include <QMainWindow>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

class QAction;
class QMenu;
class QSplitter;
class QTabWidget;

namespace cst {

struct KeptRun;
class Banner;
class CodeEditor;
class CompareView;
class EngineView;
class GraphFinder;
class GraphView;
class HistoryView;
class InputForm;
class InspectorView;
class LoadView;
class LogView;
class ModulesView;
class OutputsView;
class PaneTitle;
class ProblemsModel;
class ProblemsView;
class ProfileView;
class SampleChooser;
class Settings;
class StatusStrip;
class StudioSpans;
class TimelineView;
class WindowBudget;
class WindowCompare;
class WindowExport;
class WindowGestures;
class WindowHistory;
class WindowLoad;
class WindowLook;
class WindowMeasure;
class WindowPalette;
class WindowPlaces;
class WindowProfileFiles;
class WindowInspector;
class WindowRunPanel;

/// One document: its text, its graph, its inputs and what came of its last run. Arranges the panels
/// and carries what they say from one to the other; what is said to the engine goes through the
/// bridge. Built in main_window.cpp; the menus, the files and the runs each have a file beside it.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    struct Options {
        QString file;  // "" = what was open last time, or a sample
        QSize size;    // invalid = as last time
        bool restores = true;
        bool runsAtOnce = false;  // also a file; the built-in sample always does
        LeftJournalPtr left;      // text that a studio which crashed has left; shown instead
        /// Looks for all such texts: one is shown here if there is no file to show, the others ask
        /// for windows. Those of `elsewhere`, absolute paths, are left for other windows.
        bool looksForLeft = true;
        QStringList elsewhere;
        StudioSpans* spans = nullptr;  // of what it paints; outlives it; null = nobody records
    };

    /// `theme` and `settings` outlive it.
    MainWindow(Theme& theme, Settings& settings, const Options& options);
    ~MainWindow() override;

signals:
    /// The first finished run and the graph that it ran are on the screen.
    void firstRunPainted();
    /// A text that a studio which crashed has left, and this window shows another one.
    void windowNeeded(const cst::LeftJournalPtr& left);
    /// All such texts were looked for; one that is shown here is here, or its file is being read.
    void leftLookedFor();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // main_window_edits.cpp
    void buildGestures();
    void buildNameActions(QMenu* menu);
    void buildGraphActions(QMenu* menu);
    QAction* addGraphCommand(QMenu* menu, const QString& text, const QString& keys,
                             std::function<void()> run);
    void buildLookActions(QMenu* menu);  // main_window_look.cpp
    void showInspector();
    void showGraphMenu(QPoint place);
    /// What the selection needs and what uses it, in the text and in words.
    void showRelations();

    enum Tab {
        InputsTab,
        OutputsTab,
        ProblemsTab,
        LogTab,
        EngineTab,
        ModulesTab,
        InspectorTab,
        TimelineTab,
        ProfileTab,
        HistoryTab,
        CompareTab,
        LoadTab
    };

    // main_window.cpp
    void buildPanels();
    void layOut();
    void connectPanels();
    void connectRunPanels();
    void watchPainting(StudioSpans& spans);
    void connectComparing();
    void connectLoad();
    void restore(const Options& options);
    void focusPane(int step);
    static void focusIn(QWidget* pane);

    // main_window_finding.cpp
    void buildFinding();
    void buildFindActions(QMenu* menu);
    void buildPlaceActions(QMenu* menu);
    void buildExportActions(QMenu* menu);
    void openQuickly();
    /// A saved profile: in the panel, until the next run that somebody asks for.
    void showSavedProfile(const std::shared_ptr<const KeptRun>& saved);
    void showKeys();
    static QStringList sampleNames();

    // main_window_picture.cpp
    void arrangeGraph(Arranging arranging);
    void takeArrangingStep(int step, bool isUndo);
    void tidyGraph();
    void tidySelection();

    // main_window_actions.cpp
    void buildActions();
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu();
    void buildRunMenu();
    void buildLimitMenu(QMenu* menu);
    void buildHelpMenu();
    void buildToolBar();
    QAction* addCommand(QMenu* menu, const QString& text, const QString& keys,
                        std::function<void()> run);
    /// An editing command belongs to what has the focus; in the panels below, never to the text.
    void edit(const char* slot, const std::function<void()>& inText);
    void fillRecentMenu();
    void chooseTheme(Theme::Choice choice);
    void showAbout();

    // main_window_files.cpp
    void openAtStart(const Options& options);
    void newFile();
    void chooseFile();
    void openFile(const QString& path);
    void load(const QString& path);
    void openSample(const QString& name);
    void fileArrived(const LoadedDocumentPtr& file);
    void fileFailed(const LoadedDocument& file);
    void showFile(const LoadedDocumentPtr& file, bool runs, const LeftJournalPtr& left);
    /// What is to be shown.
    struct Document {
        QString path;  // "" = never saved
        QString name;
        std::string bytes;
        SampleSet samples;
        PinnedPlaces places;
        bool hasLongLine = false;
        FileStamp stamp;      // of the file
        LeftJournalPtr left;  // whose text it is; null = as it stands on the disk
        Hash128 base;         // of what stands on the disk, if that is another text
    };
    uint64_t numberOf(const QString& path);
    void showDocument(Document document);
    void save(std::function<void()> then = {});
    void saveAs(std::function<void()> then = {});
    void saveTo(const QString& path, std::optional<FileStamp> overwrites,
                std::function<void()> then);
    void fileSaved(const SavedDocument& file);
    /// Somebody else wrote to the file: whose text shall stay?
    void askAboutOverwrite(const QString& path, std::function<void()> then);
    /// Goes on with `then` unless the person wants to keep what is not saved.
    void afterAskingToSave(std::function<void()> then);
    void updateTitle();
    bool isModified() const;
    QString folder() const;  // where dialogs begin

    // main_window_restore.cpp
    JournalStart journalStart(const Hash128& base) const;
    void journalsArrived(const LeftJournalsPtr& left);
    void tellNotes(const std::vector<std::string>& notes);
    bool isUntouched() const;
    void restoreText(const LeftJournalPtr& left);
    /// Makes the file's document one of the text that was left.
    static void useLeft(Document& document, const LeftJournalPtr& left, const LoadedDocument& file);
    void tellRestored(const LeftJournalPtr& left, const LoadedDocumentPtr& file);
    /// `file` null = there is none. `saved`: what is shown instead.
    void discardRestored(const LoadedDocumentPtr& file, const std::string& saved, bool movesNodes);
    void journalFailed(const QString& why);

    // main_window_run.cpp
    void textEdited();
    void snapshotArrived(const SnapshotPtr& snapshot);
    void fillForm();
    void runNow();
    void stopRun();
    void runArrived(const RunSnapshotPtr& run);
    void showInPanelsSoon();
    void showInPanels();
    void showSnapshotInPanels();
    void updateRunActions();
    QString pipelineFolder() const;  // "" = never saved
    std::optional<uint32_t> callWithSuggestion() const;
    std::string nodeAtHand() const;
    void runToHere();
    void resumeRun();
    void runAfresh();
    void startRun(Session::RunRequest request);
    void addInputs(Session::RunRequest& request) const;
    /// Tells the engine what live runs run on, or that there are none.
    void updateLive();
    void updateNodeActions();
    QString whyNoSuggestion() const;
    void updateLimitAction();
    void setSuggestedLimit();
    /// Says whether what is shown of the last run is of other inputs or of another text by now.
    void updateOutdated();
    std::string chosenSample() const;  // name; "" = the examples
    void updateProblemsTab();
    void goToProblem(int row);
    void goToInput(const std::string& name);
    void goToFailure(SourceRange rangeInRun);

    Theme& theme_;
    Settings& settings_;
    std::unique_ptr<SessionBridge> bridge_;

    QSplitter* columns_ = nullptr;  // editor | graph
    QSplitter* rows_ = nullptr;     // columns above tabs
    QTabWidget* tabs_ = nullptr;
    Banner* banner_ = nullptr;
    PaneTitle* editorTitle_ = nullptr;
    PaneTitle* graphTitle_ = nullptr;
    CodeEditor* editor_ = nullptr;
    GraphView* graph_ = nullptr;
    InputForm* form_ = nullptr;
    SampleChooser* chooser_ = nullptr;
    OutputsView* outputs_ = nullptr;
    ProblemsModel* problems_ = nullptr;
    ProblemsView* problemsView_ = nullptr;
    EngineView* engine_ = nullptr;
    LogView* log_ = nullptr;
    ModulesView* modules_ = nullptr;
    InspectorView* inspector_ = nullptr;
    TimelineView* timeline_ = nullptr;
    ProfileView* profile_ = nullptr;
    CompareView* compare_ = nullptr;
    LoadView* load_ = nullptr;
    StatusStrip* status_ = nullptr;
    WindowGestures* gestures_ = nullptr;
    WindowLook* look_ = nullptr;
    GraphFinder* finder_ = nullptr;
    WindowPlaces* places_ = nullptr;
    WindowPalette* palette_ = nullptr;
    WindowExport* export_ = nullptr;
    WindowProfileFiles* profileFiles_ = nullptr;
    WindowInspector* inspection_ = nullptr;
    WindowRunPanel* timing_ = nullptr;     // the timeline
    WindowRunPanel* profiling_ = nullptr;  // the profile
    WindowCompare* comparing_ = nullptr;
    WindowBudget* budget_ = nullptr;
    WindowLoad* loading_ = nullptr;
    WindowMeasure* measuring_ = nullptr;
    QMenu* recentMenu_ = nullptr;
    QAction* runAction_ = nullptr;
    QAction* stopAction_ = nullptr;
    QAction* liveAction_ = nullptr;
    QAction* everyNodeAction_ = nullptr;
    QAction* limitAction_ = nullptr;
    QAction* runToHereAction_ = nullptr;
    QAction* resumeAction_ = nullptr;
    QAction* openAction_ = nullptr;
    QAction* renameAction_ = nullptr;
    QAction* addCallAction_ = nullptr;
    QAction* connectAction_ = nullptr;
    QAction* disconnectAction_ = nullptr;
    QAction* duplicateAction_ = nullptr;
    QAction* guardAction_ = nullptr;
    QAction* inspectAction_ = nullptr;
    QAction* deleteAction_ = nullptr;
    QAction* foldGroupAction_ = nullptr;
    QAction* foldStatementAction_ = nullptr;
    QAction* copyNameAction_ = nullptr;
    QAction* usesAction_ = nullptr;
    QAction* saveAction_ = nullptr;
    QAction* themeAction_ = nullptr;

    // The document.
    uint64_t document_ = 0;
    uint64_t documents_ = 0;               // numbers given
    QHash<QString, uint64_t> documentOf_;  // by path
    Revision firstRevision_ = 0;           // of this document; what is older belongs to another one
    Revision revision_ = 0;                // of the text as it is
    QString path_;                         // "" = never saved
    FileStamp stamp_;                      // of the file when it was read or written last
    QString name_;
    QString arriving_;             // path that is being read
    Revision arrivingOver_ = 0;    // of the text that stood there when it was asked for
    LeftJournalPtr arrivingLeft_;  // its text, if it is not as on the disk
    bool takesLeft_ = false;       // no file to show: what was left comes here
    bool runsWhenOpened_ = false;
    SnapshotPtr snapshot_;               // newest of this document
    std::vector<Arranging> arrangings_;  // steps of the undo stack, by their tokens
    bool hasRelationMarks_ = false;      // the margin of the text
    bool isFormFresh_ = false;           // its fields wait for the first snapshot
    bool isFormEdited_ = false;          // since the sample was chosen

    // Saving.
    uint64_t savesAsked_ = 0;
    uint64_t savesDone_ = 0;  // less: one is on its way
    std::function<void()> afterSave_;
    bool isSaveFailed_ = false;  // the text is not on the disk, whatever the undo stack says
    bool isRestored_ = false;    // nor is this one, from before a crash
    Hash128 saving_;             // the text that is on its way
    QString journalTrouble_;     // as the banner tells it

    // Running.
    RunSnapshotPtr run_;  // the last one of this document
    struct {
        bool snapshot = false, run = false;
    } newsForPanels_;       // that the graph shows already
    QTimer panelsTimer_;    // until they show it too
    QTimer outdatedTimer_;  // until it is said that it is outdated
    bool isOutdatedDue_ = false;
    bool isOutdatedShown_ = false;
    std::string askedInputs_;  // what it was asked with
    std::string askedSample_;
    std::optional<Session::RunRequest> live_;  // what live runs run on; nothing = none
    std::string liveSample_;
    bool isRunning_ = false;
    bool isRunRefused_ = false;  // the last one that was asked for
    bool isRunAsked_ = false;    // and has not begun
    bool isClosing_ = false;     // nothing is asked any more
    bool isFirstRunShown_ = false;
    bool isFirstRunPainted_ = false;

    // Runs before.
    HistoryView* history_ = nullptr;
    WindowHistory* runs_ = nullptr;
};

}  // namespace cst
