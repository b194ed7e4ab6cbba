#include "app/cli/diff_measure.h"

#include "app/cli/diagnostic_text.h"
#include "app/cli/files.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_inputs.h"
#include "app/cli/run_report.h"
#include "app/cli/stop_signals.h"
#include "engine/session/paired_runs.h"

#include <cstdio>
#include <optional>
#include <unistd.h>

namespace cst {
namespace {

/// One measurement in progress.
class PairMeasurement {
public:
    PairMeasurement(const Arguments& arguments, RunOptions options, PairedRuns::Request request)
        : arguments_(arguments),
          options_(std::move(options)),
          request_(request),
          engine_(options_.threads) {
        request_.timeout = options_.limit;
        request_.callTimeout = options_.callTimeout;
    }

    MeasuredPair run(std::array<std::string, 2> sources) {
        std::optional<PairedRuns::Side> sides[2];
        for (std::size_t i = 0; i < 2; ++i) {
            MeasuredPair failed = read(arguments_.files()[i], std::move(sources[i]), sides[i]);
            if (failed.status != kExitOk) {
                return failed;
            }
        }
        PairedRuns runs(engine_, std::move(*sides[0]), std::move(*sides[1]), request_);
        signals_.setAction([&runs] { runs.stop(); });
        ProgressLine line;
        const PairedRuns::End end = runs.run([&line](uint64_t done, uint64_t of) {
            if (line.isDue()) {
                line.write(groupedNumber(done) + (of == 0 ? "" : " of " + groupedNumber(of)) +
                           " runs of each");
            }
        });
        signals_.setAction({});
        line.clear();
        switch (end) {
        case PairedRuns::End::Stopped: return stopped(runs);
        case PairedRuns::End::Failed:
            std::fputs(summaryText(*runs.failed(), false).c_str(), stderr);
            return {exitStatusOf(*runs.failed()),
                    arguments_.files()[runs.isBeforeFailed() ? 0 : 1] +
                        ": a run did not complete, so there is nothing to compare",
                    {}};
        case PairedRuns::End::Done: break;
        }
        return {kExitOk, "", {runs.before(), runs.after()}, runs.pairs()};
    }

private:
    /// What both had run until then is compared.
    MeasuredPair stopped(const PairedRuns& runs) const {
        const uint64_t pairs = runs.pairs();
        if (pairs == 0) {
            return {
                kExitStopped, "stopped before both had run, so there is nothing to compare", {}};
        }
        const std::string of = request_.runs == 0 ? "" : " of " + groupedNumber(request_.runs);
        const bool isOne = request_.runs == 0 ? pairs == 1 : request_.runs == 1;
        return {kExitStopped,
                "stopped after " + groupedNumber(pairs) + of + (isOne ? " run" : " runs") +
                    " of each: compared by these",
                {runs.before(), runs.after()},
                pairs};
    }

    /// One of the two, ready to run.
    MeasuredPair read(const std::string& file, std::string source,
                      std::optional<PairedRuns::Side>& side) {
        const auto text = std::make_shared<const SourceText>(std::move(source));
        const SnapshotPtr compiled = engine_.compile(text, 1, false);
        for (const Diagnostic& diagnostic : compiled->diagnostics) {
            if (diagnostic.isError()) {
                std::fputs(
                    diagnosticText(file, *text, diagnostic, wantsColours(STDERR_FILENO)).c_str(),
                    stderr);
            }
        }
        if (compiled->errorCount > 0) {
            return {kExitPipelineErrors, file + " has errors", {}};
        }
        const Result<std::vector<Sample>> samples =
            chooseSamples(file, arguments_.value("--sample"), false, options_.limits.maxBytes);
        if (!samples.ok()) {
            return {samples.error().code == "file" ? kExitFile : kExitBadInput,
                    samples.error().message,
                    {}};
        }
        RunInputs given;
        given.sample = samples->empty() ? nullptr : &samples->front();
        std::string inputs;
        if (const auto path = arguments_.value("--inputs")) {
            Result<std::string> bytes = readAll(*path, options_.limits.maxBytes);
            if (!bytes.ok()) {
                return {kExitFile, bytes.error().message, {}};
            }
            inputs = std::move(*bytes);
            given.inputsJson = &inputs;
            given.inputsPath = *path;
        }
        InputBinder binder = bindRun(engine_, *compiled, options_, given);
        if (!binder.errors.empty()) {
            return {kExitBadInput, file + ": " + binder.errors.front().message, {}};
        }
        if (const std::vector<std::string> missing = binder.missing(); !missing.empty()) {
            return {kExitSuspended, file + ": missing input: " + missing.front(), {}};
        }
        side.emplace(PairedRuns::Side{compiled, std::move(binder)});
        return {kExitOk, "", {}};
    }

    const Arguments& arguments_;
    const RunOptions options_;
    PairedRuns::Request request_;
    StopSignals signals_;  // before the threads of the engine
    Engine engine_;
};

constexpr std::string_view kOwn[] = {"--inputs", "--sample", "--runs", "--seconds", "--every-node"};

}  // namespace

std::vector<ArgumentSpec> withMeasureOptions(std::vector<ArgumentSpec> own) {
    for (const std::string_view name : kOwn) {
        own.push_back({name, name != "--every-node"});
    }
    return withRunOptions(std::move(own));
}

std::string measureOptionIn(const Arguments& arguments) {
    for (const ArgumentSpec& option : withMeasureOptions({})) {
        if (arguments.has(option.name)) {
            return std::string(option.name);
        }
    }
    return "";
}

MeasuredPair measureInTurns(const Arguments& arguments, std::array<std::string, 2> sources) {
    Result<RunOptions> options = readRunOptions(arguments);
    if (!options.ok()) {
        return {kExitUsage, options.error().message, {}};
    }
    PairedRuns::Request request;
    uint64_t seconds = 0;
    if (arguments.has("--seconds") && !arguments.has("--runs")) {
        request.runs = 0;
    }
    for (const Status& status : {readNumber(arguments, "--runs", 1, 100'000, request.runs),
                                 readNumber(arguments, "--seconds", 1, 86'400, seconds)}) {
        if (!status.ok()) {
            return {kExitUsage, status.error().message, {}};
        }
    }
    request.time = std::chrono::seconds(seconds);
    request.everyNode = arguments.has("--every-node");
    return PairMeasurement(arguments, std::move(*options), request).run(std::move(sources));
}

}  // namespace cst
