#pragma once

#include "engine/json/decode.h"
#include "engine/modules/module.h"
#include "engine/session/batch_ledger.h"
#include "engine/session/engine.h"
#include "engine/session/run_snapshot.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

class BatchOutput;
class BatchWork;
class DataFile;
class RecordInputs;
class RecordReader;
struct ResumePoint;

/// How far a batch is.
struct BatchProgress {
    uint64_t lines = 0;  // in OUT, those of before included
    uint64_t failed = 0;
    uint64_t resumed = 0;       // of the lines: were there before
    uint64_t bytes = 0;         // of the data: up to the record of the last of the lines
    uint64_t resumedBytes = 0;  // likewise, of those that were there before
    uint64_t totalBytes = 0;    // 0 = not known
};

/// Hears of a batch, on the thread that runs it.
class BatchObserver {
public:
    virtual ~BatchObserver() = default;
    virtual void warned(const RunWarning&) {}            // `code` may be empty
    virtual void written(std::string_view /*lines*/) {}  // whole lines, now in OUT
    virtual void progressed(const BatchProgress&) {}     // some ten times a second
};

/// A batch: one run of a pipeline for each record of a file, results in order to another.
class Batch {
public:
    struct Options {
        std::string dataPath;  // `-` = standard input; CSV if it ends so
        std::string outPath;
        unsigned jobs = 64;  // runs at the same time
        bool resumes = false;
        bool failsFast = false;
        bool usesExamples = true;
        bool usesCaches = true;                   // those that `cache:` asks for
        std::string cacheFolder;                  // of `cache_backend: "disk"`; "" = none
        std::chrono::nanoseconds callTimeout{0};  // of calls that have no other; 0 = none
        std::chrono::nanoseconds limit{0};        // of each run; 0 = none
        JsonLimits limits;                        // of each record
        std::vector<std::pair<std::string, std::string>> inputs;  // name, JSON: for every record
        std::vector<std::string> kept;  // files that OUT must not be, beside the data
    };
    struct End {
        enum class Status : uint8_t {
            Done,      // perhaps with failed records; or the first one ended it
            Stopped,   // by stop()
            Misuse,    // files that are the same
            BadInput,  // values, header, or what was to be resumed: nothing ran
            File,      // cannot be read or written
        };
        Status status = Status::Done;
        std::string message;  // unless Done or Stopped
        BatchProgress progress;
    };

    /// All of these outlive it; `compiled` has no errors.
    Batch(Engine& engine, SnapshotPtr compiled, Options options, LogSink& log,
          BatchObserver& observer);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    /// Blocks; once. What is in OUT when it returns is a beginning of what a whole batch writes.
    End run();
    /// Nothing new begins, runs are cancelled; what finished in order is written. Any thread.
    void stop();

private:
    Status checkPaths() const;
    Status openData();
    Status useHeader();
    Status beginOrResume(BatchOutput& output);
    Status resume();
    Result<std::vector<BatchLedger::Mark>> ownMarks(const ResumePoint& point);
    Status skipTo(const ResumePoint& point, std::vector<BatchLedger::Mark>& marks);
    Status readAll(BatchWork& work);
    Status writeAll(BatchWork& work, BatchOutput& output);
    End endOf(const Status& status) const;

    Engine& engine_;
    const SnapshotPtr compiled_;
    const Options options_;
    const std::string errorsPath_;
    const std::string ledgerPath_;
    const BatchLedger::Identity identity_;
    BatchLedger ledger_;
    BatchLedger::Mark reached_;
    LogSink& log_;
    BatchObserver& observer_;
    std::unique_ptr<RecordInputs> inputs_;
    std::unique_ptr<RecordReader> reader_;
    BatchProgress progress_;
    bool failedNow_ = false;  // a record of this batch, not of the one it goes on with

    std::mutex mutex_;
    bool stopped_ = false;            // guarded by mutex_
    std::unique_ptr<DataFile> data_;  // likewise, as far as others see it
    BatchWork* work_ = nullptr;       // likewise; null = nothing runs
};

}  // namespace cst
