#pragma once

#include "engine/run/run.h"
#include "engine/session/batch_outcome.h"
#include "engine/session/engine.h"
#include "engine/session/record_inputs.h"
#include "engine/session/record_reader.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cst {

/// What of a batch can be written next.
struct BatchPart {
    std::string lines;
    std::string errorLines;            // those of `lines` that are errors
    std::vector<std::string> unknown;  // keys that are no input
    uint64_t count = 0;
    uint64_t failed = 0;
    DataPoint end;  // behind the record of its last line
    bool isEmpty() const { return count == 0; }
};

/// The runs of a batch: takes chunks of records, runs them on the workers of the engine, and gives
/// out lines in the order of the records. A bounded number of chunks, and of bytes, is in here at
/// any time. See the essay at the head of batch_work.cpp.
/// One thread adds, one takes, any may stop.
class BatchWork {
public:
    struct Settings {
        unsigned jobs = 64;  // runs at the same time
        bool failsFast = false;
        Run::Options run;  // of each, but for its number
    };
    /// All of these outlive it.
    BatchWork(Engine& engine, SnapshotPtr compiled, const RecordInputs& inputs, LogSink& log,
              Settings settings);
    ~BatchWork();  // stops, and waits
    BatchWork(const BatchWork&) = delete;
    BatchWork& operator=(const BatchWork&) = delete;

    /// How many records the next chunk should have: so many that they take a few milliseconds, so
    /// that slow ones are spread over the workers and quick ones cost no hand-over.
    std::size_t wantedRecords() const { return wantedRecords_.load(std::memory_order_relaxed); }
    /// Waits until there is room. False: it was stopped.
    bool add(RecordChunk chunk);
    void finishAdding();

    enum class Taken : uint8_t { Some, Nothing, End };
    /// The lines that come next, as soon as there are any, but waits no longer than that. With
    /// `failsFast` a part ends with the first record that failed. After stop() it still gives what
    /// had finished in order.
    Taken take(BatchPart& part, std::chrono::milliseconds patience);
    /// Have all records been added and their lines been taken?
    bool isComplete() const;
    /// Nothing new begins, what runs is cancelled.
    void stop();

private:
    struct Chunk;
    class Piece;
    class Job;
    class Worker;

    void submit(const std::vector<Chunk*>& chunks);
    // with mutex_
    std::vector<Chunk*> startable();
    bool hasRoom() const;
    bool isQuiet() const { return active_ == 0 && open_ == 0; }
    bool isOver() const;
    bool takePieces(BatchPart& part);
    bool takeFrom(Chunk& chunk, BatchPart& part);
    void tell(const Chunk& chunk);

    void finish(Piece& piece);

    // constant
    Engine& engine_;
    const RecordInputs& inputs_;
    const Executable executable_;
    const BatchOutcome outcome_;
    const RunServices services_;
    const std::shared_ptr<WarnedOnce> warned_ = std::make_shared<WarnedOnce>();  // by all runs
    const Settings settings_;
    const unsigned workers_;

    std::atomic<std::size_t> wantedRecords_{1};
    std::atomic<bool> stopped_{false};  // written with mutex_

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable room_;
    std::condition_variable ready_;
    std::deque<std::unique_ptr<Chunk>> chunks_;  // in order
    std::size_t bytes_ = 0;                      // of chunks and finished lines
    std::size_t records_ = 0;                    // of chunks
    unsigned permits_;                           // runs that may begin
    unsigned active_ = 0;                        // workers at a chunk, each with a permit
    unsigned open_ = 0;                          // runs that wait for a call, each with a permit
    bool isClosed_ = false;                      // no chunk will come
    bool isCut_ = false;                         // what comes next was cancelled
};

}  // namespace cst
