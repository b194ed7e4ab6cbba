#include "engine/session/run_control.h"

#include "engine/session/saved_state.h"

#include <algorithm>
#include <utility>

namespace cst {

RunControl::RunControl(Engine& engine, LogSink& log, RunObserver& observer, std::size_t resultBytes)
    : engine_(engine),
      log_(log),
      observer_(observer),
      results_(std::make_shared<ResultCache>(resultBytes)),
      inputs_(engine) {}

RunControl::~RunControl() {
    retire({});
    for (const std::unique_ptr<PipelineRun>& run : retired_) {
        run->stop();
        run->wait();
    }
}

PipelineRun::Options RunControl::optionsFor(const RunRequest& request, const Text& text) {
    PipelineRun::Options options;
    options.limit = request.timeout;
    options.callTimeout = request.callTimeout;
    options.cacheFolder = request.cacheFolder;
    options.allowErrors = true;
    options.number = ++count_;
    options.sample = request.sample;
    options.expect = request.expect;
    options.tolerance = request.tolerance;
    options.target = request.target;
    options.textOfOutputs = true;
    options.fuses = !request.everyNode;
    options.usesCaches = !request.afresh;
    options.results = results_;
    options.mode = request.afresh ? RunResults::Mode::Afresh : RunResults::Mode::Asked;
    options.document = text.document;
    options.reasons = text.reasons;
    options.statistics = text.statistics;
    return options;
}

/// Whatever runs is no longer the run; what of it nobody wants is stopped.
void RunControl::retire(const std::unordered_set<Hash128>& wanted) {
    if (run_) {
        retired_.push_back(std::move(run_));
    }
    for (const std::unique_ptr<PipelineRun>& run : retired_) {
        run->stopAllBut(wanted);
    }
    std::erase_if(retired_, [](const auto& run) { return run->ended(); });
}

void RunControl::run(const RunRequest& request, const Text& text) {
    if (!text.compiled) {
        return;  // no text yet, so nothing to run
    }
    std::shared_ptr<const SavedState> before;
    if (request.resumes && run_ && run_->ended() && run_->report().canResume) {
        before = run_->state();
    }
    if (before && before->structure != structureOf(*text.compiled)) {
        before = nullptr;
    }
    const auto start = std::chrono::steady_clock::now();
    // What a run goes on from, or looks at one node only, has its own ways to bind inputs.
    std::optional<InputBinder> binder;
    if (before || !request.target.empty()) {
        JsonLimits limits;
        limits.unreadFrom = PipelineRun::kPreviewRoom;
        binder.emplace(request.target.empty()
                           ? bindInputs(engine_, *text.compiled, limits)
                           : InputBinder(*engine_.types(), text.compiled->inputs, limits));
        binder->useObject(request.inputsJson);
        if (before) {
            binder->useState(*before);
        }
        if (request.useExamples) {
            binder->useExamples();
        }
    } else {
        binder.emplace(inputs_.bind(*text.compiled, request));
    }
    const double bindUs =
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
    PipelineRun::Options options = optionsFor(request, text);
    options.resumes = std::move(before);
    begin(text, request, std::move(*binder), bindUs, std::move(options));
}

void RunControl::begin(const Text& text, const RunRequest& request, InputBinder inputs,
                       double bindUs, PipelineRun::Options options) {
    compiled_ = text.compiled;
    document_ = text.document;
    request_ = request;
    digests_ = inputs.errors.empty() ? inputs.digests() : std::vector<std::optional<Hash128>>();
    isLive_ = options.mode == RunResults::Mode::Live;
    isStopped_ = false;
    isTold_ = false;
    auto next = std::make_unique<PipelineRun>(engine_, text.compiled, std::move(inputs), bindUs,
                                              std::move(options), log_, &observer_);
    retire(next->keys());
    run_ = std::move(next);
    run_->start();
}

/// Would a live run come to the same as the last one, whoever asked for that? Then there is no news
/// to be had, and what that one took stays on the nodes. A live run that was stopped came to
/// nothing.
bool RunControl::isAsLast(const Text& text, const RunRequest& request, InputBinder& inputs) const {
    RunRequest other = request_;
    other.resumes = other.afresh = false;
    const bool cameToNothing = isLive_ && isStopped_;
    return run_ && !cameToNothing && compiled_ == text.compiled && other == request &&
           inputs.errors.empty() && digests_ == inputs.digests();
}

bool RunControl::setLive(std::optional<RunRequest> request) {
    const bool isNew = live_ != request;
    live_ = std::move(request);
    if (!live_ && isLive_) {
        stop();
    }
    return isNew;
}

bool RunControl::goLive(const Text& text) {
    isLiveDue_ = false;
    if (!live_ || !text.compiled || text.compiled->graph->nodes.size() == 0) {
        return false;
    }
    const RunRequest& request = *live_;
    const auto start = std::chrono::steady_clock::now();
    InputBinder binder = inputs_.bind(*text.compiled, request);
    if (isAsLast(text, request, binder)) {
        return false;
    }
    if (isBusy()) {
        isLiveDue_ = true;
        return false;
    }
    const double bindUs =
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
    PipelineRun::Options options = optionsFor(request, text);
    options.mode = RunResults::Mode::Live;
    begin(text, request, std::move(binder), bindUs, std::move(options));
    return true;
}

void RunControl::stop() {
    isStopped_ = true;
    if (run_) {
        run_->stop();
    }
    for (const std::unique_ptr<PipelineRun>& run : retired_) {
        run->stop();
    }
}

bool RunControl::stopLive() {
    const bool goes = run_ && isLive_ && !isTold_;
    if (goes) {
        stop();
    }
    return goes;
}

void RunControl::endAsked() {
    if (run_ && !isLive_) {
        run_->stop();
        run_->wait();
    }
}

std::optional<RunValues> RunControl::values(uint64_t document) const {
    return run_ && document_ == document ? std::optional(run_->values()) : std::nullopt;
}

std::optional<EndedRun> RunControl::takeRecords(RunSnapshotPtr last) {
    const std::pair of{document_, last->compiled->revision};
    const bool isNewText = std::exchange(recorded_, of) != of;
    return run_->takeRecords(std::move(last), isNewText);
}

std::shared_ptr<RunSnapshot> RunControl::report() {
    auto report = std::make_shared<RunSnapshot>(run_->report());
    isTold_ = report->finished();
    return report;
}

}  // namespace cst
