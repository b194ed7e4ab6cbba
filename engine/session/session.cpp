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
#include "engine/session/session_mail.h"
#include "engine/session/side_thread.h"
#include "engine/session/statistics_saver.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
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

    /// Any thread: `put(SessionMail&)` says what is wanted.
    template <class Put>
    void post(Put put) {
        {
            const std::lock_guard lock(mutex_);
            put(mail_);
        }
        wake_.notify_one();
    }
    Revision setText(uint64_t document, std::string bytes, std::optional<PinnedPlaces> places) {
        Revision revision = 0;
        post([&](SessionMail& mail) {
            revision = ++nextRevision_;
            newestRevision_.store(revision, std::memory_order_relaxed);
            if (!places && mail.text && mail.text->document == document) {
                places = std::move(mail.text->places);  // of a text that was never looked at
            }
            mail.text = NewText{document, revision, std::move(bytes), std::move(places)};
        });
        return revision;
    }
    void consult(Question question) {
        post([&](SessionMail&) { questions_.push_back(std::move(question)); });
    }
    void watchEngine(bool watches) {
        post([&](SessionMail& mail) { watches_ = mail.tellsLoad = watches; });
    }
    void aside(std::function<void()> work) { side_.start(std::move(work)); }

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
        post([](SessionMail& mail) { mail.runEnded = true; });
    }

    void outputEnded() override {
        {
            const std::lock_guard lock(mutex_);
            if (std::exchange(mail_.outputEnded, true)) {
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
        return ending_ || mail_.hasWork() || loads_.hasMail() || pairs_.hasMail() ||
               (!questions_.empty() && newest_);
    }
    void work();
    bool compile(NewText text);
    void arrange(SessionMail& mail);
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
    SessionMail mail_;  // guarded by mutex_, like all below
    std::vector<Question> questions_;
    bool watches_ = false;
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
        post([&](SessionMail& mail) {
            mail.madeLayout.emplace(std::move(input), std::move(layout));
        });
    }};

    StatisticsSaver statistics_{side_, *this};
    SideThread side_;     // behind the engine, which what it holds of runs needs
    std::thread thread_;  // last: starts when all else is there
};

void Session::Impl::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        if (runs_.hasNews()) {
            wake_.wait_until(lock, nextReport_, [&] { return hasWork() || mail_.outputEnded; });
            if (!hasWork() && mail_.outputEnded) {
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
        SessionMail mail = std::exchange(mail_, {});
        const bool watches = watches_;
        lock.unlock();
        if (mail.look) {
            wantedLook_ = std::move(mail.look);
        }
        bool isNew = mail.text.has_value();
        if (mail.live) {
            isNew = runs_.setLive(std::move(*mail.live)) || isNew;
        }
        // A run waits for its text; a file's text is set by the answer to load().
        if (mail.text && !compile(std::move(*mail.text))) {
            isNew = false;
            const std::lock_guard again(mutex_);
            mail.passOn(mail_);
        } else {
            answerQuestions();
        }
        keepStatistics(mail.statisticsPaths);
        for (const std::shared_ptr<Document>& document : documents_.all()) {
            statistics_.saveIfTime(*document->statistics, document->statisticsPlace);
        }
        arrange(mail);
        bool tellsLoad = mail.tellsLoad || mail.run;
        if (mail.run) {
            startRun(*mail.run);
        } else if (isNew) {
            goLive();
        }
        if (mail.stops) {
            runs_.stop();
        }
        changePair(std::move(mail.pair), mail.stopsPair);
        changeLoad(mail.load, mail.stopsLoad);
        const bool reports = runs_.hasNews();
        const auto now = std::chrono::steady_clock::now();
        if (reports && (mail.outputEnded || runs_.ended() || now >= nextReport_)) {
            publishRun();
            tellsLoad = tellsLoad || !runs_.hasNews();
        } else if (!reports) {
            publishLog();  // of a run that was stopped: its calls may still say something
        }
        inspect(std::move(mail.inspections));
        for (const RunRecordPtr& record : mail.records) {
            observer_.runRecorded(record);
        }
        if (watches && (tellsLoad || now >= nextLoad_)) {
            publishLoad();
        }
        for (FileWork& file : mail.files) {
            doFileWork(std::move(file));
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
void Session::Impl::arrange(SessionMail& mail) {
    if (!newest_) {
        return;
    }
    bool isAnother = false;
    if (mail.madeLayout && document_->layouts.wanted() != nullptr) {
        document_->layouts.take(std::move(mail.madeLayout->first),
                                std::move(mail.madeLayout->second));
        isAnother = true;
    }
    isAnother = isAnother || (wantedLook_ && wantedLook_->first == document_->id &&
                              (wantedLook_->second != document_->layouts.look() ||
                               wantedLook_->second.wish != document_->layouts.look().wish));
    for (const auto& [document, arranging] : mail.arrangings) {
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
        layouts.setLook(std::exchange(wantedLook_, std::nullopt)->second);
    }
    layouts.renameFolds(document_->folder.follow(snapshot, layouts.look().foldedGroups));
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
        if (mail_.text || !newest_) {
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
        post([&](SessionMail& mail) { mail.records.push_back(std::move(made)); });
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
    impl_->post(
        [&](SessionMail& mail) { mail.arrangings.emplace_back(document, std::move(arranging)); });
}

void Session::setLook(uint64_t document, GraphLook look) {
    impl_->post([&](SessionMail& mail) { mail.look.emplace(document, std::move(look)); });
}

void Session::run(RunRequest request) {
    impl_->post([&](SessionMail& mail) {
        mail.run = std::move(request);
        mail.stops = false;
    });
}

void Session::setLive(std::optional<RunRequest> request) {
    impl_->post([&](SessionMail& mail) { mail.live = std::move(request); });
}

void Session::startLoad(LoadRequest request) {
    impl_->post([&](SessionMail& mail) {
        mail.load = std::move(request);
        mail.stopsLoad = false;
    });
}

void Session::stopLoad() {
    impl_->post([](SessionMail& mail) { mail.stopsLoad = true; });
}

void Session::measurePair(PairRequest request) {
    impl_->post([&](SessionMail& mail) {
        mail.pair = std::move(request);
        mail.stopsPair = false;
    });
}

void Session::stopPair() {
    impl_->post([](SessionMail& mail) { mail.stopsPair = true; });
}

void Session::consult(Question question) {
    impl_->consult(std::move(question));
}

void Session::inspect(uint64_t document, NodeIdentity node,
                      std::function<void(NodeValuePtr)> answer) {
    impl_->post([&](SessionMail& mail) {
        mail.inspections.push_back({document, node, std::move(answer)});
    });
}

void Session::aside(std::function<void()> work) {
    impl_->aside(std::move(work));
}

void Session::keepStatistics(uint64_t document, std::string pipelinePath) {
    impl_->post([&](SessionMail& mail) {
        mail.statisticsPaths.insert_or_assign(document, std::move(pipelinePath));
    });
}

void Session::watchEngine(bool watches) {
    impl_->watchEngine(watches);
}

void Session::stop() {
    impl_->post([](SessionMail& mail) { mail.stops = mail.stopsLoad = mail.stopsPair = true; });
}

void Session::load(std::string path) {
    impl_->post([&](SessionMail& mail) { mail.files.emplace_back(FileToLoad{std::move(path)}); });
}

void Session::save(std::string path, std::string bytes, uint64_t token,
                   std::optional<FileStamp> overwrites) {
    impl_->post([&](SessionMail& mail) {
        mail.files.emplace_back(SaveRequest{std::move(path), std::move(bytes), token, overwrites});
    });
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
