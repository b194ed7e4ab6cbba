#include "app/cli/commands.h"
#include "app/cli/compiled_store.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/files.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_options.h"
#include "app/cli/stderr_log.h"
#include "app/cli/stop_signals.h"
#include "engine/session/batch.h"
#include "engine/session/batch_line.h"
#include "engine/session/engine.h"
#include "engine/session/file_io.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace cst {
namespace {

/// Beside an OUT that is no regular file there is none.
bool hasErrorsFile(const std::string& outPath) {
    return fileExists(batchErrorsPath(outPath));
}

/// All of the command line, checked.
struct BatchArguments {
    std::string file;
    Batch::Options batch;
    unsigned threads = 0;
    bool streams = false;
    bool asJson = false;
};

Result<BatchArguments> batchArguments(const std::vector<std::string>& words) {
    const Result<Arguments> parsed = Arguments::parse(words, withRunOptions({{"--data", true},
                                                                             {"--out", true},
                                                                             {"--jobs", true},
                                                                             {"--resume"},
                                                                             {"--fail-fast"},
                                                                             {"--stream"},
                                                                             {"--json"}}));
    if (!parsed.ok()) {
        return parsed.error();
    }
    const auto usage = [](std::string text) { return Error{"usage", std::move(text), ""}; };
    BatchArguments result;
    if (parsed->files().size() != 1) {
        return usage("batch needs one FILE");
    }
    if (!parsed->has("--data") || !parsed->has("--out")) {
        return usage("batch needs --data IN.jsonl|IN.csv and --out OUT.jsonl");
    }
    Result<RunOptions> options = readRunOptions(*parsed);
    constexpr uint64_t kMaxJobs = 100'000;
    uint64_t jobs = result.batch.jobs;
    const Status jobsRead = readNumber(*parsed, "--jobs", 1, kMaxJobs, jobs);
    if (!options.ok() || !jobsRead.ok()) {
        return options.ok() ? jobsRead.error() : options.error();
    }
    if (*parsed->value("--out") == "-") {
        return usage("--out needs a file; for standard output: --out /dev/null --stream");
    }
    result.file = parsed->files()[0];
    result.batch.dataPath = *parsed->value("--data");
    result.batch.outPath = *parsed->value("--out");
    result.batch.jobs = static_cast<unsigned>(jobs);
    result.batch.resumes = parsed->has("--resume");
    result.batch.failsFast = parsed->has("--fail-fast");
    result.batch.usesExamples = options->examples;
    result.batch.usesCaches = options->usesCaches;
    result.batch.cacheFolder = callCacheFolder(result.file);
    result.batch.callTimeout = options->callTimeout;
    result.batch.limit = options->limit;
    result.batch.limits = options->limits;
    result.batch.inputs = std::move(options->inputs);
    result.batch.kept = {result.file};
    result.threads = options->threads;
    result.streams = parsed->has("--stream");
    result.asJson = parsed->has("--json");
    return result;
}

/// One batch command in progress.
class BatchCommand : private BatchObserver {
public:
    explicit BatchCommand(BatchArguments arguments)
        : arguments_(std::move(arguments)),
          engine_(arguments_.threads, {.files = compiledFiles(arguments_.batch.usesCaches)}) {}
    int run();

private:
    SnapshotPtr compile(std::string bytes);
    int finish(const Batch::End& end, double seconds);
    void printSummary(const BatchProgress& progress, double seconds) const;

    void warned(const RunWarning& warning) override {
        progress_.clear();
        const std::string code = warning.code.empty() ? "" : " " + warning.code;
        std::fputs(("warning" + code + ": " + warning.message + "\n").c_str(), stderr);
    }
    void written(std::string_view lines) override {
        if (arguments_.streams) {
            print(lines);
            flushOutput();
        }
    }
    void progressed(const BatchProgress& progress) override { progress_.draw(progress); }

    BatchArguments arguments_;
    StopSignals signals_;  // before the threads of the engine
    StderrLog log_;
    ProgressLine progress_;
    Engine engine_;
};

/// Null, and what is wrong is told: it has errors.
SnapshotPtr BatchCommand::compile(std::string bytes) {
    const auto text = std::make_shared<const SourceText>(std::move(bytes));
    SnapshotPtr compiled = engine_.compile(text, 1, false);
    for (const Diagnostic& diagnostic : compiled->diagnostics) {
        if (diagnostic.isError() || compiled->errorCount == 0) {
            const std::string shown =
                diagnosticText(arguments_.file, *text, diagnostic, wantsColours(STDERR_FILENO));
            std::fputs(shown.c_str(), stderr);
        }
    }
    return compiled->errorCount > 0 ? nullptr : compiled;
}

int BatchCommand::run() {
    // Until something runs there is nothing to keep, and what is read may be a pipe.
    signals_.setAction([] { std::_Exit(kExitStopped); });
    const auto start = std::chrono::steady_clock::now();
    Result<std::string> bytes = readAll(arguments_.file, kMaxSourceBytes);
    if (!bytes.ok()) {
        complain(bytes.error().message);
        printSummary({}, 0);
        return kExitFile;
    }
    const SnapshotPtr compiled = compile(std::move(*bytes));
    if (!compiled) {
        printSummary({}, 0);
        return kExitPipelineErrors;
    }
    Batch batch(engine_, compiled, arguments_.batch, log_, *this);
    signals_.setAction([&batch] { batch.stop(); });
    const Batch::End end = batch.run();
    signals_.setAction({});
    progress_.clear();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const int status = finish(end, seconds.count());
    keepCompiled(engine_, *compiled);
    return status;
}

/// The last line of what a program reads, whatever came of it.
void BatchCommand::printSummary(const BatchProgress& progress, double seconds) const {
    if (!arguments_.asJson && !arguments_.streams) {
        return;
    }
    JsonWriter json(print);
    json.beginObject();
    json.key("lines");
    json.integer(static_cast<int64_t>(progress.lines));
    json.key("failed");
    json.integer(static_cast<int64_t>(progress.failed));
    json.field("seconds", std::round(seconds * 1e6) / 1e6);
    json.endObject();
    json.endLine();
}

int BatchCommand::finish(const Batch::End& end, double seconds) {
    using Status = Batch::End::Status;
    if (!end.message.empty()) {
        complain(end.message);
    }
    if (end.status == Status::Misuse) {
        return kExitUsage;
    }
    printSummary(end.progress, seconds);
    if (!arguments_.asJson && end.status != Status::BadInput) {
        const BatchProgress& got = end.progress;
        const uint64_t now = got.lines - got.resumed;
        char took[32];
        std::snprintf(took, sizeof took, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        std::string text = groupedNumber(got.lines) + (got.lines == 1 ? " line" : " lines");
        if (got.resumed > 0) {
            text += " (" + groupedNumber(got.resumed) + " of them from before)";
        }
        text += ", " + groupedNumber(got.failed) + " failed, in " + took + " (" +
                groupedNumber(static_cast<uint64_t>(static_cast<double>(now) / seconds)) + "/s)";
        if (got.failed > 0 && hasErrorsFile(arguments_.batch.outPath)) {
            text += "; what failed stands in " + batchErrorsPath(arguments_.batch.outPath);
        }
        text += end.status == Status::Stopped                 ? "; cancelled, --resume goes on\n"
                : end.status == Status::File && got.lines > 0 ? "; --resume goes on\n"
                                                              : "\n";
        std::fputs(text.c_str(), stderr);
    }
    switch (end.status) {
    case Status::Stopped: return kExitStopped;
    case Status::Misuse: return kExitUsage;
    case Status::BadInput: return kExitBadInput;
    case Status::File: return kExitFile;
    case Status::Done: break;
    }
    return end.progress.failed > 0 ? kExitRunFailed : kExitOk;
}

}  // namespace

int batchCommand(const std::vector<std::string>& words) {
    Result<BatchArguments> arguments = batchArguments(words);
    if (!arguments.ok()) {
        complain(arguments.error().message);
        return kExitUsage;
    }
    return BatchCommand(std::move(*arguments)).run();
}

}  // namespace cst
