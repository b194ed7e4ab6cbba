#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/compiled_store.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/files.h"
#include "app/cli/output_stream.h"
#include "app/cli/run_inputs.h"
#include "app/cli/run_options.h"
#include "app/cli/run_report.h"
#include "app/cli/stderr_log.h"
#include "app/cli/stop_signals.h"
#include "engine/base/suggest.h"
#include "engine/session/file_io.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/run_target.h"
#include "engine/session/saved_state.h"
#include "engine/session/state_target.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <set>
#include <unistd.h>

namespace cst {
namespace {

/// The limit of a run that is over before its inputs have been read: there is nothing to show.
class ReadingTooLong : public TimerTask {
public:
    void fire() override {
        std::fputs("timed out: the inputs were not read in time\n", stderr);
        std::_Exit(kExitStopped);
    }
};

/// All of the command line, checked.
struct RunArguments : RunOptions {
    std::string file;
    std::optional<std::string> inputsPath;
    std::optional<std::string> sample;
    bool allSamples = false;
    std::optional<std::string> saveState;
    std::optional<std::string> resume;
    std::string target;  // "" = everything
    bool asJson = false;
    bool everyNode = false;
    bool streams = false;
};

Result<RunArguments> runArguments(const std::vector<std::string>& words) {
    const Result<Arguments> parsed = Arguments::parse(words, withRunOptions({{"--json"},
                                                                             {"--inputs", true},
                                                                             {"--sample", true},
                                                                             {"--all-samples"},
                                                                             {"--every-node"},
                                                                             {"--stream"},
                                                                             {"--to", true},
                                                                             {"--save-state", true},
                                                                             {"--resume", true}}));
    if (!parsed.ok()) {
        return parsed.error();
    }
    const auto usage = [](std::string text) { return Error{"usage", std::move(text), ""}; };
    if (parsed->files().size() != 1) {
        return usage("run needs one FILE");
    }
    Result<RunOptions> options = readRunOptions(*parsed);
    if (!options.ok()) {
        return options.error();
    }
    RunArguments result{std::move(*options)};
    result.file = parsed->files()[0];
    result.inputsPath = parsed->value("--inputs");
    result.sample = parsed->value("--sample");
    result.allSamples = parsed->has("--all-samples");
    result.streams = parsed->has("--stream");
    result.asJson = parsed->has("--json") || result.streams;
    result.everyNode = parsed->has("--every-node");
    result.saveState = parsed->value("--save-state");
    result.resume = parsed->value("--resume");
    result.target = parsed->value("--to").value_or("");
    for (const char* option : {"--sample", "--stream", "--save-state", "--resume"}) {
        if (result.allSamples && parsed->has(option)) {
            return usage(std::string(option) + " and --all-samples exclude each other");
        }
    }
    if (parsed->has("--to") && result.target.empty()) {
        return usage("--to needs the key of a node");
    }
    for (const char* option : {"--save-state", "--resume"}) {
        if (parsed->has(option) && parsed->value(option)->empty()) {
            return usage(std::string(option) + " needs a path");
        }
    }
    return result;
}

/// One run command in progress.
class RunCommand {
public:
    explicit RunCommand(RunArguments arguments)
        : arguments_(std::move(arguments)),
          engine_(arguments_.threads, {.files = compiledFiles(arguments_.usesCaches)}) {}
    int run();
    /// Once the result is out.
    void keep();

private:
    RunSnapshot runOnce(const Sample* sample, const std::string& inputsJson, bool hasInputs);
    RunSnapshot refused(RunError error);
    RunSnapshot refused(std::string message);
    int failAtFile(const std::string& message);
    std::optional<int> openState();
    bool checkTarget();
    std::optional<int> checkStateTarget();
    void save(const PipelineRun& run, const RunSnapshot& report);
    std::string howToGoOn(const RunSnapshot& run) const;
    int finish(std::vector<RunSnapshot> runs, bool several);

    RunArguments arguments_;
    StopSignals signals_;  // before the threads of the engine
    std::stop_source reading_;
    StderrLog log_;
    Engine engine_;
    SnapshotPtr compiled_;
    std::optional<LockedFile> stateFile_;  // of --resume, until the end
    std::shared_ptr<const SavedState> resumes_;
    bool isSaved_ = false;
    bool failedToSave_ = false;
};

RunSnapshot RunCommand::refused(std::string message) {
    RunError error;
    error.code = "R007";
    error.message = std::move(message);
    return refused(std::move(error));
}

RunSnapshot RunCommand::refused(RunError error) {
    InputBinder binder(*engine_.types(), compiled_->inputs, arguments_.limits);
    if (arguments_.examples) {
        binder.useExamples();
    }
    binder.errors.push_back(std::move(error));
    PipelineRun run(engine_, compiled_, std::move(binder), 0, {}, log_, nullptr);
    return run.report();
}

/// Nothing runs for want of a file: told on both ways, standard output never stays empty of JSON.
int RunCommand::failAtFile(const std::string& message) {
    complain(message);
    if (arguments_.asJson) {
        RunError error;
        error.message = message;
        RunSnapshot report;
        if (compiled_) {
            report = refused(std::move(error));
        } else {
            const auto nothing = std::make_shared<const SourceText>("");
            const std::shared_ptr<Snapshot> none = engine_.compile(nothing, 1, false);
            none->diagnostics.clear();
            report.compiled = none;
            report.status = RunStatus::BadInput;
            report.errors.push_back(std::move(error));
        }
        JsonWriter json(print);
        writeRun(json, report, false);
        json.endLine();
    }
    return kExitFile;
}

/// The run to go on from. Returns the status of the process where there is none to be had.
std::optional<int> RunCommand::openState() {
    const std::string& path = *arguments_.resume;
    Result<LockedFile> file = LockedFile::open(path, kMaxStateBytes);
    if (!file.ok() && file.error().code != "locked") {
        return failAtFile(file.error().message);
    }
    const auto notResumed = [&](const std::string& message) {
        RunError error;
        error.code = "R014";
        error.message = message + "; without --resume it is run from the beginning";
        error.path = path;
        return finish({refused(std::move(error))}, false);
    };
    if (!file.ok()) {
        return notResumed(path + " is being resumed by another process");
    }
    Result<SavedState> state = decodeState(*compiled_, file->takeBytes());
    if (!state.ok()) {
        return notResumed(state.error().message);
    }
    stateFile_.emplace(std::move(*file));
    resumes_ = std::make_shared<const SavedState>(std::move(*state));
    return std::nullopt;
}

bool RunCommand::checkTarget() {
    const std::string& key = arguments_.target;
    if (key.empty() || planNodeOf(*compiled_, key) != kNoIndex) {
        return true;
    }
    std::string list;
    for (const std::string& near : keysNear(*compiled_, key)) {
        list += (list.empty() ? "; did you mean `" : "` or `") + near;
    }
    complain("--to: no node has the key " + key +
             (list.empty() ? "; graph --format json lists them" : list + "`?"));
    return false;
}

/// What is read cannot be written. Returns the status of the process where the run may not begin.
std::optional<int> RunCommand::checkStateTarget() {
    std::vector<std::string> read = {arguments_.file, samplesPathFor(arguments_.file)};
    if (arguments_.inputsPath) {
        read.push_back(*arguments_.inputsPath);
    }
    const Status can = canSaveState(*arguments_.saveState, read);
    if (can.ok()) {
        return std::nullopt;
    }
    if (can.error().code == "file") {
        return failAtFile("--save-state: " + can.error().message);
    }
    complain("--save-state: " + can.error().message);
    return kExitUsage;
}

void RunCommand::save(const PipelineRun& run, const RunSnapshot& report) {
    if (!report.canResume || report.status == RunStatus::BadInput) {
        return;
    }
    const std::shared_ptr<const SavedState> state = run.state();
    const std::string bytes = encodeState(*compiled_, *state);
    if (bytes.size() > kMaxStateBytes) {
        complain("the state is not saved: it takes more than " + std::to_string(kMaxStateBytes) +
                 " bytes");
        failedToSave_ = true;
        return;
    }
    const Status written = writeFile(*arguments_.saveState, bytes);
    if (!written.ok()) {
        complain("the state is not saved: " + written.error().message);
    }
    isSaved_ = written.ok();
    failedToSave_ = !written.ok();
}

RunSnapshot RunCommand::runOnce(const Sample* sample, const std::string& inputsJson,
                                bool hasInputs) {
    const auto start = std::chrono::steady_clock::now();
    RunInputs given;
    given.target = arguments_.target;
    given.sample = sample;
    given.inputsJson = hasInputs ? &inputsJson : nullptr;
    given.inputsPath = arguments_.inputsPath.value_or("");
    given.resumes = resumes_.get();
    InputBinder binder = bindRun(engine_, *compiled_, arguments_, given);
    // (Optimising, where that is still to be done, counts for itself.)
    const double bindUs =
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
            .count() -
        binder.readyUs;
    PipelineRun::Options options;
    options.limit = arguments_.limit;
    options.where = Run::Where::Here;
    options.fuses = !arguments_.everyNode;
    options.previews = false;
    options.usesCaches = arguments_.usesCaches;
    options.cacheFolder = callCacheFolder(arguments_.file);
    options.callTimeout = arguments_.callTimeout;
    OutputStream stream;
    if (arguments_.streams) {
        options.where = Run::Where::Workers;
    }
    options.target = arguments_.target;
    options.resumes = resumes_;
    if (sample != nullptr) {
        options.sample = sample->name;
        options.expect = sample->expect;
        options.tolerance = sample->tolerance;
    }
    PipelineRun run(engine_, compiled_, std::move(binder), bindUs, std::move(options), log_,
                    arguments_.streams ? &stream : nullptr);
    reading_.request_stop();  // from here on the run itself has a limit
    signals_.setAction([&run] { run.stop(); });
    run.start();
    if (arguments_.streams) {
        stream.print(run, *compiled_->types);
    }
    run.wait();
    signals_.setAction({});
    RunSnapshot report = run.report();
    if (arguments_.saveState) {
        save(run, report);
    }
    return report;
}

int RunCommand::run() {
    // Until something runs there is nothing to keep, and standard input may never end.
    signals_.setAction([] {
        std::fputs("cancelled\n", stderr);
        std::_Exit(kExitStopped);
    });
    if (arguments_.limit.count() > 0) {
        engine_.timers().after(arguments_.limit, std::make_unique<ReadingTooLong>(),
                               reading_.get_token());
    }
    if (arguments_.saveState) {
        if (const std::optional<int> ended = checkStateTarget()) {
            return *ended;
        }
    }
    Result<std::string> bytes = readAll(arguments_.file, kMaxSourceBytes);
    if (!bytes.ok()) {
        return failAtFile(bytes.error().message);
    }
    const auto text = std::make_shared<const SourceText>(std::move(*bytes));
    compiled_ = engine_.compile(text, 1, false);
    for (const Diagnostic& diagnostic : compiled_->diagnostics) {
        const bool isShown = diagnostic.isError() || compiled_->errorCount == 0;
        if (!arguments_.asJson && isShown) {
            const std::string shown =
                diagnosticText(arguments_.file, *text, diagnostic, wantsColours(STDERR_FILENO));
            std::fputs(shown.c_str(), stderr);
        }
    }
    if (compiled_->errorCount > 0) {
        return finish({runOnce(nullptr, "", false)}, false);
    }
    if (!checkTarget()) {
        return kExitUsage;
    }
    if (arguments_.resume) {
        if (const std::optional<int> ended = openState()) {
            return *ended;
        }
    }
    std::string inputsJson;
    if (arguments_.inputsPath) {
        Result<std::string> inputs = readAll(*arguments_.inputsPath, arguments_.limits.maxBytes);
        if (!inputs.ok() && inputs.error().message.find(" has more than ") != std::string::npos) {
            return finish({refused(inputs.error().message)}, false);
        }
        if (!inputs.ok()) {
            return failAtFile(inputs.error().message);
        }
        inputsJson = std::move(*inputs);
    }
    const Result<std::vector<Sample>> samples = chooseSamples(
        arguments_.file, arguments_.sample, arguments_.allSamples, arguments_.limits.maxBytes);
    if (!samples.ok() && samples.error().code == "file") {
        return failAtFile(samples.error().message);
    }
    if (!samples.ok()) {
        return finish({refused(samples.error().message)}, false);
    }
    const bool hasInputs = arguments_.inputsPath.has_value();
    std::vector<RunSnapshot> runs;
    for (const Sample& sample : *samples) {
        runs.push_back(runOnce(&sample, inputsJson, hasInputs));
    }
    if (samples->empty() && !arguments_.allSamples) {
        runs.push_back(runOnce(nullptr, inputsJson, hasInputs));
    }
    return finish(std::move(runs), arguments_.allSamples);
}

std::string RunCommand::howToGoOn(const RunSnapshot& run) const {
    std::string inputs;
    for (const std::string& name : run.missing) {
        inputs += " --input " + name + "=…";
    }
    return "state saved in " + *arguments_.saveState + "; to go on: constellation run " +
           arguments_.file + " --resume " + *arguments_.saveState +
           (arguments_.target.empty() ? "" : " --to " + arguments_.target) + inputs + "\n";
}

int RunCommand::finish(std::vector<RunSnapshot> runs, bool several) {
    reading_.request_stop();  // also where nothing ran
    if (!signals_.received()) {
        signals_.setAction([] { std::_Exit(kExitStopped); });  // nobody wants the rest
    }
    int status = kExitOk;
    for (const RunSnapshot& run : runs) {
        status = status == kExitOk ? exitStatusOf(run) : status;
    }
    if (arguments_.asJson) {
        JsonWriter json(print);
        if (!several) {
            writeRun(json, runs.front(), false);
        } else {
            // Several runs: one object each, behind the status of the first that went wrong.
            const auto wrong = std::find_if(runs.begin(), runs.end(), [](const RunSnapshot& run) {
                return exitStatusOf(run) != kExitOk;
            });
            json.beginObject();
            json.field("status",
                       runStatusName(wrong == runs.end() ? RunStatus::Completed : wrong->status));
            json.key("samples");
            json.beginArray();
            for (const RunSnapshot& run : runs) {
                writeRun(json, run, true);
            }
            json.endArray();
            json.endObject();
        }
        json.endLine();
        return failedToSave_ ? kExitFile : status;
    }
    for (RunSnapshot& run : runs) {
        if (several) {
            print("sample \"" + run.sample + "\"\n");
        }
        printOutputs(run);
        flushOutput();
        const std::string title = several ? "sample \"" + run.sample + "\":\n" : "";
        std::fputs((title + summaryText(run, arguments_.everyNode)).c_str(), stderr);
        if (isSaved_) {
            std::fputs(howToGoOn(run).c_str(), stderr);
        }
    }
    return failedToSave_ ? kExitFile : status;
}

void RunCommand::keep() {
    if (compiled_) {
        keepCompiled(engine_, *compiled_);
    }
}

}  // namespace

int runCommand(const std::vector<std::string>& words) {
    Result<RunArguments> arguments = runArguments(words);
    if (!arguments.ok()) {
        complain(arguments.error().message);
        return kExitUsage;
    }
    RunCommand command(std::move(*arguments));
    const int status = command.run();
    command.keep();
    return status;
}

}  // namespace cst
