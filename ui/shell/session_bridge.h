#pragma once

#include "engine/session/journal_keeper.h"
#include "engine/session/session.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cst {

/// Bytes; longer lines are shown in part, and a file that has one opens as a preview.
constexpr std::size_t kLongestEditableLine = 20'000;
/// Is there a line of more bytes than that? Cost: O(bytes), by memchr.
bool hasLineOver(std::string_view text, std::size_t limit);

class StudioSpans;

/// A file as it came from the disk.
struct LoadedDocument {
    QString path;
    Result<std::string> bytes;
    Result<SampleSet> samples;  // an empty set if there is no such file
    bool hasLongLine = false;   // over kLongestEditableLine
    FileStamp stamp;
    PinnedPlaces places;  // of nodes that a person has put somewhere
    LeftJournals left;    // by a studio that crashed with this file open
};
using LoadedDocumentPtr = std::shared_ptr<const LoadedDocument>;

/// What became of a save.
struct SavedDocument {
    QString path;
    uint64_t token = 0;
    QString problem;                  // "" = it is on the disk
    QString layoutProblem;            // likewise where a person has put nodes, beside it
    bool isOverwriteRefused = false;  // somebody else wrote there
    FileStamp stamp;                  // of the file as it is
};

/// What the nodes of a pipeline took before cannot be read.
struct LostTimes {
    QString pipeline;
    QString file;  // where it lies now; "" = where it was
    QString why;
};

/// The texts that crashed studios have left.
using LeftJournalsPtr = std::shared_ptr<const LeftJournals>;

/// Turns what the engine says into signals on the UI thread; the only ui file that knows threads.
/// A text goes two ways: to the session, which compiles it, and into its journal; where a person
/// has put nodes comes back with the snapshots and goes there as well.
/// What was overtaken by something newer before the UI thread came to it is dropped, so a slow
/// painter never works through a queue of old states.
class SessionBridge : public QObject {
    Q_OBJECT

public:
    /// `journalFolder`: see JournalPlaces; "" = only beside files. `files`: see Session::Options.
    /// `spans`: what the studio does itself goes into the records of runs; outlives this; null =
    /// nobody records that.
    explicit SessionBridge(const QString& journalFolder = {},
                           std::shared_ptr<CompiledFiles> files = nullptr,
                           QObject* parent = nullptr, const StudioSpans* spans = nullptr);
    ~SessionBridge() override;

    // Each returns at once; what comes of it arrives as a signal. See Session.
    Revision setText(uint64_t document, std::string text, std::optional<PinnedPlaces> places = {});
    void arrange(uint64_t document, Arranging arranging);
    void setLook(uint64_t document, GraphLook look);
    void run(Session::RunRequest request);
    void setLive(std::optional<Session::RunRequest> request);
    void stop();
    void startLoad(LoadRequest request);
    void stopLoad();
    void measurePair(PairRequest request);
    void stopPair();
    /// What is to be done on the UI thread with the answer.
    using Answer = std::function<void()>;
    /// Works something out of the newest text. Runs on the engine thread: what it refers to must
    /// be its own.
    using Question = std::function<Answer(const Snapshot& newest)>;
    /// The answer comes behind the snapshotChanged() of the text that it is about, or of a newer
    /// one. See Session::consult().
    void consult(Question question);
    /// Looks for what a node came to in the last run; `then` is called on the UI thread. See
    /// Session::inspect().
    void inspect(uint64_t document, NodeIdentity node, std::function<void(NodeValuePtr)> then);
    /// Works something out beside the engine; the answer is called on the UI thread. What it refers
    /// to must be its own.
    void aside(std::function<Answer()> work);
    void keepStatistics(uint64_t document, const QString& pipelinePath);
    void watchEngine(bool watches);
    void load(const QString& path);
    /// The token comes back in fileSaved.
    void save(const QString& path, std::string bytes, uint64_t token,
              std::optional<FileStamp> overwrites);

    // The journal of the document whose text is set next. See JournalKeeper. Nothing is kept before
    // the first openJournal() and after closeJournal().
    void openJournal(JournalStart start, LeftJournalPtr left);
    void journalSaved(JournalStart start);
    void closeJournal();
    void findJournals(const QStringList& except);

signals:
    void snapshotChanged(const cst::SnapshotPtr& snapshot);
    void runChanged(const cst::RunSnapshotPtr& run);
    /// Of each run that has ended; the last 256 if that many ended between two looks.
    void runRecorded(const cst::RunRecordPtr& record);
    void loadChanged(const cst::LoadSnapshotPtr& load);
    void pairChanged(const cst::PairSnapshotPtr& pair);
    void logLines(const QStringList& lines);
    void timesLost(const cst::LostTimes& lost);
    void engineChanged(const cst::EngineLoad& load);
    void fileLoaded(const cst::LoadedDocumentPtr& file);
    /// `problem` is empty if all went well.
    void fileSaved(const cst::SavedDocument& file);
    /// The text is not in its journal, and why; "" = it is again.
    void journalTrouble(const QString& why);
    void journalsFound(const cst::LeftJournalsPtr& left);

private:
    class Listener;
    void deliver();
    void journalPlaces(const SnapshotPtr& snapshot);

    Revision shown_ = 0;
    std::optional<Revision> journalledFrom_;  // the first text of the journal's document
    bool hadPlaces_ = false;                  // when the journal was told of them last
    std::unique_ptr<Listener> listener_;
    // Last: they join their threads before what these call is destroyed.
    JournalKeeper journal_;
    Session session_;
};

}  // namespace cst
