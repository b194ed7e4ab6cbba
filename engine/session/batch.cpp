// Two threads beside the workers: this one writes, another one reads. So a pipe that gives nothing
// and a disk that is slow hold up neither the runs nor each other.

#include "engine/session/batch.h"

#include "engine/session/batch_line.h"
#include "engine/session/batch_output.h"
#include "engine/session/batch_resume.h"
#include "engine/session/batch_work.h"
#include "engine/session/data_file.h"
#include "engine/session/record_inputs.h"
#include "engine/session/record_reader.h"
#include "engine/session/saved_state.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <set>
#include <thread>

namespace cst {
namespace {

constexpr std::size_t kChunkBytes = 64UL << 10U;
constexpr std::chrono::milliseconds kProgressTime{100};
constexpr std::size_t kMostWarnings = 100;

const Error kStopped{"stopped", "", ""};

template <class Work>
Status withinMemory(const std::string& what, const Work& work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return Error{"file", "cannot " + what + ": there is not enough memory", ""};
    }
}

bool isSameFile(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(a, ignored) &&
           std::filesystem::equivalent(a, b, ignored);
}

/// What is given for every record changes results as the pipeline's text does.
Hash128 hashOfValues(const Snapshot& compiled, const Batch::Options& options) {
    std::string text;
    const auto add = [&](const std::string& part) {
        text += std::to_string(part.size()) + ':' + part;
    };
    for (const auto& [name, json] : options.inputs) {
        add(name);
        add(json);
    }
    for (const InputInfo& input : compiled.inputs) {
        add(options.usesExamples ? input.exampleJson : "");
    }
    return hashBytes(text);
}

/// Some lines of a part are on the disk, and then there was no room.
void countWholeLines(std::string_view written, BatchProgress& progress) {
    while (true) {
        const std::size_t end = written.find('\n');
        if (end == std::string_view::npos) {
            return;
        }
        const auto line = readBatchLine(written.substr(0, end));
        ++progress.lines;
        progress.failed += line && line->isError ? 1 : 0;
        written.remove_prefix(end + 1);
    }
}

}  // namespace

Batch::Batch(Engine& engine, SnapshotPtr compiled, Options options, LogSink& log,
             BatchObserver& observer)
    : engine_(engine),
      compiled_(std::move(compiled)),
      options_(std::move(options)),
      errorsPath_(batchErrorsPath(options_.outPath)),
      ledgerPath_(batchLedgerPath(options_.outPath)),
      identity_{structureOf(*compiled_), hashOfValues(*compiled_, options_)},
      log_(log),
      observer_(observer) {}

Batch::~Batch() = default;

void Batch::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    if (data_ != nullptr) {
        data_->interrupt();
    }
    if (work_ != nullptr) {
        work_->stop();
    }
}

/// What is written must not be what is read.
Status Batch::checkPaths() const {
    for (const std::string& path : {options_.outPath, errorsPath_, ledgerPath_}) {
        if (data_->isSameAs(path)) {
            return Error{"usage", path + " would be written and is the data", ""};
        }
        for (const std::string& kept : options_.kept) {
            if (isSameFile(path, kept)) {
                return Error{"usage", path + " would be written and is " + kept, ""};
            }
        }
    }
    return success();
}

Status Batch::openData() {
    Result<std::unique_ptr<DataFile>> data = DataFile::open(options_.dataPath);
    if (!data.ok()) {
        return data.error();
    }
    {
        const std::lock_guard lock(mutex_);
        data_ = std::move(*data);
        if (stopped_) {
            data_->interrupt();
        }
    }
    progress_.totalBytes = data_->bytes();
    const RecordFormat format = recordFormatOf(options_.dataPath);
    reader_ = std::make_unique<RecordReader>(
        format, options_.limits.maxBytes,
        [file = data_.get()](char* to, std::size_t room) { return file->read(to, room); });
    const Status paths = checkPaths();
    return paths.ok() && format == RecordFormat::Csv ? useHeader() : paths;
}

Status Batch::useHeader() {
    RecordChunk chunk;
    const Result<bool> read = reader_->next(chunk, 1, 1);
    if (!read.ok() || !*read) {
        return read.ok() ? success() : Status(read.error());
    }
    const Record& header = chunk.records.front();
    const bool isKept = header.flaw != Record::Flaw::TooLong;
    auto warnings = inputs_->useHeader(header, isKept ? chunk.text(header) : "");
    if (!warnings.ok()) {
        return warnings.error();
    }
    for (const RunWarning& warning : *warnings) {
        observer_.warned(warning);
    }
    return success();
}

/// The marks of the batch that has written OUT, if that was this one.
Result<std::vector<BatchLedger::Mark>> Batch::ownMarks(const ResumePoint& point) {
    auto ledger = BatchLedger::read(ledgerPath_);
    std::vector<BatchLedger::Mark> marks;
    if (point.lines == 0) {
        return marks;  // there is nothing to go on with, so nothing that it could not fit
    }
    if (!ledger.ok()) {
        return ledger.error();
    }
    if (!*ledger) {
        observer_.warned({"",
                          "there is no " + ledgerPath_ + ", so nobody knows whether " +
                              options_.outPath + " comes from this pipeline and these data",
                          ""});
        return marks;
    }
    const BatchLedger::Identity& other = (*ledger)->identity;
    if (other != identity_) {
        const char* const what = other.pipeline != identity_.pipeline
                                     ? "by another pipeline (its text has changed in more than "
                                       "comments since)"
                                     : "with other values of --input or other examples";
        return Error{"input",
                     "cannot resume " + options_.outPath + ": it was written " + what +
                         "; without --resume it is begun anew",
                     ""};
    }
    return std::move((*ledger)->marks);
}

/// Passes the records that are done with. OUT has to fit the data, or it is that of others. Leaves
/// the marks as far as the lines go.
Status Batch::skipTo(const ResumePoint& point, std::vector<BatchLedger::Mark>& marks) {
    const auto misfit = [&](const std::string& what) {
        return Error{"input", "cannot resume " + options_.outPath + ": " + what, ""};
    };
    uint64_t records = 0;
    uint64_t last = 0;
    std::size_t checked = 0;
    RecordChunk chunk;
    // A chunk must not reach beyond the last record; each has at most so many as are left.
    while (records < point.lines) {
        const uint64_t left = point.lines - records;
        const Result<bool> read = reader_->next(chunk, left, kChunkBytes);
        if (!read.ok()) {
            return read.error();
        }
        if (!*read) {
            return misfit("it has " + std::to_string(point.lines) + " lines, the data have " +
                          std::to_string(records) + " records");
        }
        for (const Record& record : chunk.records) {
            reached_ = {++records, record.end.chain};
            if (checked == marks.size() || marks[checked].records != records) {
                continue;
            }
            if (marks[checked].chain != record.end.chain) {
                const uint64_t from = checked == 0 ? 0 : marks[checked - 1].records;
                return misfit("its lines " + std::to_string(from + 1) + " to " +
                              std::to_string(records) +
                              " come from other data; without --resume it is begun anew");
            }
            ++checked;
        }
        last = chunk.records.back().number;
        progress_.bytes = progress_.resumedBytes = chunk.records.back().end.offset;
    }
    marks.resize(checked);
    if (last != point.lastLine) {
        return misfit("its last line is of record " + std::to_string(point.lastLine) +
                      ", the data have record " + std::to_string(last) + " there");
    }
    return success();
}

Status Batch::resume() {
    const Result<ResumePoint> point = findResumePoint(options_.outPath, errorsPath_);
    if (!point.ok()) {
        return point.error();
    }
    Result<std::vector<BatchLedger::Mark>> marks = ownMarks(*point);
    if (!marks.ok()) {
        return marks.error();
    }
    const Status skipped = skipTo(*point, *marks);
    if (!skipped.ok()) {
        return skipped;
    }
    const Status cut = cutToResumePoint(options_.outPath, errorsPath_, *point);
    if (!cut.ok()) {
        return cut;
    }
    progress_.lines = progress_.resumed = point->lines;
    progress_.failed = point->failed;
    if (reached_.records > (marks->empty() ? 0 : marks->back().records)) {
        marks->push_back(reached_);
    }
    return ledger_.begin(ledgerPath_, {identity_, std::move(*marks)});
}

/// The old OUT goes before the new ledger comes: it must never seem to belong to it.
Status Batch::beginOrResume(BatchOutput& output) {
    const Status opened = output.open(options_.outPath, errorsPath_);
    if (!opened.ok() || options_.resumes) {
        return opened.ok() ? resume() : opened;
    }
    if (const auto other = BatchLedger::read(ledgerPath_); output.isRegular() && !other.ok()) {
        return Error{"usage", other.error().message + "; move it, or name another --out", ""};
    }
    const Status cleared = output.clear();
    if (!cleared.ok() || !output.isRegular()) {
        return cleared;
    }
    return ledger_.begin(ledgerPath_, {identity_, {}});
}

/// On the thread that reads.
Status Batch::readAll(BatchWork& work) {
    while (true) {
        RecordChunk chunk;
        const Result<bool> read = reader_->next(chunk, work.wantedRecords(), kChunkBytes);
        if (!read.ok()) {
            return read.error();
        }
        if (!*read) {
            return success();
        }
        if (!work.add(std::move(chunk))) {
            return kStopped;
        }
    }
}

Status Batch::writeAll(BatchWork& work, BatchOutput& output) {
    BatchPart part;
    std::set<std::string> warned;
    auto shown = std::chrono::steady_clock::now();
    while (true) {
        const BatchWork::Taken taken = work.take(part, kProgressTime);
        if (taken == BatchWork::Taken::End) {
            return work.isComplete() ? success() : Status(kStopped);
        }
        for (const std::string& name : part.unknown) {
            if (warned.size() < kMostWarnings && warned.insert(name).second) {
                observer_.warned(unknownInput(name));
            }
        }
        const uint64_t before = output.writtenBytes();
        const Status status = output.write(part.lines, part.errorLines);
        if (!status.ok()) {
            countWholeLines(std::string_view(part.lines).substr(0, output.writtenBytes() - before),
                            progress_);
            return status;
        }
        progress_.lines += part.count;
        progress_.failed += part.failed;
        if (!part.lines.empty()) {
            progress_.bytes = part.end.offset;
            reached_ = {progress_.lines, part.end.chain};
            ledger_.reached(reached_);
            observer_.written(part.lines);
        }
        failedNow_ = failedNow_ || part.failed > 0;
        if (failedNow_ && options_.failsFast) {
            return success();
        }
        const auto now = std::chrono::steady_clock::now();
        if (now - shown >= kProgressTime) {
            shown = now;
            observer_.progressed(progress_);
        }
    }
}

Batch::End Batch::endOf(const Status& status) const {
    End end;
    end.progress = progress_;
    if (!status.ok()) {
        const std::string& code = status.error().code;
        end.message = status.error().message;
        end.status = code == "usage"     ? End::Status::Misuse
                     : code == "input"   ? End::Status::BadInput
                     : code == "stopped" ? End::Status::Stopped
                                         : End::Status::File;
    }
    return end;
}

Batch::End Batch::run() {
    const TypeTable& types = *engine_.types();
    inputs_ = std::make_unique<RecordInputs>(
        types, compiled_->inputs,
        compiled_->optimised->decoder(engine_.registry(), types, compiled_->inputs),
        options_.limits, options_.usesExamples, options_.inputs);
    if (!inputs_->errors().empty()) {
        return endOf(Error{"input", inputs_->errors().front().message, ""});
    }
    BatchOutput output;
    Status status = openData();
    if (status.ok()) {
        status = beginOrResume(output);
    }
    if (!status.ok()) {
        return endOf(status);
    }
    Status reading = success();
    Status writing = success();
    {
        Run::Options each;
        each.limit = options_.limit;
        each.where = Run::Where::Here;
        each.usesCaches = options_.usesCaches;
        each.cacheFolder = options_.cacheFolder;
        each.callTimeout = options_.callTimeout;
        BatchWork work(engine_, compiled_, *inputs_, log_,
                       {options_.jobs, options_.failsFast, std::move(each)});
        {
            const std::lock_guard lock(mutex_);
            work_ = &work;
            if (stopped_) {
                work.stop();
            }
        }
        std::thread reader([&] {
            reading = withinMemory("read " + options_.dataPath, [&] { return readAll(work); });
            work.finishAdding();
        });
        writing = withinMemory("write " + options_.outPath, [&] { return writeAll(work, output); });
        {
            const std::lock_guard lock(mutex_);
            work_ = nullptr;
        }
        work.stop();  // also where all is done: the reader may wait
        data_->interrupt();
        reader.join();
    }
    ledger_.ended(reached_);
    const Status closed = output.close();
    for (const Status& end : {writing, closed}) {
        if (!end.ok()) {
            return endOf(end);
        }
    }
    const bool endedItself = options_.failsFast && failedNow_;
    return endOf(endedItself ? success() : reading);
}

}  // namespace cst
