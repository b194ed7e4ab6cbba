// How a batch runs. Chunks stand in a queue in the order of the data. A worker takes one, runs its
// records one after the other, and gathers their lines. Nearly all runs have ended when start()
// returns, so they cost no hand-over, no lock and no place of their own. One that waits for a call
// gets one: a Piece in its chunk between the lines before and those behind it, which is filled in
// when it ends. The worker goes on with the next record.
//
// Permits bound the runs that are under way: a worker at a chunk has one, and so has every run that
// waits. A worker that has given its permit to such a run and gets no other leaves the chunk; the
// end of any run brings a worker back. No thread ever waits for a permit.
//
// Which of the two comes last, start() having returned without an end and the end itself, sees to
// the end: both write Piece::hasEnded_ and look at what stood there.
//
// Memory is bounded by three rules. The reader waits while there are enough chunks. A chunk whose
// finished lines are many is left alone until they have been written. And lines leave a chunk as
// soon as it is the first, not when all of it is done.

#include "engine/session/batch_work.h"

#include "engine/session/batch_line.h"

#include <algorithm>
#include <new>
#include <utility>

namespace cst {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostWaiting = 16UL << 20U;   // in here, beyond the first two chunks
constexpr std::size_t kMostPending = 256UL << 10U;  // lines of one chunk that wait
constexpr std::size_t kMostTaken = 1UL << 20U;      // lines given out at once
constexpr std::size_t kMostRecords = 4096;          // of a chunk
constexpr std::size_t kMostUnknown = 100;           // keys that somebody is told about
constexpr std::chrono::nanoseconds kChunkTime{3'000'000};

}  // namespace

/// A run that waits, or lines that stand together.
class BatchWork::Piece : public RunObserver {
public:
    Piece(BatchWork& work, Chunk& chunk) : work_(work), chunk_(chunk) {}

    void runEnded() override {
        if (hasEnded_.exchange(true)) {
            work_.finish(*this);
        }
    }
    /// After start(): false = it goes on, and the end will be seen to.
    bool hasEnded() const { return hasEnded_.load(std::memory_order_acquire); }
    void leaveToItself() { runEnded(); }
    void reset() { hasEnded_.store(false, std::memory_order_relaxed); }

    BatchWork& work_;
    Chunk& chunk_;
    BatchPart part;
    uint64_t number = 0;
    RunRef run;             // guarded by mutex_, from when it stands in a chunk
    bool isClosed = false;  // likewise
    bool isLost = false;    // its run was cancelled

private:
    std::atomic<bool> hasEnded_{false};
};

struct BatchWork::Chunk {
    enum class State : uint8_t { Ready, Taken, Parked, Left, Done };

    RecordChunk data;
    std::size_t next = 0;  // record; owned by whoever has taken the chunk
    // guarded by mutex_
    State state = State::Ready;
    std::deque<std::unique_ptr<Piece>> pieces;
    std::size_t pending = 0;  // bytes of finished lines

    std::mutex currentMutex;
    RunRef current;  // that start() is at, for stop(); guarded by currentMutex
};

class BatchWork::Job : public cst::Job {
public:
    Job(BatchWork& work, Chunk& chunk) : work_(work), chunk_(chunk) {}
    void run() override;

private:
    BatchWork& work_;
    Chunk& chunk_;
};

/// At one chunk.
class BatchWork::Worker {
public:
    Worker(BatchWork& work, Chunk& chunk)
        : work_(work),
          chunk_(chunk),
          options_(work.settings_.run),
          recording_(*work.services_.recorder) {
        options_.ring = &recording_.ring();
        options_.warned = work.warned_;
    }
    void run();

private:
    enum class Then : uint8_t {
        GoOn,
        Rest,   // until its lines have been written
        Leave,  // for good
        Gone,   // it has left, without a permit
    };

    Then doRecord(const Record& record);
    Then startRun(const Record& record);
    Then leaveOpen(const Record& record, RunRef run);
    void close(const Record& record);
    void addError(const Record& record, const RunError& error);
    void addUnknown();
    void closeLines();
    void leave(Chunk::State state);

    BatchWork& work_;
    Chunk& chunk_;
    Run::Options options_;  // but for the number
    Recorder::Lease recording_;
    RunRef run_;  // of the record before
    RecordInputs::Bound bound_;
    BatchPart part_;                // lines that stand together
    std::unique_ptr<Piece> spare_;  // hears of the run; becomes its place if that waits
};

void BatchWork::Job::run() {
    Worker(work_, chunk_).run();
}

BatchWork::BatchWork(Engine& engine, SnapshotPtr compiled, const RecordInputs& inputs, LogSink& log,
                     Settings settings)
    : engine_(engine),
      inputs_(inputs),
      executable_(compiled->optimised->get(engine.registry(), *engine.types())),
      outcome_(compiled, executable_),
      services_(engine.runServices(log)),
      settings_(settings),
      workers_(engine.executor().workers()),
      permits_(settings.jobs) {}

BatchWork::~BatchWork() {
    stop();
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [&] { return isQuiet(); });
}

// --- a worker at a chunk ---

void BatchWork::Worker::run() {
    const auto began = Clock::now();
    const std::size_t first = chunk_.next;
    const std::vector<Record>& records = chunk_.data.records;
    Then then = Then::GoOn;
    while (then == Then::GoOn && chunk_.next < records.size()) {
        if (work_.stopped_.load()) {
            then = Then::Leave;
            break;
        }
        then = doRecord(records[chunk_.next]);
    }
    if (then == Then::Gone) {
        return;
    }
    const std::size_t done = chunk_.next - first;
    if (done > 0) {
        const auto each = (Clock::now() - began) / static_cast<int64_t>(done);
        const auto wanted = kChunkTime / std::max(each, Clock::duration(1));
        work_.wantedRecords_.store(
            std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, kMostRecords),
            std::memory_order_relaxed);
    }
    closeLines();
    leave(then == Then::GoOn   ? Chunk::State::Done
          : then == Then::Rest ? Chunk::State::Parked
                               : Chunk::State::Left);
}

BatchWork::Worker::Then BatchWork::Worker::doRecord(const Record& record) {
    const std::size_t mark = part_.lines.size();
    Then then = Then::GoOn;
    try {
        then = startRun(record);
    } catch (const std::bad_alloc&) {
        part_.lines.resize(mark);
        RunError error;
        error.code = "R001";
        error.message = "there is not enough memory for the record";
        addError(record, error);
        run_ = RunRef();
        spare_.reset();
        close(record);
    }
    if (then != Then::GoOn) {
        return then;
    }
    if (part_.failed > 0 && work_.settings_.failsFast) {
        return Then::Leave;
    }
    if (part_.lines.size() > kMostPending) {
        return Then::Rest;
    }
    return Then::GoOn;
}

BatchWork::Worker::Then BatchWork::Worker::startRun(const Record& record) {
    const auto error = work_.inputs_.bind(record, chunk_.data.text(record), bound_);
    if (!bound_.unknown.empty()) {
        addUnknown();
    }
    if (error) {
        addError(record, *error);
        close(record);
        return Then::GoOn;
    }
    if (!spare_) {
        spare_ = std::make_unique<Piece>(work_, chunk_);
    }
    // Nearly always the run of the record before: whatever two workers both write to, the pool and
    // the count of who holds the program, costs more than the run itself.
    bool isReused = false;
    if (run_) {
        const std::lock_guard lock(chunk_.currentMutex);  // stop() may be at it
        isReused = run_->reuse(2);
    }
    if (!isReused) {
        run_ = Run::lease(work_.executable_.program, work_.services_, spare_.get());
    }
    RunRef& run = run_;
    for (uint32_t i = 0; i < bound_.values.size(); ++i) {
        if (bound_.given[i]) {
            run->setInput(i, std::move(bound_.values[i]));
        }
    }
    if (!isReused) {
        RunRef before = run;
        const std::lock_guard lock(chunk_.currentMutex);
        std::swap(before, chunk_.current);
    }
    if (work_.stopped_.load()) {
        return Then::Leave;
    }
    options_.number = record.number;
    run->start(options_);
    if (!spare_->hasEnded()) {
        return leaveOpen(record, std::move(run));
    }
    spare_->reset();
    if (work_.outcome_.append(part_.lines, record.number, *run)) {
        ++part_.count;
    } else if (run->cancelled() && !run->timedOut()) {
        return Then::Leave;
    } else {
        addError(record, work_.outcome_.errorOf(*run));
    }
    close(record);
    return Then::GoOn;
}

/// Its line stands in part_.
void BatchWork::Worker::close(const Record& record) {
    part_.end = record.end;
    ++chunk_.next;
}

/// The run waits and keeps the permit; the worker needs another one.
BatchWork::Worker::Then BatchWork::Worker::leaveOpen(const Record& record, RunRef run) {
    closeLines();
    ++chunk_.next;
    spare_->number = record.number;
    spare_->part.end = record.end;
    Piece& piece = *spare_;
    bool mayGoOn = false;
    {
        const std::lock_guard lock(work_.mutex_);
        piece.run = std::move(run);
        chunk_.pieces.push_back(std::move(spare_));
        ++work_.open_;
        mayGoOn = work_.permits_ > 0;
        if (mayGoOn) {
            --work_.permits_;
        }
    }
    piece.leaveToItself();
    if (mayGoOn) {
        return Then::GoOn;
    }
    // Without a permit: nothing is given back.
    std::vector<Chunk*> start;
    {
        const std::lock_guard lock(work_.mutex_);
        const bool isDone = chunk_.next == chunk_.data.records.size();
        chunk_.state = isDone ? Chunk::State::Done : Chunk::State::Ready;
        --work_.active_;
        start = work_.startable();
        work_.tell(chunk_);
    }
    BatchWork& work = work_;
    work.submit(start);
    return Then::Gone;
}

void BatchWork::Worker::addError(const Record& record, const RunError& error) {
    const std::string line = batchErrorLine(record.number, error);
    part_.lines += line;
    part_.errorLines += line;
    ++part_.count;
    ++part_.failed;
}

void BatchWork::Worker::addUnknown() {
    for (std::string& name : bound_.unknown) {
        if (part_.unknown.size() < kMostUnknown &&
            std::find(part_.unknown.begin(), part_.unknown.end(), name) == part_.unknown.end()) {
            part_.unknown.push_back(std::move(name));
        }
    }
}

void BatchWork::Worker::closeLines() {
    if (part_.isEmpty()) {
        return;
    }
    auto piece = std::make_unique<Piece>(work_, chunk_);
    piece->part = std::exchange(part_, {});
    piece->isClosed = true;
    const std::size_t size = piece->part.lines.size();
    const std::lock_guard lock(work_.mutex_);
    chunk_.pieces.push_back(std::move(piece));
    chunk_.pending += size;
    work_.bytes_ += size;
    work_.tell(chunk_);
}

/// The chunk is anybody's, and the permit too.
void BatchWork::Worker::leave(Chunk::State state) {
    RunRef last;
    {
        const std::lock_guard lock(chunk_.currentMutex);
        std::swap(last, chunk_.current);
    }
    last = RunRef();
    std::vector<Chunk*> start;
    BatchWork& work = work_;
    {
        const std::lock_guard lock(work.mutex_);
        // Its lines may have been taken already: then nobody would come to wake it.
        const bool goesOn = state == Chunk::State::Parked && chunk_.pending < kMostPending;
        chunk_.state = goesOn ? Chunk::State::Ready : state;
        --work.active_;
        ++work.permits_;
        start = work.startable();
        work.tell(chunk_);
    }
    work.submit(start);
}

// --- the queue ---

/// A run that waited has ended. On any thread, once.
void BatchWork::finish(Piece& piece) {
    RunRef run;
    {
        const std::lock_guard lock(mutex_);
        run = std::move(piece.run);
    }
    BatchPart& part = piece.part;
    part.count = 1;
    bool isLost = false;
    try {
        if (!outcome_.append(part.lines, piece.number, *run)) {
            isLost = run->cancelled() && !run->timedOut();
            part.failed = 1;
            part.lines = batchErrorLine(piece.number, outcome_.errorOf(*run));
            part.errorLines = part.lines;
        }
    } catch (const std::bad_alloc&) {
        RunError error;
        error.code = "R001";
        error.message = "there is not enough memory for the record";
        part.failed = 1;
        part.lines = batchErrorLine(piece.number, error);
        part.errorLines = part.lines;
    }
    run = RunRef();
    std::vector<Chunk*> start;
    {
        const std::lock_guard lock(mutex_);
        Chunk& chunk = piece.chunk_;
        piece.isLost = isLost;
        piece.isClosed = true;
        chunk.pending += part.lines.size();
        bytes_ += part.lines.size();
        --open_;
        ++permits_;
        start = startable();
        tell(chunk);
    }
    submit(start);
}

/// Chunks that workers can begin with, first ones first; each takes a permit.
std::vector<BatchWork::Chunk*> BatchWork::startable() {
    std::vector<Chunk*> found;
    for (const auto& chunk : chunks_) {
        if (stopped_ || permits_ == 0 || active_ == workers_) {
            break;
        }
        if (chunk->state == Chunk::State::Ready) {
            chunk->state = Chunk::State::Taken;
            --permits_;
            ++active_;
            found.push_back(chunk.get());
        }
    }
    return found;
}

void BatchWork::submit(const std::vector<Chunk*>& chunks) {
    for (Chunk* const chunk : chunks) {
        engine_.executor().submit(std::make_unique<Job>(*this, *chunk));
    }
}

/// Something about the chunk has changed.
void BatchWork::tell(const Chunk& chunk) {
    if (stopped_ || (!chunks_.empty() && chunks_.front().get() == &chunk)) {
        ready_.notify_all();
    }
}

bool BatchWork::hasRoom() const {
    const bool isEnough = chunks_.size() >= 2 * workers_ + 2 && records_ >= 2 * settings_.jobs;
    return chunks_.size() < 2 || (bytes_ < kMostWaiting && !isEnough);
}

bool BatchWork::add(RecordChunk chunk) {
    std::vector<Chunk*> start;
    {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return stopped_ || hasRoom(); });
        if (stopped_) {
            return false;
        }
        bytes_ += chunk.bytes.size();
        records_ += chunk.records.size();
        chunks_.push_back(std::make_unique<Chunk>());
        chunks_.back()->data = std::move(chunk);
        start = startable();
    }
    submit(start);
    return true;
}

void BatchWork::finishAdding() {
    const std::lock_guard lock(mutex_);
    isClosed_ = true;
    ready_.notify_all();
}

/// False: another piece has to come first.
bool BatchWork::takeFrom(Chunk& chunk, BatchPart& part) {
    while (!chunk.pieces.empty()) {
        Piece& piece = *chunk.pieces.front();
        isCut_ = isCut_ || (piece.isClosed && piece.isLost);
        if (!piece.isClosed || isCut_ || part.lines.size() > kMostTaken) {
            return false;
        }
        const std::size_t size = piece.part.lines.size();
        chunk.pending -= size;
        bytes_ -= size;
        if (part.isEmpty()) {
            part = std::move(piece.part);
        } else {
            part.lines += piece.part.lines;
            part.errorLines += piece.part.errorLines;
            part.count += piece.part.count;
            part.end = piece.part.end;
            part.failed += piece.part.failed;
            for (std::string& name : piece.part.unknown) {
                part.unknown.push_back(std::move(name));
            }
        }
        chunk.pieces.pop_front();
        if (part.failed > 0 && settings_.failsFast) {
            return false;
        }
    }
    return true;
}

/// False: there is nothing to take.
bool BatchWork::takePieces(BatchPart& part) {
    while (!chunks_.empty() && takeFrom(*chunks_.front(), part)) {
        Chunk& chunk = *chunks_.front();
        if (chunk.state != Chunk::State::Done) {
            if (chunk.state == Chunk::State::Parked && !stopped_) {
                chunk.state = Chunk::State::Ready;
            }
            break;
        }
        bytes_ -= chunk.data.bytes.size();
        records_ -= chunk.data.records.size();
        chunks_.pop_front();
    }
    return !part.isEmpty();
}

bool BatchWork::isComplete() const {
    const std::lock_guard lock(mutex_);
    return isClosed_ && chunks_.empty();
}

bool BatchWork::isOver() const {
    return (isClosed_ && chunks_.empty()) || (stopped_ && isQuiet());
}

BatchWork::Taken BatchWork::take(BatchPart& part, std::chrono::milliseconds patience) {
    part = {};
    bool isOver = false;
    std::vector<Chunk*> start;
    {
        std::unique_lock lock(mutex_);
        ready_.wait_for(lock, patience,
                        [&] { return takePieces(part) || (isOver = this->isOver()); });
        start = startable();  // what had too many lines
        room_.notify_all();
    }
    submit(start);
    return !part.isEmpty() ? Taken::Some : isOver ? Taken::End : Taken::Nothing;
}

void BatchWork::stop() {
    std::vector<RunRef> runs;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        for (const auto& chunk : chunks_) {
            for (const auto& piece : chunk->pieces) {
                if (piece->run) {
                    runs.push_back(piece->run);
                }
            }
            const std::lock_guard current(chunk->currentMutex);
            if (chunk->current) {
                runs.push_back(chunk->current);
            }
        }
        room_.notify_all();
        ready_.notify_all();
    }
    for (const RunRef& run : runs) {
        run->cancel();
    }
}

}  // namespace cst
