#include "ui/shell/session_bridge.h"

#include "ui/shell/studio_spans.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace cst {

namespace {

constexpr int kLogLinesKept = 10'000;      // between two looks of the UI thread
constexpr std::size_t kRecordsKept = 256;  // likewise

/// What arrived and the UI thread has not looked at yet.
struct Mail {
    SnapshotPtr snapshot;
    RunSnapshotPtr run;
    std::vector<RunRecordPtr> records;
    std::vector<LoadSnapshotPtr> loads;
    std::vector<PairSnapshotPtr> pairs;
    QStringList log;
    std::vector<LostTimes> lostTimes;
    std::optional<EngineLoad> engine;
    std::vector<LoadedDocumentPtr> loaded;
    std::vector<SavedDocument> saved;
    std::vector<LeftJournalsPtr> left;
    std::vector<SessionBridge::Answer> answers;
    std::optional<std::string> journalTrouble;
};

}  // namespace

bool hasLineOver(std::string_view text, std::size_t limit) {
    std::size_t start = 0;
    while (text.size() - start > limit) {
        const std::size_t newline = std::min(text.find('\n', start), text.size());
        if (newline - start > limit) {
            return true;
        }
        start = std::min(newline + 1, text.size());
    }
    return false;
}

/// Called on threads of the engine, of the session and of the journal; take() is called on the UI
/// thread.
class SessionBridge::Listener : public Session::Observer, public JournalKeeper::Observer {
public:
    Listener(SessionBridge& bridge, std::string journalFolder, const StudioSpans* spans)
        : bridge_(bridge), journalFolder_(std::move(journalFolder)), spans_(spans) {}

    Mail take() {
        const std::lock_guard lock(mutex_);
        isPosted_ = false;
        return std::exchange(mail_, {});
    }

    void snapshotReady(SnapshotPtr snapshot) override {
        post([&](Mail& mail) { mail.snapshot.swap(snapshot); });
    }

    void runChanged(RunSnapshotPtr run) override {
        post([&](Mail& mail) { mail.run.swap(run); });
    }

    void runRecorded(RunRecordPtr record) override {
        if (spans_) record = spans_->joined(record);
        post([&](Mail& mail) {
            mail.records.push_back(std::move(record));
            if (mail.records.size() > kRecordsKept) {
                mail.records.erase(mail.records.begin());
            }
        });
    }

    /// Of each load the newest, so that its end is never overtaken by the next one.
    void loadChanged(LoadSnapshotPtr load) override {
        post([&](Mail& mail) {
            if (!mail.loads.empty() && mail.loads.back()->load == load->load) {
                mail.loads.back().swap(load);
            } else {
                mail.loads.push_back(std::move(load));
            }
        });
    }

    /// Likewise.
    void pairChanged(PairSnapshotPtr pair) override {
        post([&](Mail& mail) {
            if (!mail.pairs.empty() && mail.pairs.back()->token == pair->token) {
                mail.pairs.back().swap(pair);
            } else {
                mail.pairs.push_back(std::move(pair));
            }
        });
    }

    void logLines(std::vector<std::string> lines) override {
        QStringList texts;
        for (const std::string& line : lines) {
            texts.append(QString::fromStdString(line));
        }
        post([&](Mail& mail) {
            mail.log.append(texts);
            if (mail.log.size() > kLogLinesKept) {
                mail.log = mail.log.mid(mail.log.size() - kLogLinesKept);
            }
        });
    }

    void statisticsLost(std::string pipeline, std::string file, std::string why) override {
        post([&](Mail& mail) {
            mail.lostTimes.push_back({QString::fromStdString(pipeline),
                                      QString::fromStdString(file), QString::fromStdString(why)});
        });
    }

    void engineChanged(EngineLoad load) override {
        post([&](Mail& mail) { mail.engine = load; });
    }

    void fileLoaded(LoadedFile file) override {
        const bool hasLongLine =
            file.bytes.ok() && hasLineOver(file.bytes.value(), kLongestEditableLine);
        auto loaded = std::make_shared<const LoadedDocument>(
            LoadedDocument{QString::fromStdString(file.path), std::move(file.bytes),
                           std::move(file.samples), hasLongLine, file.stamp, std::move(file.places),
                           findLeftJournalsOf(journalFolder_, file.path)});
        post([&](Mail& mail) { mail.loaded.push_back(std::move(loaded)); });
    }

    void fileSaved(SavedFile file) override {
        const auto messageOf = [](const Status& status) {
            return status.ok() ? QString() : QString::fromStdString(status.error().message);
        };
        post([&](Mail& mail) {
            mail.saved.push_back({QString::fromStdString(file.path), file.token,
                                  messageOf(file.status), messageOf(file.layout),
                                  file.isOverwriteRefused, file.stamp});
        });
    }

    void answered(Answer answer) {
        post([&](Mail& mail) { mail.answers.push_back(std::move(answer)); });
    }

    void journalTrouble(std::string why) override {
        post([&](Mail& mail) { mail.journalTrouble = std::move(why); });
    }

    void journalsFound(LeftJournals found) override {
        auto left = std::make_shared<const LeftJournals>(std::move(found));
        post([&](Mail& mail) { mail.left.push_back(std::move(left)); });
    }

private:
    // `change` only moves pointers; what it swaps out is destroyed by the caller, without the lock.
    template <class Change>
    void post(Change change) {
        bool wasPosted = false;
        {
            const std::lock_guard lock(mutex_);
            change(mail_);
            wasPosted = std::exchange(isPosted_, true);
        }
        if (!wasPosted) {
            // Runs on the UI thread, or never if the bridge is gone.
            QMetaObject::invokeMethod(&bridge_, &SessionBridge::deliver, Qt::QueuedConnection);
        }
    }

    SessionBridge& bridge_;  // outlives this
    const std::string journalFolder_;
    const StudioSpans* const spans_;  // outlives the bridge; may be null

    std::mutex mutex_;
    Mail mail_;              // guarded by mutex_
    bool isPosted_ = false;  // guarded by mutex_: deliver() is on its way
};

SessionBridge::SessionBridge(const QString& journalFolder, std::shared_ptr<CompiledFiles> files,
                             QObject* parent, const StudioSpans* spans)
    : QObject(parent),
      listener_(std::make_unique<Listener>(*this, journalFolder.toStdString(), spans)),
      journal_({journalFolder.toStdString()}, *listener_),
      session_({.files = std::move(files)}, *listener_) {}

SessionBridge::~SessionBridge() = default;

Revision SessionBridge::setText(uint64_t document, std::string text,
                                std::optional<PinnedPlaces> places) {
    journal_.setText(text);
    const Revision revision = session_.setText(document, std::move(text), std::move(places));
    if (!journalledFrom_) {
        journalledFrom_ = revision;
    }
    return revision;
}

void SessionBridge::arrange(uint64_t document, Arranging arranging) {
    session_.arrange(document, std::move(arranging));
}

void SessionBridge::setLook(uint64_t document, GraphLook look) {
    session_.setLook(document, std::move(look));
}

void SessionBridge::setLive(std::optional<Session::RunRequest> request) {
    session_.setLive(std::move(request));
}

void SessionBridge::run(Session::RunRequest request) {
    session_.run(std::move(request));
}

void SessionBridge::stop() {
    session_.stop();
}

void SessionBridge::startLoad(LoadRequest request) {
    session_.startLoad(std::move(request));
}

void SessionBridge::stopLoad() {
    session_.stopLoad();
}

void SessionBridge::measurePair(PairRequest request) {
    session_.measurePair(std::move(request));
}

void SessionBridge::stopPair() {
    session_.stopPair();
}

void SessionBridge::consult(Question question) {
    session_.consult([listener = listener_.get(), question = std::move(question)](
                         const SnapshotPtr& newest) { listener->answered(question(*newest)); });
}

void SessionBridge::inspect(uint64_t document, NodeIdentity node,
                            std::function<void(NodeValuePtr)> then) {
    session_.inspect(document, node,
                     [listener = listener_.get(), then = std::move(then)](NodeValuePtr value) {
                         listener->answered([then, value = std::move(value)] { then(value); });
                     });
}

void SessionBridge::aside(std::function<Answer()> work) {
    session_.aside(
        [listener = listener_.get(), work = std::move(work)] { listener->answered(work()); });
}

void SessionBridge::keepStatistics(uint64_t document, const QString& pipelinePath) {
    session_.keepStatistics(document, pipelinePath.toStdString());
}

void SessionBridge::watchEngine(bool watches) {
    session_.watchEngine(watches);
}

void SessionBridge::load(const QString& path) {
    session_.load(path.toStdString());
}

void SessionBridge::save(const QString& path, std::string bytes, uint64_t token,
                         std::optional<FileStamp> overwrites) {
    const Hash128 hash = hashBytes(bytes);
    auto text = std::make_shared<std::string>(std::move(bytes));
    // The session is called from here only, so the journal's thread asks this one to go on.
    const auto goOn = [this, path, text, token, overwrites] {
        session_.save(path.toStdString(), std::move(*text), token, overwrites);
    };
    journal_.saving(hash,
                    [this, goOn] { QMetaObject::invokeMethod(this, goOn, Qt::QueuedConnection); });
}

void SessionBridge::openJournal(JournalStart start, LeftJournalPtr left) {
    journalledFrom_.reset();
    hadPlaces_ = true;  // those beside the pipeline
    journal_.open(std::move(start), std::move(left));
}

/// Their keys may be others with each text.
void SessionBridge::journalPlaces(const SnapshotPtr& snapshot) {
    if (!journalledFrom_ || snapshot->revision < *journalledFrom_ || !snapshot->arrangement) {
        return;
    }
    const Arrangement& now = *snapshot->arrangement;
    const bool hasPlaces = !now.pins.empty() || !now.waiting.empty();
    if (std::exchange(hadPlaces_, hasPlaces) || hasPlaces) {
        journal_.setPlaces([snapshot] { return placesOf(*snapshot); });
    }
}

void SessionBridge::journalSaved(JournalStart start) {
    journal_.saved(std::move(start));
}

void SessionBridge::closeJournal() {
    journal_.close();
}

void SessionBridge::findJournals(const QStringList& except) {
    std::vector<std::string> paths;
    for (const QString& path : except) {
        paths.push_back(path.toStdString());
    }
    journal_.find(std::move(paths));
}

void SessionBridge::deliver() {
    const Mail mail = listener_->take();
    for (const LoadedDocumentPtr& file : mail.loaded) {
        emit fileLoaded(file);
    }
    // A run never comes before the snapshot that it runs.
    if (mail.snapshot && mail.snapshot->revision >= shown_) {
        shown_ = mail.snapshot->revision;
        journalPlaces(mail.snapshot);
        emit snapshotChanged(mail.snapshot);
    }
    for (const Answer& answer : mail.answers) {
        answer();
    }
    if (!mail.log.isEmpty()) {
        emit logLines(mail.log);
    }
    for (const LostTimes& lost : mail.lostTimes) {
        emit timesLost(lost);
    }
    if (mail.run) {
        emit runChanged(mail.run);
    }
    for (const RunRecordPtr& record : mail.records) {
        emit runRecorded(record);
    }
    for (const LoadSnapshotPtr& load : mail.loads) {
        emit loadChanged(load);
    }
    for (const PairSnapshotPtr& pair : mail.pairs) {
        emit pairChanged(pair);
    }
    if (mail.engine) {
        emit engineChanged(*mail.engine);
    }
    for (const SavedDocument& saved : mail.saved) {
        emit fileSaved(saved);
    }
    for (const LeftJournalsPtr& left : mail.left) {
        emit journalsFound(left);
    }
    if (mail.journalTrouble) {
        emit journalTrouble(QString::fromStdString(*mail.journalTrouble));
    }
}

}  // namespace cst
