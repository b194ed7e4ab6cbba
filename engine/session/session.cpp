// The engine thread and its mailbox. Texts overwrite each other in the box: only the newest is
// compiled. Everything else is done in order. While a run goes, the thread wakes by itself only
// every `publishEvery`, to publish how far the run is and what it has logged meanwhile: what a
// thousand nodes do at once is told once.

#include "engine/session/session.h"

#include "engine/session/damaged_places.h"
#include "engine/session/engine.h"
#include "engine/session/ghost_results.h"
#include "engine/session/graph_delta.h"
#include "engine/session/layout_thread.h"
#include "engine/session/load_control.h"
#include "engine/session/open_documents.h"
#include "engine/session/pair_control.h"
#include "engine/session/pipeline_files.h"
#include "engine/session/run_control.h"
#include "engine/session/saved_state.h"
#include "engine/session/side_thread.h"
#include "engine/session/statistics_saver.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <variant>

namespace cst {
namespace {

/// An output that has come is told this soon, together with all that come meanwhile.
constexpr std::chrono::milliseconds kOutputsEvery{4};
constexpr std::chrono::milliseconds kLoadEvery{250};
/// A live run that is longer under way tells how far it is.
constexpr std::chrono::milliseconds kLiveGrace{8};
/// A compile whose text is no longer the newest is given up, but for this long at most: somebody
/// who types all the time sees something too.
constexpr std::chrono::milliseconds kLongestSilence{100};

struct NewText {
    uint64_t document = 0;
    Revision revision = 0;
    std::string bytes;
    std::optional<PinnedPlaces> places;  // of a document that is opened
};
struct FileToLoad {
    std::string path;
};
using FileWork = std::variant<FileToLoad, SaveRequest>;
struct Inspection {
    uint64_t document = 0;
    NodeIdentity node;
    std::function<void(NodeValuePtr)> answer;
};

}  // namespace

class Session::Impl : public LogSink, public RunObserver {
public:
    Impl(Options options, Observer& observer)
        : options_(options),
          observer_(observer),
          engine_(options.workers, {.addModules = options.addModules, .files = options.files}),
          runs_(engine_, *this, *this, options.resultBytes),
          loads_(engine_, side_, [this] { wake(); }),
          pairs_(engine_, [this] { wake(); }),
          thread_([this] { work(); }) {}
    ~Impl() override {
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
        }
        wake_.notify_one();
        thread_.join();
        for (const std::shared_ptr<Document>& document : documents_.all()) {
            statistics_.saveAtOnce(*document->statistics, document->statisticsPlace);
        }
    }

    Revision setText(uint64_t document, std::string text, std::optional<PinnedPlaces> places) {
        Revision revision = 0;
        {
            const std::lock_guard lock(mutex_);
            revision = ++nextRevision_;
            newestRevision_.store(revision, std::memory_order_relaxed);
            if (!places && text_ && text_->document == document) {
                places = std::move(text_->places);  // of a text that was never looked at
            }
            text_ = NewText{document, revision, std::move(text), std::move(places)};
        }
        wake_.notify_one();
        return revision;
    }
    void arrange(uint64_t document, Arranging arranging) {
        {
            const std::lock_guard lock(mutex_);
            arrangings_.emplace_back(document, std::move(arranging));
        }
        wake_.notify_one();
    }
    void setLook(uint64_t document, GraphLook look) {
        {
            const std::lock_guard lock(mutex_);
            look_.emplace(document, std::move(look));
        }
        wake_.notify_one();
    }
    void run(RunRequest request) {
        {
            const std::lock_guard lock(mutex_);
            runRequest_ = std::move(request);
            stopRequested_ = false;
        }
        wake_.notify_one();
    }
    void setLive(std::optional<RunRequest> request) {
        {
            const std::lock_guard lock(mutex_);
            liveRequest_ = std::move(request);
        }
        wake_.notify_one();
    }
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopRequested_ = true;  // of a run that has not begun: it begins, and ends at once
            stopLoadRequested_ = true;
            stopPairRequested_ = true;
        }
        wake_.notify_one();
    }
    void startLoad(LoadRequest request) {
        {
            const std::lock_guard lock(mutex_);
            loadRequest_ = std::move(request);
            stopLoadRequested_ = false;
        }
        wake_.notify_one();
    }
    void stopLoad() {
        {
            const std::lock_guard lock(mutex_);
            stopLoadRequested_ = true;
        }
        wake_.notify_one();
    }
    void measurePair(PairRequest request) {
        {
            const std::lock_guard lock(mutex_);
            pairRequest_ = std::move(request);
            stopPairRequested_ = false;
        }
        wake_.notify_one();
    }
    void stopPair() {
        {
            const std::lock_guard lock(mutex_);
            stopPairRequested_ = true;
        }
        wake_.notify_one();
    }
    void consult(Question question) {
        {
            const std::lock_guard lock(mutex_);
            questions_.push_back(std::move(question));
        }
        wake_.notify_one();
    }
    void inspect(Inspection inspection) {
        {
            const std::lock_guard lock(mutex_);
            inspections_.push_back(std::move(inspection));
        }
        wake_.notify_one();
    }
    void aside(std::function<void()> work) { side_.start(std::move(work)); }
    void keepStatistics(uint64_t document, std::string pipelinePath) {
        {
            const std::lock_guard lock(mutex_);
            statisticsPaths_.insert_or_assign(document, std::move(pipelinePath));
        }
        wake_.notify_one();
    }
    void watchEngine(bool watches) {
        {
            const std::lock_guard lock(mutex_);
            watches_ = watches;
            loadRequested_ = watches;
        }
        wake_.notify_one();
    }
    void addFileWork(FileWork work) {
        {
            const std::lock_guard lock(mutex_);
            files_.push_back(std::move(work));
        }
        wake_.notify_one();
    }

private:
    // Of a run, from workers.
    void line(std::string_view text) override {
        bool isFirst = false;
        {
            const std::lock_guard lock(mutex_);
            isFirst = log_.empty();
            log_.emplace_back(text);
        }
        if (isFirst) {
            wake_.notify_one();
        }
    }
    void runEnded() override {
        {
            const std::lock_guard lock(mutex_);
            runEnded_ = true;
        }
        wake_.notify_one();
    }

    void outputEnded() override {
        {
            const std::lock_guard lock(mutex_);
            if (std::exchange(outputEnded_, true)) {
                return;
            }
        }
        wake_.notify_one();
    }

    /// For what has news of its own, behind which this stands.
    void wake() {
        { const std::lock_guard lock(mutex_); }
        wake_.notify_one();
    }

    bool hasWork() const {
        return loadRequest_ || stopLoadRequested_ || loads_.hasMail() || pairRequest_ ||
               stopPairRequested_ || pairs_.hasMail() || ending_ || text_ || runRequest_ ||
               liveRequest_ || stopRequested_ || runEnded_ || loadRequested_ || !files_.empty() ||
               !arrangings_.empty() || look_ || madeLayout_ || !inspections_.empty() ||
               !records_.empty() || !statisticsPaths_.empty() || (!questions_.empty() && newest_);
    }
    void work();
    bool compile(NewText text);
    struct Rearrangement {
        std::vector<std::pair<uint64_t, Arranging>> arrangings;  // with their documents
        std::optional<std::pair<LayoutInput, Layout>> made;
    };
    void arrange(Rearrangement changes);
    void layOut(Snapshot& snapshot);
    void answerQuestions();
    void inspect(std::vector<Inspection> inspections);
    void startRun(const RunRequest& request);
    void goLive();
    RunControl::Text newestText() const;
    void publishRun();
    void record(const RunSnapshotPtr& ended);
    void keepStatistics(const std::unordered_map<uint64_t, std::string>& paths);
    void publishLog();
    void publishLoad();
    void changeLoad(const std::optional<LoadRequest>& request, bool stops);
    std::optional<std::chrono::steady_clock::time_point> nextLook() const;
    void changePair(std::optional<PairRequest> request, bool stops);
    void doFileWork(FileWork work);

    const Options options_;
    Observer& observer_;  // outlives the session

    std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<NewText> text_;  // guarded by mutex_, like all below
    std::vector<std::pair<uint64_t, Arranging>> arrangings_;
    std::optional<std::pair<uint64_t, GraphLook>> look_;
    std::optional<std::pair<LayoutInput, Layout>> madeLayout_;
    std::optional<RunRequest> runRequest_;
    std::optional<std::optional<RunRequest>> liveRequest_;
    bool stopRequested_ = false;
    std::optional<LoadRequest> loadRequest_;
    bool stopLoadRequested_ = false;
    std::optional<PairRequest> pairRequest_;
    bool stopPairRequested_ = false;
    bool runEnded_ = false;
    bool outputEnded_ = false;
    bool watches_ = false;
    bool loadRequested_ = false;
    std::deque<FileWork> files_;
    std::vector<Question> questions_;
    std::vector<Inspection> inspections_;
    std::vector<RunRecordPtr> records_;                          // made, and not told
    std::unordered_map<uint64_t, std::string> statisticsPaths_;  // by document; not looked at yet
    std::vector<std::string> log_;
    Revision nextRevision_ = 0;
    std::atomic<Revision> newestRevision_ = 0;  // the same, for a look in between
    bool ending_ = false;

    // Behind the mailbox, so that it goes first: its workers may still be telling about a run.
    Engine engine_;

    // Engine thread only.
    OpenDocuments documents_;
    std::shared_ptr<Document> document_;  // that is shown; null before the first text
    std::optional<std::pair<uint64_t, GraphLook>> wantedLook_;  // of a document, the last
    SnapshotPtr newest_;
    std::chrono::steady_clock::time_point lastSnapshot_;
    RunControl runs_;
    LoadControl loads_;
    PairControl pairs_;
    bool isLiveHeld_ = false;                           // until that is over
    std::shared_ptr<Document> runDocument_;             // whose run that is
    std::chrono::steady_clock::time_point nextReport_;  // of a run that still goes
    std::chrono::steady_clock::time_point lastReport_;
    std::chrono::steady_clock::time_point nextLoad_;
    RunSnapshotPtr newestReport_;
    PipelineFiles pipelineFiles_;

    LayoutThread layoutThread_{[this](LayoutInput input, Layout layout) {
        {
            const std::lock_guard lock(mutex_);
            madeLayout_.emplace(std::move(input), std::move(layout));
        }
        wake_.notify_one();
    }};

    StatisticsSaver statistics_{side_, *this};
    SideThread side_;     // behind the engine, which what it holds of runs needs
    std::thread thread_;  // last: starts when all else is there
};

void Session::Impl::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        if (runs_.hasNews()) {
            wake_.wait_until(lock, nextReport_, [&] { return hasWork() || outputEnded_; });
            if (!hasWork() && outputEnded_) {
                wake_.wait_until(lock, std::min(nextReport_, lastReport_ + kOutputsEvery),
                                 [&] { return hasWork(); });
            }
        } else if (const auto next = nextLook()) {
            wake_.wait_until(lock, *next, [&] { return hasWork() || !log_.empty(); });
        } else {
            wake_.wait(lock, [&] { return hasWork() || !log_.empty(); });
        }
        if (ending_) {
            break;
        }
        std::optional<NewText> text = std::exchange(text_, std::nullopt);
        std::optional<FileWork> file;
        if (!files_.empty()) {
            file = std::move(files_.front());
            files_.pop_front();
        }
        Rearrangement changes{std::exchange(arrangings_, {}),
                              std::exchange(madeLayout_, std::nullopt)};
        if (look_) {
            wantedLook_ = std::exchange(look_, std::nullopt);
        }
        const bool stops = std::exchange(stopRequested_, false);
        // A run waits for its text; a file's text is set by the answer to load().
        std::optional<RunRequest> request = std::exchange(runRequest_, std::nullopt);
        std::optional<std::optional<RunRequest>> live = std::exchange(liveRequest_, std::nullopt);
        std::optional<LoadRequest> load = std::exchange(loadRequest_, std::nullopt);
        const bool stopsLoad = std::exchange(stopLoadRequested_, false);
        std::optional<PairRequest> pair = std::exchange(pairRequest_, std::nullopt);
        const bool stopsPair = std::exchange(stopPairRequested_, false);
        runEnded_ = false;
        const bool hasOutputs = std::exchange(outputEnded_, false);
        bool tellsLoad = std::exchange(loadRequested_, false);
        auto inspections = std::exchange(inspections_, {});
        const std::vector<RunRecordPtr> records = std::exchange(records_, {});
        const auto statisticsPaths = std::exchange(statisticsPaths_, {});
        const bool watches = watches_;
        lock.unlock();
        bool isNew = text.has_value();
        if (live) {
            isNew = runs_.setLive(std::move(*live)) || text;
        }
        if (text && !compile(std::move(*text))) {
            isNew = false;
            const std::lock_guard again(mutex_);  // a newer text is there: the run is of that one
            // And what stops it stands behind it again.
            if (request && !runRequest_) {
                runRequest_ = std::move(request);
                stopRequested_ = stopRequested_ || stops;
            }
            if (load && !loadRequest_) {
                loadRequest_ = std::move(load);
                stopLoadRequested_ = stopLoadRequested_ || stopsLoad;
            }
            if (pair && !pairRequest_) {
                pairRequest_ = std::move(pair);
                stopPairRequested_ = stopPairRequested_ || stopsPair;
            }
            request.reset();
            load.reset();
            pair.reset();
        } else {
            answerQuestions();
        }
        keepStatistics(statisticsPaths);
        for (const std::shared_ptr<Document>& document : documents_.all()) {
            statistics_.saveIfTime(*document->statistics, document->statisticsPlace);
        }
        arrange(std::move(changes));
        tellsLoad = tellsLoad || request.has_value();
        if (request) {
            startRun(*request);
        } else if (isNew) {
            goLive();
        }
        if (stops) {
            runs_.stop();
        }
        changePair(std::move(pair), stopsPair);
        changeLoad(load, stopsLoad);
        const bool reports = runs_.hasNews();
        const auto now = std::chrono::steady_clock::now();
        if (reports && (hasOutputs || runs_.ended() || now >= nextReport_)) {
            publishRun();
            tellsLoad = tellsLoad || !runs_.hasNews();
        } else if (!reports) {
            publishLog();  // of a run that was stopped: its calls may still say something
        }
        inspect(std::move(inspections));
        for (const RunRecordPtr& record : records) {
            observer_.runRecorded(record);
        }
        if (watches && (tellsLoad || now >= nextLoad_)) {
            publishLoad();
        }
        if (file) {
            doFileWork(std::move(*file));
        }
        lock.lock();
    }
}

/// False if it was given up for a newer text.
bool Session::Impl::compile(NewText text) {
    if (!document_ || text.document != document_->id) {
        if (document_) {
            statistics_.save(*document_->statistics, document_->statisticsPlace);
        }
        document_ = documents_.open(text.document, engine_);
        document_->last = nullptr;  // another one's graph was shown meanwhile
    }
    const auto source = std::make_shared<const SourceText>(std::move(text.bytes));
    const auto isStale = [&] {
        return newestRevision_.load(std::memory_order_relaxed) != text.revision &&
               std::chrono::steady_clock::now() < lastSnapshot_ + kLongestSilence;
    };
    const std::shared_ptr<Snapshot> snapshot =
        engine_.compileNext(*document_->compiler, source, text.revision, isStale);
    if (!snapshot) {
        return false;
    }
    snapshot->shown.resize(snapshot->graph->nodes.size());
    const std::vector<NodeIdentity> identities = document_->identities.match(*snapshot->graph);
    for (std::size_t i = 0; i < identities.size(); ++i) {
        snapshot->shown[i].identity = identities[i];
    }
    snapshot->graph = document_->ghosts.apply(snapshot->graph, snapshot->shown);
    const auto start = std::chrono::steady_clock::now();
    if (text.places) {
        document_->layouts.setPlaces(std::move(*text.places));
    }
    layOut(*snapshot);
    snapshot->times.layout = std::chrono::duration_cast<std::chrono::nanoseconds>(
                                 std::chrono::steady_clock::now() - start)
                                 .count();
    snapshot->delta = graphDelta(document_->last.get(), *snapshot);
    document_->last = snapshot;
    documents_.weigh(*document_);
    newest_ = snapshot;
    lastSnapshot_ = std::chrono::steady_clock::now();
    observer_.snapshotReady(newest_);
    if (std::exchange(document_->isOpening, false)) {
        engine_.keepLater(newest_);
    }
    return true;
}

/// Shows the newest text once more, in another picture.
void Session::Impl::arrange(Rearrangement changes) {
    if (!newest_) {
        return;
    }
    bool isAnother = false;
    if (changes.made && document_->layouts.wanted() != nullptr) {
        document_->layouts.take(std::move(changes.made->first), std::move(changes.made->second));
        isAnother = true;
    }
    isAnother = isAnother || (wantedLook_ && wantedLook_->first == document_->id &&
                              wantedLook_->second != document_->layouts.look());
    for (const auto& [document, arranging] : changes.arrangings) {
        if (document != document_->id) continue;  // it is not shown any more
        document_->layouts.arrange(arranging);
        isAnother = true;
    }
    if (!isAnother) {
        return;
    }
    const auto snapshot = std::make_shared<Snapshot>(*newest_);
    layOut(*snapshot);
    snapshot->delta = {};
    document_->last = snapshot;
    newest_ = snapshot;
    observer_.snapshotReady(newest_);
}

/// Without a layout if that is still to come.
void Session::Impl::layOut(Snapshot& snapshot) {
    LayoutKeeper& layouts = document_->layouts;
    if (wantedLook_ && wantedLook_->first == document_->id) {
        layouts.setLook(wantedLook_->second);
    }
    const std::shared_ptr<Snapshot> folded = document_->folder.fold(snapshot, layouts.look());
    Snapshot& picture = folded ? *folded : snapshot;
    snapshot.layout = nullptr;
    picture.layout = layouts.layout(*picture.graph, picture.shown);
    picture.arrangement = snapshot.arrangement = layouts.arrangement();
    snapshot.folded = folded;
    if (layouts.wanted() != nullptr) {
        layoutThread_.start(*layouts.wanted());
    }
}

void Session::Impl::answerQuestions() {
    std::vector<Question> questions;
    {
        const std::lock_guard lock(mutex_);
        if (text_ || !newest_) {
            return;  // they come behind that text, and need not be about this one any more
        }
        questions = std::exchange(questions_, {});
    }
    for (const Question& question : questions) {
        question(newest_);
    }
}

void Session::Impl::inspect(std::vector<Inspection> inspections) {
    for (Inspection& inspection : inspections) {
        const std::optional<RunValues> values = runs_.values(inspection.document);
        side_.start([values, asked = std::move(inspection)] {
            auto found = std::make_shared<NodeValue>();
            found->node = asked.node;
            if (values) {
                *found = values->valueOf(asked.node);
            }
            asked.answer(std::move(found));
        });
    }
}

RunControl::Text Session::Impl::newestText() const {
    return newest_
               ? RunControl::Text{newest_, document_->id, document_->reasons, document_->statistics}
               : RunControl::Text{};
}

void Session::Impl::startRun(const RunRequest& request) {
    runs_.endAsked();
    if (runs_.hasNews()) {
        publishRun();
    }
    runs_.run(request, newestText());
    loads_.otherRunBegins();
    runDocument_ = document_;
    nextReport_ = {};  // the first one at once: it shows that the run has begun
}

void Session::Impl::goLive() {
    if (loads_.goes() || pairs_.goes()) {
        isLiveHeld_ = true;
        loads_.liveRunsWait();
        pairs_.liveRunsWait();
        return;
    }
    if (runs_.goLive(newestText())) {
        runDocument_ = document_;
        // Most are over at once: then there is one report.
        nextReport_ = std::chrono::steady_clock::now() + kLiveGrace;
    }
}

void Session::Impl::publishRun() {
    std::shared_ptr<RunSnapshot> report = runs_.report();
    if (runDocument_->lastRun) {
        keepGhosts(*report, *runDocument_->lastRun);
    }
    if (report->finished()) {
        runDocument_->callTimes.add(*report);
    }
    lastReport_ = std::chrono::steady_clock::now();
    nextReport_ = lastReport_ + options_.publishEvery;
    publishLog();  // what was logged comes before the end
    newestReport_ = report;
    if (report->finished()) {
        runDocument_->lastRun = report;
    }
    observer_.runChanged(report);
    if (report->finished()) {
        record(report);
        statistics_.runEnded(*runDocument_->statistics, report, runDocument_->statisticsPlace);
    }
    if (runs_.isLiveDue()) {
        goLive();
    }
}

void Session::Impl::keepStatistics(const std::unordered_map<uint64_t, std::string>& paths) {
    for (const auto& [id, path] : paths) {
        for (const std::shared_ptr<Document>& document : documents_.all()) {
            if (document->id == id) {
                statistics_.keepAt(path, document->statistics, document->statisticsPlace);
            }
        }
    }
    for (LostStatistics& lost : statistics_.takeLoaded()) {
        observer_.statisticsLost(std::move(lost.pipelinePath), std::move(lost.file),
                                 std::move(lost.why));
    }
}

/// The recorder is read at once, before other runs write over it; the record is made aside.
void Session::Impl::record(const RunSnapshotPtr& ended) {
    std::optional<EndedRun> taken = runs_.takeRecords(ended);
    if (!taken) {
        return;
    }
    side_.start([this, taken = std::make_shared<EndedRun>(std::move(*taken))] {
        RunRecordPtr made = recordOf(std::move(*taken));
        {
            const std::lock_guard lock(mutex_);
            records_.push_back(std::move(made));
        }
        wake_.notify_one();
    });
}

void Session::Impl::publishLoad() {
    nextLoad_ = std::chrono::steady_clock::now() + kLoadEvery;
    EngineLoad load = engine_.load();
    load.results = runs_.resultUse();
    load.documents = documents_.size();
    if (newestReport_) {
        countNodes(load, *newestReport_);
    }
    observer_.engineChanged(load);
}

/// When this thread has something to do by itself.
std::optional<std::chrono::steady_clock::time_point> Session::Impl::nextLook() const {
    std::optional<std::chrono::steady_clock::time_point> next;
    const auto consider = [&](std::chrono::steady_clock::time_point time) {
        next = next ? std::min(*next, time) : time;
    };
    if (watches_) {
        consider(nextLoad_);
    }
    if (loads_.goes()) {
        consider(loads_.nextNews());
    }
    for (const std::shared_ptr<Document>& document : documents_.all()) {
        if (document->statisticsPlace.due) {
            consider(StatisticsSaver::nextSave(document->statisticsPlace));
        }
    }
    return next;
}

void Session::Impl::changeLoad(const std::optional<LoadRequest>& request, bool stops) {
    if (request && newest_) {
        pairs_.stop();
        isLiveHeld_ = runs_.stopLive() || isLiveHeld_;
        loads_.start(*request, newest_, document_->id);
        if (isLiveHeld_) {
            loads_.liveRunsWait();
        }
    }
    if (stops) {
        loads_.stop();
    }
    if (const LoadSnapshotPtr news = loads_.news(std::chrono::steady_clock::now())) {
        observer_.loadChanged(news);
    }
    if (!loads_.goes() && !pairs_.goes() && std::exchange(isLiveHeld_, false)) {
        goLive();
    }
}

void Session::Impl::changePair(std::optional<PairRequest> request, bool stops) {
    if (request && newest_) {
        loads_.stop();
        isLiveHeld_ = runs_.stopLive() || isLiveHeld_;
        pairs_.start(std::move(*request), newest_, document_->id);
        if (isLiveHeld_) {
            pairs_.liveRunsWait();
        }
    }
    if (stops) {
        pairs_.stop();
    }
    if (const PairSnapshotPtr news = pairs_.news()) {
        observer_.pairChanged(news);
    }
}

void Session::Impl::publishLog() {
    std::vector<std::string> log;
    {
        const std::lock_guard lock(mutex_);
        log = std::exchange(log_, {});
    }
    if (!log.empty()) {
        observer_.logLines(std::move(log));
    }
}

void Session::Impl::doFileWork(FileWork work) {
    if (const auto* load = std::get_if<FileToLoad>(&work)) {
        observer_.fileLoaded(pipelineFiles_.load(load->path));
        if (const std::string damage = keepDamagedPlaces(load->path); !damage.empty()) {
            observer_.logLines({damage});
        }
        return;
    }
    const auto& request = std::get<SaveRequest>(work);
    Observer::SavedFile saved = pipelineFiles_.save(request, newest_);
    const bool isKept = saved.status.ok() && newest_ && newest_->text->bytes() == request.bytes;
    observer_.fileSaved(std::move(saved));
    if (isKept) {
        engine_.keepLater(newest_);
    }
}

Session::Session(Options options, Observer& observer)
    : impl_(std::make_unique<Impl>(options, observer)) {}

Session::~Session() = default;

Revision Session::setText(uint64_t document, std::string text, std::optional<PinnedPlaces> places) {
    return impl_->setText(document, std::move(text), std::move(places));
}

void Session::arrange(uint64_t document, Arranging arranging) {
    impl_->arrange(document, std::move(arranging));
}

void Session::setLook(uint64_t document, GraphLook look) {
    impl_->setLook(document, std::move(look));
}

void Session::run(RunRequest request) {
    impl_->run(std::move(request));
}

void Session::setLive(std::optional<RunRequest> request) {
    impl_->setLive(std::move(request));
}

void Session::startLoad(LoadRequest request) {
    impl_->startLoad(std::move(request));
}

void Session::stopLoad() {
    impl_->stopLoad();
}

void Session::measurePair(PairRequest request) {
    impl_->measurePair(std::move(request));
}

void Session::stopPair() {
    impl_->stopPair();
}

void Session::consult(Question question) {
    impl_->consult(std::move(question));
}

void Session::inspect(uint64_t document, NodeIdentity node,
                      std::function<void(NodeValuePtr)> answer) {
    impl_->inspect({document, node, std::move(answer)});
}

void Session::aside(std::function<void()> work) {
    impl_->aside(std::move(work));
}

void Session::keepStatistics(uint64_t document, std::string pipelinePath) {
    impl_->keepStatistics(document, std::move(pipelinePath));
}

void Session::watchEngine(bool watches) {
    impl_->watchEngine(watches);
}

void Session::stop() {
    impl_->stop();
}

void Session::load(std::string path) {
    impl_->addFileWork(FileToLoad{std::move(path)});
}

void Session::save(std::string path, std::string bytes, uint64_t token,
                   std::optional<FileStamp> overwrites) {
    impl_->addFileWork(SaveRequest{std::move(path), std::move(bytes), token, overwrites});
}

bool isSamePipeline(const Snapshot& a, const Snapshot& b) {
    return &a == &b || structureOf(a) == structureOf(b);
}

std::vector<Error> checkInputJson(const TypeTable& types, const InputInfo& input,
                                  std::string_view json) {
    return decodeValue(types, {input.name, input.type, input.typeAliases}, json, JsonLimits{})
        .errors;
}

}  // namespace cst
