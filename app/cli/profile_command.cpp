#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/files.h"
#include "app/cli/profile_load.h"
#include "app/cli/profile_table.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_inputs.h"
#include "app/cli/run_report.h"
#include "app/cli/stderr_log.h"
#include "app/cli/stop_signals.h"
#include "engine/json/encode.h"
#include "engine/profile/budget.h"
#include "engine/profile/explain.h"
#include "engine/profile/export_chrome.h"
#include "engine/profile/export_csv.h"
#include "engine/profile/export_speedscope.h"
#include "engine/profile/profile_file.h"
#include "engine/session/ended_run.h"
#include "engine/session/file_io.h"
#include "engine/session/load_work.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/run_profile.h"
#include "engine/session/run_target.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <unistd.h>

namespace cst {
namespace {

constexpr std::size_t kWarmUps = 5;
constexpr std::size_t kMostTraces = 256;
constexpr std::size_t kLeastTraces = 32;
constexpr std::size_t kMaxBudgetBytes = 16UL << 20U;

enum class Format : uint8_t { Table, Json, Chrome, Speedscope, Csv };

struct ProfileArguments : RunOptions {
    std::string file;
    std::optional<std::string> inputsPath;
    std::optional<std::string> sample;
    std::optional<std::string> out;
    std::optional<std::string> budget;
    std::string target;  // "" = everything
    bool everyNode = false;
    uint64_t repeat = 30;
    uint64_t concurrency = 1;
    uint64_t seconds = 0;  // 0 = as long as the runs take
    bool isLoad = false;   // either of them was given
    Format format = Format::Table;
};

Error usage(std::string text) {
    return {"usage", std::move(text), ""};
}

Result<Format> readFormat(const Arguments& arguments) {
    const std::string name =
        arguments.value("--format").value_or(arguments.has("--json") ? "json" : "table");
    constexpr std::pair<std::string_view, Format> kFormats[] = {
        {"table", Format::Table},           {"json", Format::Json}, {"chrome", Format::Chrome},
        {"speedscope", Format::Speedscope}, {"csv", Format::Csv},
    };
    for (const auto& [known, format] : kFormats) {
        if (known == name && arguments.has("--json") && format != Format::Json) {
            return usage("--json and --format " + name + " exclude each other");
        }
        if (known == name) {
            return format;
        }
    }
    return usage("--format needs table, json, chrome, speedscope or csv, got " + name);
}

/// Runs at once, or for a time.
Status readLoad(const Arguments& parsed, ProfileArguments& result) {
    result.isLoad = parsed.has("--concurrency") || parsed.has("--seconds");
    if (result.isLoad && parsed.has("--to")) {
        return usage("--to goes with neither --concurrency nor --seconds");
    }
    if (parsed.has("--seconds") && !parsed.has("--repeat")) {
        result.repeat = 0;
    }
    if (const Status read =
            readNumber(parsed, "--concurrency", 1, LoadRequest::kMostAtOnce, result.concurrency);
        !read.ok()) {
        return read;
    }
    return readNumber(parsed, "--seconds", 1, LoadRequest::kMostSeconds, result.seconds);
}

Result<ProfileArguments> profileArguments(const std::vector<std::string>& words) {
    const Result<Arguments> parsed =
        Arguments::parse(words, withRunOptions({{"--json"},
                                                {"--inputs", true},
                                                {"--sample", true},
                                                {"--every-node"},
                                                {"--to", true},
                                                {"--repeat", true},
                                                {"--concurrency", true},
                                                {"--seconds", true},
                                                {"--format", true},
                                                {"--out", true},
                                                {"--budget", true}}));
    if (!parsed.ok()) {
        return parsed.error();
    }
    if (parsed->files().size() != 1) {
        return usage("profile needs one FILE");
    }
    Result<RunOptions> options = readRunOptions(*parsed);
    if (!options.ok()) {
        return options.error();
    }
    ProfileArguments result{std::move(*options)};
    const Result<Format> format = readFormat(*parsed);
    if (!format.ok()) {
        return format.error();
    }
    result.format = *format;
    if (const Status load = readLoad(*parsed, result); !load.ok()) {
        return load.error();
    }
    const uint64_t most = result.isLoad ? LoadRequest::kMostRuns : 100'000;
    if (const Status repeat = readNumber(*parsed, "--repeat", 1, most, result.repeat);
        !repeat.ok()) {
        return repeat.error();
    }
    result.file = parsed->files()[0];
    result.inputsPath = parsed->value("--inputs");
    result.sample = parsed->value("--sample");
    result.out = parsed->value("--out");
    result.budget = parsed->value("--budget");
    result.everyNode = parsed->has("--every-node");
    result.target = parsed->value("--to").value_or("");
    for (const char* option : {"--out", "--budget", "--to"}) {
        if (parsed->has(option) && parsed->value(option)->empty()) {
            return usage(std::string(option) + " needs a value");
        }
    }
    return result;
}

/// One profile command in progress. Its engine keeps nothing that was compiled before.
class ProfileCommand {
public:
    explicit ProfileCommand(ProfileArguments arguments)
        : arguments_(std::move(arguments)),
          engine_(arguments_.threads,
                  {.compiled = std::make_shared<CompileCache>(CompileCache::Limits{.bytes = 0})}) {}
    int run();

private:
    /// A run that has ended, and when what happened; without a trace if nothing ran.
    struct Ended {
        RunSnapshotPtr run;
        std::shared_ptr<const Trace> trace;
    };
    struct KeptTrace {
        double us = 0;  // that its run took
        std::shared_ptr<const Trace> trace;
    };

    std::optional<int> readFiles();
    std::optional<int> compile();
    Ended runOnce(uint64_t number);
    std::optional<int> runAll();
    std::optional<int> runLoad();
    InputBinder boundInputs() const;
    std::optional<int> stoppedAfter(bool anyEnded, std::string text);
    void keep(KeptTrace trace);
    int tell() const;
    void tellNotes() const;
    bool wantsTrace() const {
        return arguments_.format == Format::Chrome || arguments_.format == Format::Speedscope;
    }
    /// That of the table says what bounds the runs.
    bool needsTrace() const { return wantsTrace() || arguments_.format == Format::Table; }
    const Trace& shownTrace() const { return load_ ? *load_->trace : middleTrace(); }
    const Trace& middleTrace() const;
    std::string table(const Profile& profile) const;
    std::string formatted(const Profile& profile) const;
    int checkBudget(const Profile& profile) const;
    int failAtFile(const std::string& message) const {
        complain(message);
        return kExitFile;
    }

    ProfileArguments arguments_;
    StopSignals signals_;  // before the threads of the engine
    StderrLog log_;
    Engine engine_;
    SourceTextPtr text_;
    SnapshotPtr compiled_;
    std::optional<Sample> sample_;
    std::string inputsJson_;
    Budget budget_;
    std::optional<ProfileBuilder> builder_;
    std::optional<LoadSnapshot> load_;  // in its place, of runs at once
    std::vector<KeptTrace> traces_;     // those nearest to the median so far
    std::string stopped_;               // `stopped after 3 of 30 runs`; "" = nobody has stopped it
};

/// All that is read before anything runs. Returns the status of the process where that is no good.
std::optional<int> ProfileCommand::readFiles() {
    if (arguments_.budget) {
        const Result<std::string> json = readAll(*arguments_.budget, kMaxBudgetBytes);
        if (!json.ok()) {
            return failAtFile(json.error().message);
        }
        Result<Budget> budget = readBudget(*json);
        if (!budget.ok()) {
            const std::string at = budget.error().path.empty() ? "" : " at " + budget.error().path;
            complain(*arguments_.budget + at + ": " + budget.error().message);
            return kExitBadInput;
        }
        budget_ = std::move(*budget);
    }
    Result<std::string> bytes = readAll(arguments_.file, kMaxSourceBytes);
    if (!bytes.ok()) {
        return failAtFile(bytes.error().message);
    }
    text_ = std::make_shared<const SourceText>(std::move(*bytes));
    if (arguments_.inputsPath) {
        Result<std::string> inputs = readAll(*arguments_.inputsPath, arguments_.limits.maxBytes);
        if (!inputs.ok()) {
            return failAtFile(inputs.error().message);
        }
        inputsJson_ = std::move(*inputs);
    }
    const Result<std::vector<Sample>> samples =
        chooseSamples(arguments_.file, arguments_.sample, false, arguments_.limits.maxBytes);
    if (!samples.ok()) {
        complain(samples.error().message);
        return samples.error().code == "file" ? kExitFile : kExitBadInput;
    }
    if (!samples->empty()) {
        sample_ = samples->front();
    }
    return std::nullopt;
}

std::optional<int> ProfileCommand::compile() {
    compiled_ = engine_.compile(text_, 1, false);
    for (const Diagnostic& diagnostic : compiled_->diagnostics) {
        if (diagnostic.isError() || compiled_->errorCount == 0) {
            const std::string shown =
                diagnosticText(arguments_.file, *text_, diagnostic, wantsColours(STDERR_FILENO));
            std::fputs(shown.c_str(), stderr);
        }
    }
    if (compiled_->errorCount > 0) {
        return kExitPipelineErrors;
    }
    if (!arguments_.target.empty() && planNodeOf(*compiled_, arguments_.target) == kNoIndex) {
        complain("--to: no node has the key " + arguments_.target +
                 "; graph --format json lists them");
        return kExitUsage;
    }
    return std::nullopt;
}

InputBinder ProfileCommand::boundInputs() const {
    RunInputs given;
    given.target = arguments_.target;
    given.sample = sample_ ? &*sample_ : nullptr;
    given.inputsJson = arguments_.inputsPath ? &inputsJson_ : nullptr;
    given.inputsPath = arguments_.inputsPath.value_or("");
    return bindRun(engine_, *compiled_, arguments_, given);
}

/// Nothing is taken from the runs before: `cache:` does not count. The first one is looked at for
/// what its values take: that costs those behind it some time, and it is a warm-up.
ProfileCommand::Ended ProfileCommand::runOnce(uint64_t number) {
    const auto start = std::chrono::steady_clock::now();
    InputBinder binder = boundInputs();
    const std::chrono::duration<double, std::micro> bound =
        std::chrono::steady_clock::now() - start;
    const double bindUs = bound.count() - binder.readyUs;
    PipelineRun::Options options;
    options.limit = arguments_.limit;
    options.number = number;
    options.where = Run::Where::Here;
    options.fuses = !arguments_.everyNode;
    options.previews = number == 1;
    options.usesCaches = false;
    options.callTimeout = arguments_.callTimeout;
    options.target = arguments_.target;
    PipelineRun run(engine_, compiled_, std::move(binder), bindUs, std::move(options), log_,
                    nullptr);
    signals_.setAction([&run] { run.stop(); });
    run.start();
    run.wait();
    signals_.setAction({});
    auto report = std::make_shared<RunSnapshot>(run.report());
    // What a program that prints them would do.
    const auto encodes = std::chrono::steady_clock::now();
    std::string json;
    for (const OutputValue& output : report->outputs) {
        if (output.ready) {
            encodeValue(json, *compiled_->types, output.type, output.value);
        }
    }
    report->times.outputUs =
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - encodes)
            .count();
    Ended ended{report, nullptr};
    if (std::optional<EndedRun> taken = run.takeRecords(report, true)) {
        ended.trace = recordOf(std::move(*taken))->trace;
    }
    return ended;
}

/// Returns the status of the process where a run did not complete.
std::optional<int> ProfileCommand::runAll() {
    builder_.emplace(compiled_, engine_.executor().workers());
    // Not between the runs: what a compile leaves in the heap costs some node of the next run a few
    // microseconds, in each process another one.
    ProgressLine line;
    const auto stopped = [&] {
        line.clear();
        return stoppedAfter(builder_->runs() > 0, "stopped after " +
                                                      groupedNumber(builder_->runs()) + " of " +
                                                      groupedNumber(arguments_.repeat) + " runs");
    };
    const std::string of = " of " + groupedNumber(arguments_.repeat);
    for (uint64_t i = 0; i < arguments_.repeat; ++i) {
        if (line.isDue()) {
            line.write("compiling: " + groupedNumber(i) + of);
        }
        builder_->addCompile(engine_.compile(text_, 1, false)->times);
        if (signals_.received()) {
            return stopped();
        }
    }
    for (std::size_t i = 0; i < kWarmUps + arguments_.repeat; ++i) {
        const bool counts = i >= kWarmUps;
        if (line.isDue()) {
            line.write(counts ? groupedNumber(i - kWarmUps) + of + " runs" : "warming up");
        }
        const Ended ended = runOnce(i + 1);
        const bool isCut = ended.run->status == RunStatus::Cancelled && signals_.received();
        if (ended.run->status != RunStatus::Completed && !isCut) {
            line.clear();
            const std::string which = counts ? "run " + std::to_string(i + 1 - kWarmUps)
                                             : "warm-up " + std::to_string(i + 1);
            std::fputs((which + " did not complete, so there is no profile:\n" +
                        summaryText(*ended.run, false))
                           .c_str(),
                       stderr);
            return exitStatusOf(*ended.run);
        }
        if (i == 0 && !isCut) {
            builder_->addSizes(*ended.run);
        }
        if (counts && !isCut) {
            builder_->add(*ended.run, workNs(*ended.trace));
            keep({wholeRunUs(ended.run->times), ended.trace});
        }
        if (signals_.received() && builder_->runs() < arguments_.repeat) {
            return stopped();
        }
    }
    return std::nullopt;
}

/// What had ended until somebody stopped the runs is the profile; else the status of the process.
std::optional<int> ProfileCommand::stoppedAfter(bool anyEnded, std::string text) {
    if (!anyEnded) {
        complain("stopped before the first run had ended, so there is no profile");
        return kExitStopped;
    }
    stopped_ = std::move(text);
    return std::nullopt;
}

/// Returns the status of the process where a run did not complete.
std::optional<int> ProfileCommand::runLoad() {
    LoadWork::Parts parts;
    parts.request.runs = arguments_.repeat;
    parts.request.time = std::chrono::seconds(arguments_.seconds);
    parts.request.atOnce = static_cast<unsigned>(arguments_.concurrency);
    parts.request.warmUps = kWarmUps;
    parts.request.run.timeout = arguments_.limit;
    parts.request.run.callTimeout = arguments_.callTimeout;
    parts.request.run.everyNode = arguments_.everyNode;
    InputBinder binder = boundInputs();
    const bool isMissing = binder.errors.empty();  // if it is refused
    LoadWork work(engine_, compiled_, std::move(binder), std::move(parts));
    signals_.setAction([&work] { work.stop(); });
    work.start();
    if (signals_.received()) {
        work.stop();  // the signal came between the two lines above
    }
    for (ProgressLine line; !work.waitFor(std::chrono::milliseconds(100));) {
        if (line.isDue()) {
            line.write(loadProgressText(work.report()));
        }
    }
    signals_.setAction({});
    load_ = work.report();
    load_->trace = needsTrace() ? work.trace() : nullptr;
    load_->profile = work.profile();
    if (load_->state == LoadSnapshot::State::Refused) {
        complain(load_->refused.front().message);
        return isMissing ? kExitSuspended : kExitBadInput;
    }
    const bool isStopped = load_->state == LoadSnapshot::State::Stopped;
    if (load_->firstError) {
        const RunError& error = *load_->firstError;
        complain(std::to_string(load_->numbers.whole.failed) + " of " +
                 std::to_string(load_->numbers.whole.ended) +
                 " runs failed, so there is no profile; the first: " + error.code + " " +
                 error.message + (error.node.empty() ? "" : " at `" + error.node + "`"));
        return isStopped ? kExitStopped : kExitRunFailed;
    }
    if (isStopped) {
        return stoppedAfter(load_->profile != nullptr, loadStoppedText(*load_));
    }
    return std::nullopt;
}

/// Of many runs only those are kept that may turn out to be the one in the middle.
void ProfileCommand::keep(KeptTrace trace) {
    if (!needsTrace()) {
        return;
    }
    traces_.push_back(std::move(trace));
    if (traces_.size() <= kMostTraces) {
        return;
    }
    const double middleUs = builder_->medianUs();
    std::sort(traces_.begin(), traces_.end(), [&](const KeptTrace& a, const KeptTrace& b) {
        return std::abs(a.us - middleUs) < std::abs(b.us - middleUs);
    });
    traces_.resize(kLeastTraces);
}

/// That of the median run, or of the nearest one that was kept.
const Trace& ProfileCommand::middleTrace() const {
    const double middleUs = builder_->medianUs();
    return *std::min_element(traces_.begin(), traces_.end(),
                             [&](const KeptTrace& a, const KeptTrace& b) {
                                 return std::abs(a.us - middleUs) < std::abs(b.us - middleUs);
                             })
                ->trace;
}

std::string ProfileCommand::table(const Profile& profile) const {
    ProfileSummary summary;
    summary.file = arguments_.file;
    summary.warmUps = kWarmUps;
    summary.stopped = stopped_;
    if (load_) {
        summary.load = loadText(*load_);
    } else {
        summary.pathUs = builder_->medianPathUs();
        summary.runUs = builder_->medianRunUs();
        summary.workUs = builder_->meanWorkUs();
        summary.efficiency = builder_->efficiency();
    }
    summary.findings = explain(profile, shownTrace());
    return profileTable(profile, summary);
}

std::string ProfileCommand::formatted(const Profile& profile) const {
    switch (arguments_.format) {
    case Format::Table: return table(profile);
    case Format::Json: return profileJson(profile) + "\n";
    case Format::Csv: return profileCsv(profile);
    case Format::Chrome: return chromeTrace(shownTrace());
    case Format::Speedscope: break;
    }
    return speedscope(shownTrace(), arguments_.file);
}

int ProfileCommand::checkBudget(const Profile& profile) const {
    const std::vector<BudgetBreach> broken = breaches(profile, budget_);
    for (const BudgetBreach& breach : broken) {
        std::fputs(("over budget: " + breach.message + "\n").c_str(), stderr);
    }
    return broken.empty() ? kExitOk : kExitPipelineErrors;
}

/// What the profile is not of. A table on standard output tells of the stop itself.
void ProfileCommand::tellNotes() const {
    if (!stopped_.empty() && (arguments_.format != Format::Table || arguments_.out)) {
        complain(stopped_ + ": the profile is of those");
    }
    if (const std::string note = load_ && wantsTrace() ? leftOutText(*load_->trace) : "";
        !note.empty()) {
        complain(note);
    }
}

int ProfileCommand::tell() const {
    const Profile profile = load_ ? *load_->profile : builder_->profile();
    const std::string text = formatted(profile);
    tellNotes();
    if (arguments_.out) {
        const Status written = writeFile(*arguments_.out, text);
        if (!written.ok()) {
            return failAtFile(written.error().message);
        }
    } else {
        print(text);
        flushOutput();
    }
    const int status = checkBudget(profile);
    return stopped_.empty() ? status : kExitStopped;
}

int ProfileCommand::run() {
    signals_.setAction([] {
        std::fputs("cancelled\n", stderr);
        std::_Exit(kExitStopped);
    });
    const auto run = arguments_.isLoad ? &ProfileCommand::runLoad : &ProfileCommand::runAll;
    for (const auto step : {&ProfileCommand::readFiles, &ProfileCommand::compile, run}) {
        if (const std::optional<int> ended = (this->*step)()) {
            return *ended;
        }
    }
    return tell();
}

}  // namespace

int profileCommand(const std::vector<std::string>& words) {
    Result<ProfileArguments> arguments = profileArguments(words);
    if (!arguments.ok()) {
        complain(arguments.error().message);
        return kExitUsage;
    }
    return ProfileCommand(std::move(*arguments)).run();
}

}  // namespace cst
