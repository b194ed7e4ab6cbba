// A thread with a mailbox. Orders are done in their order; of texts that follow each other only the
// newest is kept. What is written is the difference to what was written last, so the thread keeps a
// text of its own to compare with, and the caller hands over whole texts.
//
//   nothing on the disk   --a text that is not the base, places that are not those of the file-->
//                                                            a journal with the whole text
//   a journal             --another text, other places-->    one record more
//   a journal             --grown too long, deleted by somebody, saved meanwhile, disk was full-->
//                                                            a new one in its place
//   a journal             --closed, another document, saved and nothing typed since-->   nothing

#include "engine/session/journal_keeper.h"

#include "engine/session/journal_file.h"
#include "engine/session/journal_place.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>

namespace cst {

namespace {

using Clock = std::chrono::steady_clock;

/// Edits of so many bytes, or of as many as the text has, and the journal begins anew.
constexpr uint64_t kMaxEditBytes = 1UL << 20U;

struct Open {
    JournalStart start;
    LeftJournalPtr left;
};
/// What is newest; nothing = as it was.
struct Newest {
    std::optional<std::string> text;
    std::function<PinnedPlaces()> places;
};
struct Saving {
    Hash128 text;
    std::function<void()> then;
};
struct Saved {
    JournalStart start;
};
struct Close {};
struct Find {
    std::vector<std::string> except;
};
using Order = std::variant<Open, Newest, Saving, Saved, Close, Find>;

}  // namespace

class JournalKeeper::Impl {
public:
    Impl(Options options, Observer& observer)
        : options_(std::move(options)), observer_(observer), thread_([this] { work(); }) {}
    ~Impl() {
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

    void give(Order order) {
        {
            const std::lock_guard lock(mutex_);
            orders_.push_back(std::move(order));
        }
        wake_.notify_one();
    }
    void give(Newest order) {
        {
            const std::lock_guard lock(mutex_);
            Newest* last = orders_.empty() ? nullptr : std::get_if<Newest>(&orders_.back());
            if (last == nullptr) {
                last = &std::get<Newest>(orders_.emplace_back(Newest()));
            }
            // What is replaced is destroyed with the order, without the lock.
            if (order.text) {
                std::swap(last->text, order.text);
            }
            if (order.places) {
                std::swap(last->places, order.places);
            }
        }
        wake_.notify_one();
    }

private:
    void work();
    void take(Open& order);
    void take(Newest& order);
    void take(Saving& order);
    void take(Saved& order);
    void take(Close& order);
    void take(Find& order);

    bool isAllOnDisk() const;
    void forgetFile();
    Status write();
    Status writeNews();
    Status writeEdit();
    Status writePlaces();
    Status writeWhole();
    Status writeWholeTo(const std::string& path);
    bool needsWhole(const JournalEdit& edit) const;
    void tell(const Status& status);

    const Options options_;
    Observer& observer_;  // outlives the keeper

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Order> orders_;  // guarded by mutex_
    bool ending_ = false;       // guarded by mutex_

    // Its own thread only.
    bool isOpen_ = false;
    JournalStart start_;
    std::vector<std::string> paths_;  // where the journal may lie
    LeftJournalPtr left_;             // still on the disk, and ours to replace
    std::string text_;
    PinnedPlaces places_;
    PinnedPlaces placesBeside_;  // what the file beside the pipeline says
    bool isDue_ = false;         // the text, or what it is compared with, is not on the disk
    Clock::time_point next_;     // nothing is written before
    std::unique_ptr<JournalFile> file_;
    std::string written_;            // in `file_`
    PinnedPlaces writtenPlaces_;     // likewise, or beside the pipeline if it says nothing of them
    bool isStale_ = false;           // `file_` is of another start, or torn
    std::optional<Hash128> saving_;  // on its way to the file
    uint64_t editBytes_ = 0;         // in `file_`, behind its text
    uint64_t moves_ = 0;             // see kMaxJournalMoves
    std::string trouble_;

    std::thread thread_;  // last: starts when all else is there
};

void JournalKeeper::Impl::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        const auto hasWork = [this] { return ending_ || !orders_.empty(); };
        if (isDue_) {
            wake_.wait_until(lock, next_, hasWork);
        } else {
            wake_.wait(lock, hasWork);
        }
        const bool ends = ending_;
        std::deque<Order> orders = std::exchange(orders_, {});
        lock.unlock();
        for (Order& order : orders) {
            std::visit([this](auto& each) { take(each); }, order);
        }
        const auto now = Clock::now();
        if (isDue_ && (ends || now >= next_)) {
            const Status status = write();
            isDue_ = !status.ok();
            next_ = now + (status.ok() ? options_.writeEvery : options_.retryEvery);
            tell(status);
        }
        if (ends) {
            return;
        }
        lock.lock();
    }
}

// ---- orders ---------------------------------------------------------------------------------

void JournalKeeper::Impl::take(Open& order) {
    Close closes;
    take(closes);
    isOpen_ = true;
    start_ = std::move(order.start);
    paths_ = JournalPlaces(options_.stateFolder, start_.path).newPaths();
    left_ = std::move(order.left);
    text_ = {};
    placesBeside_ = start_.path.empty() ? PinnedPlaces() : loadPlaces(start_.path).places;
    places_ = placesBeside_;
    if (left_) {
        // Its journal is replaced by ours, in one step: the text is never in none of them.
        paths_.insert(paths_.begin(), left_->journal);
        text_ = left_->content.text;
        places_ = left_->content.places.value_or(placesBeside_);
        isDue_ = true;
        next_ = {};
    }
}

void JournalKeeper::Impl::take(Newest& order) {
    if (!isOpen_) {
        return;
    }
    if (order.text) {
        text_ = std::move(*order.text);
    }
    if (order.places) {
        places_ = order.places();
        if (places_ != writtenPlaces_ && !saving_ && isAllOnDisk()) {  // they were put back
            forgetFile();
        }
    }
    isDue_ = file_ || left_ || !isAllOnDisk();
}

bool JournalKeeper::Impl::isAllOnDisk() const {
    return places_ == placesBeside_ && hashBytes(text_) == start_.base;
}

void JournalKeeper::Impl::take(Saving& order) {
    saving_ = order.text;
    if (file_ && !isStale_ && !file_->appendSave(order.text).ok()) {
        isStale_ = true;
        isDue_ = true;
    }
    order.then();
}

void JournalKeeper::Impl::take(Saved& order) {
    if (!isOpen_) {
        return;
    }
    const bool moves = order.start.path != start_.path;
    start_ = std::move(order.start);
    saving_.reset();
    if (moves) {
        paths_ = JournalPlaces(options_.stateFolder, start_.path).newPaths();
    }
    placesBeside_ = loadPlaces(start_.path).places;
    isDue_ = !isAllOnDisk();
    if (!isDue_) {
        forgetFile();
    } else if (file_ || left_) {
        isStale_ = true;
        next_ = {};
    }
}

void JournalKeeper::Impl::take(Close&) {
    forgetFile();
    isOpen_ = false;
    isDue_ = false;
    text_ = {};
    tell(success());
}

void JournalKeeper::Impl::take(Find& order) {
    observer_.journalsFound(findLeftJournals(options_.stateFolder, order.except));
}

void JournalKeeper::Impl::forgetFile() {
    if (file_) {
        file_->remove();
        unlinkJournal(options_.stateFolder, file_->path());
        file_.reset();
    }
    if (left_) {
        removeJournal(left_->journal);
        unlinkJournal(options_.stateFolder, left_->journal);
        left_.reset();
    }
    written_ = {};
    writtenPlaces_ = {};
    isStale_ = false;
    saving_.reset();
}

// ---- writing --------------------------------------------------------------------------------

Status JournalKeeper::Impl::write() {
    if (text_.size() > kMaxJournalledText) {
        return Error{"journal", "the text is too large", ""};
    }
    return file_ && !isStale_ && file_->isThere() ? writeNews() : writeWhole();
}

Status JournalKeeper::Impl::writeNews() {
    Status status = writeEdit();
    if (status.ok() && places_ != writtenPlaces_) {
        status = writePlaces();
    }
    return status;
}

Status JournalKeeper::Impl::writePlaces() {
    const uint64_t size = printPlaces(places_).size();
    if (editBytes_ + size > std::max<uint64_t>(kMaxEditBytes, text_.size()) ||
        !file_->appendPlaces(places_).ok()) {
        isStale_ = true;
        return writeWhole();
    }
    editBytes_ += size;
    writtenPlaces_ = places_;
    return success();
}

bool JournalKeeper::Impl::needsWhole(const JournalEdit& edit) const {
    const uint64_t moves = written_.size() - edit.offset + edit.inserted.size();
    return editBytes_ + edit.inserted.size() > std::max<uint64_t>(kMaxEditBytes, text_.size()) ||
           moves_ + moves > kMaxJournalMoves / 2;
}

Status JournalKeeper::Impl::writeEdit() {
    const JournalEdit edit = editBetween(written_, text_);
    if (edit.removed == 0 && edit.inserted.empty()) {
        return success();
    }
    if (needsWhole(edit)) {
        return writeWhole();
    }
    if (!file_->append(edit).ok()) {
        isStale_ = true;
        return writeWhole();  // in another folder, perhaps
    }
    editBytes_ += edit.inserted.size() + sizeof edit;
    moves_ += written_.size() - edit.offset + edit.inserted.size();
    written_.replace(edit.offset, edit.removed, edit.inserted);
    return success();
}

Status JournalKeeper::Impl::writeWhole() {
    Status first = Error{"journal", "there is no folder for it", ""};
    for (std::size_t i = 0; i < paths_.size(); ++i) {
        Status status = writeWholeTo(paths_[i]);
        if (status.ok()) {
            return status;
        }
        if (i == 0) {
            first = std::move(status);
        }
    }
    return first;
}

Status JournalKeeper::Impl::writeWholeTo(const std::string& path) {
    const bool isOurs = (file_ && file_->path() == path) || (left_ && left_->journal == path);
    if (!isOurs) {
        linkJournal(options_.stateFolder, path);  // before it: a journal is never without a link
    }
    const std::optional<PinnedPlaces> places =
        places_ == placesBeside_ ? std::nullopt : std::optional(places_);
    Result<std::unique_ptr<JournalFile>> file =
        JournalFile::write(path, start_, text_, saving_, places);
    if (!file.ok()) {
        if (!isOurs) {
            unlinkJournal(options_.stateFolder, path);
        }
        return file.error();
    }
    linkJournal(options_.stateFolder, path);  // somebody may have deleted it
    const auto isReplaced = [&](const std::string& old) {
        if (old != path) {
            removeJournal(old);
            unlinkJournal(options_.stateFolder, old);
        }
    };
    if (file_) {
        isReplaced(file_->path());
    }
    if (left_) {
        isReplaced(left_->journal);
        left_.reset();
    }
    file_ = std::move(*file);
    written_ = text_;
    writtenPlaces_ = places_;
    isStale_ = false;
    editBytes_ = moves_ = 0;
    return success();
}

void JournalKeeper::Impl::tell(const Status& status) {
    std::string trouble = status.ok() ? std::string() : status.error().message;
    if (trouble.empty() != trouble_.empty()) {  // another reason for the same is no news
        observer_.journalTrouble(trouble);
    }
    trouble_ = std::move(trouble);
}

// ---- the outside ----------------------------------------------------------------------------

JournalKeeper::JournalKeeper(Options options, Observer& observer)
    : impl_(std::make_unique<Impl>(std::move(options), observer)) {}

JournalKeeper::~JournalKeeper() = default;

void JournalKeeper::open(JournalStart start) {
    impl_->give(Open{std::move(start), {}});
}

void JournalKeeper::open(JournalStart start, LeftJournalPtr left) {
    impl_->give(Open{std::move(start), std::move(left)});
}

void JournalKeeper::setText(std::string text) {
    impl_->give(Newest{std::move(text), {}});
}

void JournalKeeper::setPlaces(std::function<PinnedPlaces()> places) {
    impl_->give(Newest{{}, std::move(places)});
}

void JournalKeeper::saving(const Hash128& text, std::function<void()> then) {
    impl_->give(Saving{text, std::move(then)});
}

void JournalKeeper::saved(JournalStart start) {
    impl_->give(Saved{std::move(start)});
}

void JournalKeeper::close() {
    impl_->give(Close{});
}

void JournalKeeper::find(std::vector<std::string> except) {
    impl_->give(Find{std::move(except)});
}

}  // namespace cst
