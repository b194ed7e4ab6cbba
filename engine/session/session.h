#pragma once

#include "engine/base/result.h"
#include "engine/session/arrangement.h"
#include "engine/session/engine_load.h"
#include "engine/session/file_stamp.h"
#include "engine/session/load_snapshot.h"
#include "engine/session/node_value.h"
#include "engine/session/pair_request.h"
#include "engine/session/pair_snapshot.h"
#include "engine/session/run_record.h"
#include "engine/session/run_request.h"
#include "engine/session/run_snapshot.h"
#include "engine/session/samples.h"
#include "engine/session/snapshot.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

class CompiledFiles;
class Registry;

/// The one door from ui/ into engine/.
/// Threads: call it from one thread. No call blocks. Observer calls come from engine threads.
class Session {
public:
    struct Options {
        unsigned workers = 0;  // of the arena; 0 = as many as the machine has
        /// At most so often, and at its end, a run tells how far it is and what it has logged.
        std::chrono::milliseconds publishEvery{16};
        std::size_t resultBytes = 256UL << 20U;     // that results of earlier runs may take
        std::function<void(Registry&)> addModules;  // beside those that are built in
        /// Compiled texts on disk; null = none. Kept are texts as they were when their document was
        /// opened, and as they were saved: not what is on the way from one to the other.
        std::shared_ptr<CompiledFiles> files;
    };

    /// Hears of everything that happens. Called from engine threads, never concurrently.
    class Observer {
    public:
        virtual ~Observer() = default;
        virtual void snapshotReady(SnapshotPtr) {}
        virtual void runChanged(RunSnapshotPtr) {}
        /// Of each run that has ended, a while behind its last runChanged().
        virtual void runRecorded(RunRecordPtr) {}
        /// How far a load is, twenty times a second, and once what it came to.
        virtual void loadChanged(LoadSnapshotPtr) {}
        /// How far a measurement in turns is, and once what it came to.
        virtual void pairChanged(PairSnapshotPtr) {}
        /// Of `debug.log`: all that came since the last call, in order; never empty.
        virtual void logLines(std::vector<std::string>) {}
        /// What the nodes of that pipeline took before cannot be read, and why; it is kept as
        /// `file` ("" = where it was), and the times begin anew.
        virtual void statisticsLost(std::string, std::string /*file*/, std::string /*why*/) {}
        /// How busy the engine is; as long as somebody watches it.
        virtual void engineChanged(EngineLoad) {}
        /// Answers load(): the bytes as they are on disk, and the samples beside them.
        struct LoadedFile {
            std::string path;
            Result<std::string> bytes;
            Result<SampleSet> samples;  // an empty set if there is no such file
            FileStamp stamp;
            PinnedPlaces places;  // of nodes that a person has put somewhere
        };
        virtual void fileLoaded(LoadedFile) {}
        /// Answers save(). `stamp` is that of the file as it is now.
        struct SavedFile {
            std::string path;
            uint64_t token = 0;
            Status status = success();
            Status layout = success();  // of the places of nodes, beside it
            bool isOverwriteRefused = false;
            FileStamp stamp;
        };
        virtual void fileSaved(SavedFile) {}
    };

    Session(Options options, Observer& observer);
    ~Session();  // joins the threads: no Observer call after it returns
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Replaces the text; returns the revision its snapshot will carry. Revisions may be skipped,
    /// never reordered: the newest text wins.
    /// `document` changes when another file is shown: identities start afresh, and go on where they
    /// were if it is one of the last that were shown before. `places`: with the first text of a
    /// document, where a person has put its nodes.
    Revision setText(uint64_t document, std::string text, std::optional<PinnedPlaces> places = {});
    /// Another picture of the same text: its snapshot comes once more, with the same revision.
    /// Nothing happens if the document is not the one that is shown.
    void arrange(uint64_t document, Arranging arranging);
    /// How the graph of the document is to be looked at; likewise.
    void setLook(uint64_t document, GraphLook look);

    /// What the nodes of the document take is kept in `.constellation` beside this file from now
    /// on, and goes on from what is kept there; "" = nowhere. It is written now and then, when
    /// another document is shown, and at the end.
    void keepStatistics(uint64_t document, std::string pipelinePath);

    using RunRequest = cst::RunRequest;
    /// Runs the newest text as soon as it is compiled; a run that is still going is stopped first.
    /// A pipeline with errors runs as far as it compiled. What earlier runs have come to is not
    /// worked out again, effects are done.
    void run(RunRequest request);
    /// From now on each text that compiles is run at once on this, and so is the newest one now;
    /// nothing = no longer. Pure nodes only: what has effects gives what it came to when it was
    /// last called with the same, or is Stale, with all that needs it. Where the text changes
    /// meanwhile, steps go on whose results are still wanted, and the rest is stopped. A run that
    /// was asked for comes first.
    void setLive(std::optional<RunRequest> request);
    /// Tells engineChanged() four times a second, and when a run begins and ends.
    void watchEngine(bool watches);
    /// Stops the run, a load, and a measurement. What finished is kept. Nothing happens if nothing
    /// runs.
    void stop();
    /// Runs the text as it is now again and again (load_snapshot.h), beside whatever else happens:
    /// what is typed meanwhile does not change it. Each run does all of its work: nothing comes
    /// from caches, effects are done, and what calls log is dropped. So that nothing disturbs its
    /// numbers live runs wait for its end, one that goes is stopped and begins again then; runs
    /// that somebody asks for go on beside it, and are counted. A load that still goes is stopped
    /// first.
    void startLoad(LoadRequest request);
    void stopLoad();
    /// Runs two texts in turns (pair_snapshot.h), as a load runs one: each run does all of its
    /// work, and live runs wait. Of loads and measurements only one goes at a time: the newer one.
    void measurePair(PairRequest request);
    void stopPair();

    /// What is to be worked out of the newest text, such as an edit of it (see graph_edits.h).
    /// Called on the engine thread, which compiles nothing meanwhile: a few milliseconds at most.
    using Question = std::function<void(const SnapshotPtr& newest)>;
    /// Puts it as soon as all texts that were set before are compiled or overtaken, behind the
    /// snapshotReady() of the one that it is about. In order; never before the first text, and not
    /// at all if the session ends meanwhile.
    void consult(Question question);

    /// Looks for what a node came to in the last run of its document, as far as that is by now: the
    /// answer is never null. It comes on a thread of its own, as what is done aside does, in order:
    /// a value may have to be worked out again, or read. Not at all if the session ends meanwhile.
    void inspect(uint64_t document, NodeIdentity node, std::function<void(NodeValuePtr)> answer);
    /// Does what takes too long for the caller's thread.
    void aside(std::function<void()> work);

    /// Reads a file and the samples beside it. At most 256 MiB.
    void load(std::string path);
    /// Writes to a temporary file beside it, syncs, renames. The token comes back in fileSaved.
    /// With a stamp: refuses to overwrite what somebody else has written there meanwhile; what this
    /// session saved last is nobody else's, whatever the stamp. Who writes in the moment between
    /// the look and the renaming is not noticed.
    void save(std::string path, std::string bytes, uint64_t token,
              std::optional<FileStamp> overwrites = {});

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Do both do the same, whatever their texts look like? Cost: the first time for a snapshot,
/// O(nodes). Any thread.
bool isSamePipeline(const Snapshot& a, const Snapshot& b);

/// Checks an input value without a session, for forms: empty if it fits, else one error a fault,
/// with its path. Any thread.
std::vector<Error> checkInputJson(const TypeTable& types, const InputInfo& input,
                                  std::string_view json);

}  // namespace cst
