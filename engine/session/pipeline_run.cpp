#include "engine/session/pipeline_run.h"

#include "engine/base/microseconds.h"
#include "engine/session/run_target.h"
#include "engine/session/saved_state.h"

namespace cst {

InputBinder bindInputs(const Engine& engine, const Snapshot& compiled, JsonLimits limits) {
    const TypeTable& types = *engine.types();
    const auto start = std::chrono::steady_clock::now();
    auto decoder = compiled.optimised->decoder(engine.registry(), types, compiled.inputs);
    InputBinder binder(types, compiled.inputs, limits, std::move(decoder));
    binder.readyUs = microsecondsSince(start);
    return binder;
}

PipelineRun::PipelineRun(Engine& engine, SnapshotPtr compiled, InputBinder inputs, double bindUs,
                         Options options, LogSink& log, RunObserver* observer)
    : engine_(engine),
      compiled_(std::move(compiled)),
      inputs_(std::move(inputs)),
      bindUs_(bindUs),
      options_(std::move(options)) {
    if (!options_.target.empty()) {
        target_ = planNodeOf(*compiled_, options_.target);
    }
    if (compiled_->errorCount > 0 && !options_.allowErrors) {
        refused_ = RunStatus::Invalid;
    } else if (!inputs_.errors.empty()) {
        refused_ = RunStatus::BadInput;
    } else if (!options_.target.empty() && target_ == kNoIndex) {
        refused_ = RunStatus::BadInput;
        inputs_.errors.push_back(
            {"R008", "there is no node `" + options_.target + "`", "", options_.target, 0, {}});
    } else {
        const RunServices services = engine_.runServices(log);
        const auto start = std::chrono::steady_clock::now();
        executable_ = executable();
        optimiseUs_ = inputs_.readyUs + microsecondsSince(start);
        run_ = Run::lease(executable_.program, services, observer, options_.pools);
        for (uint32_t i = 0; i < inputs_.values.size(); ++i) {
            if (inputs_.given[i]) {
                run_->setInput(i, inputs_.values[i]);
            }
        }
        if (options_.resumes) {
            takeOver(*options_.resumes);
        }
        if (options_.results) {
            results_ = std::make_shared<RunResults>(
                options_.results, options_.mode, options_.document, options_.number, *compiled_,
                executable_.optimised->source, executable_, inputs_.digests());
            run_->setKnown(results_);
        }
    }
}

Executable PipelineRun::executable() const {
    const Registry& registry = engine_.registry();
    const TypeTable& types = *engine_.types();
    std::shared_ptr<const Plan> plan = compiled_->plan;
    std::shared_ptr<OptimisedOnce> optimised = compiled_->optimised;
    if (target_ != kNoIndex) {
        plan = planFor(*plan, target_, outputNameOf(options_.target));
        optimised = std::make_shared<OptimisedOnce>(plan);
    } else if (options_.results && options_.mode == RunResults::Mode::Live) {
        if (std::shared_ptr<const Plan> more = planWithUnneeded(*plan)) {
            plan = std::move(more);
            optimised = std::make_shared<OptimisedOnce>(plan);
        }
    }
    if (options_.optimises) {
        OptimisedOnce& once = *optimised;
        return options_.fuses ? once.get(registry, types) : once.unfused(registry, types);
    }
    Executable made;
    made.optimised = std::make_shared<const OptimisedPlan>(unoptimised(std::move(plan)));
    made.program =
        std::make_shared<const Program>(made.optimised->plan, registry, types, options_.fuses);
    return made;
}

PipelineRun::~PipelineRun() {
    stop();
}

void PipelineRun::start() {
    if (!run_) {
        return;
    }
    std::chrono::nanoseconds limit = options_.limit;
    if (limit.count() > 0) {
        limit -= std::chrono::microseconds(static_cast<int64_t>(bindUs_));
        if (limit.count() <= 0) {
            limit = std::chrono::nanoseconds(0);
            run_->cancel(true);
        }
    }
    recordsBefore_ = engine_.recorder().position();
    startedAtMs_ = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
    run_->start({limit, options_.where, options_.number, options_.usesCaches, options_.cacheFolder,
                 options_.callTimeout});
}

void PipelineRun::stop() {
    if (run_) {
        run_->cancel();
    }
}

void PipelineRun::stopAllBut(const std::unordered_set<Hash128>& wanted) {
    std::vector<uint32_t> steps;
    if (results_) {
        steps = results_->underWay(wanted);
    }
    if (steps.empty()) {
        stop();
    } else {
        run_->cancelAllBut(std::move(steps));
    }
}

std::unordered_set<Hash128> PipelineRun::keys() const {
    return results_ ? results_->keys() : std::unordered_set<Hash128>();
}

void PipelineRun::wait() {
    if (run_) {
        run_->wait();
    }
}

bool PipelineRun::ended() const {
    return !run_ || run_->ended();
}

std::optional<EndedRun> PipelineRun::takeRecords(RunSnapshotPtr report, bool withCompile) const {
    if (!run_ || !run_->ended()) {
        return std::nullopt;
    }
    EndedRun taken;
    taken.optimised = executable_.optimised;
    taken.startedAtMs = startedAtMs_;
    taken.document = options_.document;
    RecordedTimes& times = taken.times;
    times.run = options_.number;
    times.start = run_->startedAt();
    times.end = run_->endedAt();
    times.nsPerTick = ticks::nanoseconds();
    times.workers = engine_.executor().workers();
    times.caller = Executor::kNoWorker;
    times.records = engine_.recorder().ofRun(options_.number, recordsBefore_, times.lost);
    setPhases(times, *report, withCompile);
    taken.run = std::move(report);
    return taken;
}

std::function<TraceNode(uint32_t planNode)> PipelineRun::naming(RunSnapshotPtr report) const {
    return traceNames(std::move(report), executable_.optimised);
}

std::vector<PipelineRun::ReadyOutput> PipelineRun::takeReadyOutputs() {
    std::vector<ReadyOutput> ready;
    if (!run_) {
        return ready;
    }
    const Program& program = run_->program();
    const std::vector<PlanOutput>& outputs = program.plan().outputs;
    toldOutputs_.resize(outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const uint32_t step = program.stepOf(outputs[i].node);
        const Value* const value = toldOutputs_[i] ? nullptr : run_->value(step);
        if (value != nullptr) {
            toldOutputs_[i] = true;
            const int64_t atNs = run_->finishedNs(step);
            ready.push_back({outputs[i].name, outputs[i].type, *value, microseconds(atNs)});
        }
    }
    return ready;
}

}  // namespace cst
