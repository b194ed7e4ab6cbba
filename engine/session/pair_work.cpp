#include "engine/session/pair_work.h"

#include "engine/profile/noise_band.h"
#include "engine/profile/time_text.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPairNewsEvery{50};
/// Slow pipelines are warm after a run or two, and have no time for more.
constexpr std::chrono::seconds kWarmUpTime{2};

/// The first error of the text.
PairSnapshot::Fault errorOf(const Snapshot& compiled) {
    PairSnapshot::Fault fault;
    for (const Diagnostic& diagnostic : compiled.diagnostics) {
        if (diagnostic.isError()) {
            fault.message = diagnostic.message();
            fault.line = compiled.text->line(diagnostic.range.begin);
            break;
        }
    }
    return fault;
}

PairSnapshot::Fault faultOf(const RunError& error) {
    PairSnapshot::Fault fault;
    fault.message = error.message;
    fault.node = error.node;
    if (!error.path.empty() && error.message.find('`' + error.path + '`') == std::string::npos) {
        fault.message = error.path + ": " + error.message;
    }
    return fault;
}

PairSnapshot::Fault faultOf(const RunSnapshot& failed, std::chrono::nanoseconds limit) {
    if (!failed.errors.empty()) {
        return faultOf(failed.errors.front());
    }
    PairSnapshot::Fault fault;
    if (failed.status == RunStatus::TimedOut) {
        fault.message = "it takes longer than " +
                        shortTime(std::chrono::duration<double, std::micro>(limit).count());
    } else {
        fault.message = std::string("it is ") + runStatusName(failed.status);
    }
    return fault;
}

/// Has the text of now an input of that name? What a person has left empty there stays empty.
bool hasInput(const Snapshot& today, const std::string& name) {
    return std::any_of(today.inputs.begin(), today.inputs.end(),
                       [&](const InputInfo& input) { return input.name == name; });
}

}  // namespace

PairWork::PairWork(Engine& engine, PairRequest request, SnapshotPtr today,
                   std::function<void()> changed)
    : engine_(engine),
      request_(std::move(request)),
      today_(std::move(today)),
      changed_(std::move(changed)) {
    report_.token = request_.token;
    report_.of = request_.runs;
    report_.least = NoiseModel(2, 0).leastPairs();  // of one node and the whole
    thread_ = std::thread([this] { work(); });
}

PairWork::~PairWork() {
    stop();
    thread_.join();
}

void PairWork::stop() {
    const std::lock_guard lock(mutex_);
    isStopped_ = true;
    if (going_ != nullptr) {
        going_->stop();
    }
}

bool PairWork::isStopped() const {
    const std::lock_guard lock(mutex_);
    return isStopped_;
}

PairSnapshot PairWork::report() const {
    const std::lock_guard lock(mutex_);
    return report_;
}

void PairWork::work() {
    PairSnapshot last = measured();
    {
        const std::lock_guard lock(mutex_);
        last.token = report_.token;
        last.done = report_.done;
        last.of = report_.of;
        last.least = report_.least;
        last.share = report_.share;
        report_ = std::move(last);
    }
    changed_();
}

/// Its end.
PairSnapshot PairWork::measured() {
    PairSnapshot end;
    std::optional<PairedRuns::Side> before = sideOf(request_.before, end);
    if (!before) {
        end.fault.isBefore = true;
        return end;
    }
    std::optional<PairedRuns::Side> after = sideOf(request_.after, end);
    if (!after) {
        return end;
    }
    PairedRuns::Request request;
    request.runs = request_.runs;
    request.time = request_.time;
    request.warmUpTime = kWarmUpTime;
    request.timeout = limit();
    request.callTimeout = request_.run.callTimeout;
    request.everyNode = request_.run.everyNode;
    PairedRuns runs(engine_, std::move(*before), std::move(*after), request);
    {
        const std::lock_guard lock(mutex_);
        going_ = &runs;
        if (isStopped_) {
            runs.stop();
        }
    }
    end = measured(runs);
    const std::lock_guard lock(mutex_);
    going_ = nullptr;
    return end;
}

PairSnapshot PairWork::measured(PairedRuns& runs) {
    PairSnapshot end;
    began_ = Clock::now();
    switch (runs.run([this](uint64_t done, uint64_t) { progress(done); })) {
    case PairedRuns::End::Stopped: end.state = State::Stopped; break;
    case PairedRuns::End::Failed:
        end.state = State::RunFailed;
        end.fault = faultOf(*runs.failed(), limit());
        end.fault.isBefore = runs.isBeforeFailed();
        break;
    case PairedRuns::End::Done: end.state = State::Done; break;
    }
    if (end.state == State::Done ||
        (end.state == State::Stopped && runs.pairs() >= report().least)) {
        end.before = std::make_shared<const Profile>(runs.before());
        end.after = std::make_shared<const Profile>(runs.after());
        end.ranBefore = runs.ranBefore();
        end.ranAfter = runs.ranAfter();
    }
    return end;
}

/// Ready to run; nothing = it cannot, and why.
std::optional<PairedRuns::Side> PairWork::sideOf(const std::string& text, PairSnapshot& refused) {
    refused.state = State::Stopped;
    if (isStopped()) {
        return std::nullopt;
    }
    const SnapshotPtr compiled =
        engine_.compile(std::make_shared<const SourceText>(text), 1, false);
    if (compiled->errorCount > 0) {
        refused.state = State::NotCompiled;
        refused.fault = errorOf(*compiled);
        return std::nullopt;
    }
    InputBinder inputs = bindInputs(engine_, *compiled);
    inputs.useObject(request_.run.inputsJson);
    if (request_.run.useExamples) {
        inputs.useExamples();
    }
    for (std::size_t i = 0; i < compiled->inputs.size(); ++i) {
        const InputInfo& input = compiled->inputs[i];
        if (!inputs.given[i] && !input.exampleJson.empty() && !hasInput(*today_, input.name)) {
            inputs.useValue(input.name, input.exampleJson);
        }
    }
    refused.state = State::NoInputs;
    if (!inputs.errors.empty()) {
        refused.fault = faultOf(inputs.errors.front());
        return std::nullopt;
    }
    if (const std::vector<std::string> missing = inputs.missing(); !missing.empty()) {
        refused.fault.message = "its input `" + missing.front() + "` has no value";
        return std::nullopt;
    }
    return PairedRuns::Side{compiled, std::move(inputs)};
}

/// Of one run.
std::chrono::nanoseconds PairWork::limit() const {
    const std::chrono::nanoseconds own = request_.run.timeout;
    return own.count() > 0 ? std::min(own, request_.time) : request_.time;
}

void PairWork::progress(uint64_t done) {
    const auto now = Clock::now();
    const double byRuns = static_cast<double>(done) / static_cast<double>(request_.runs);
    const double byTime =
        std::chrono::duration<double>(now - began_) / std::chrono::duration<double>(request_.time);
    {
        const std::lock_guard lock(mutex_);
        report_.done = done;
        report_.share = std::min(1.0, std::max(byRuns, byTime));
    }
    if (now - toldAt_ >= kPairNewsEvery) {
        toldAt_ = now;
        changed_();
    }
}

}  // namespace cst
