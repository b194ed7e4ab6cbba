// A slot is one of the runs that are under way at once. The end of its run, heard on the worker
// that came to it, counts the run and begins the next one: no thread waits for runs, and between
// two of them lies one hand-over to the workers, as in front of each run of a session.
//
// Warm-ups have ended before the first run that counts begins: slots without a warm-up wait for
// them. The clock of the load starts with that run.

#include "engine/session/load_work.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

int64_t nowMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

int64_t nsBetween(Ticks from, Ticks to) {
    return ticks::toNs(from, to, ticks::nanoseconds());
}

}  // namespace

class LoadWork::Slot : public RunObserver {
public:
    Slot(LoadWork& work, uint32_t place) : number(place), work_(work) {}
    void runEnded() override { work_.runEnded(*this); }

    /// Takes a run in the place of the one before.
    void hold(std::shared_ptr<PipelineRun> run) {
        const std::lock_guard lock(mutex_);
        run_.swap(run);  // what it held is let go without the lock
    }
    std::shared_ptr<PipelineRun> run() const {
        const std::lock_guard lock(mutex_);
        return run_;
    }

    const uint32_t number;
    bool counts = false;  // its run, which is no warm-up; owned by whoever begins or ends that
    std::vector<LoadNodes::Took> took;  // likewise

private:
    LoadWork& work_;
    mutable std::mutex mutex_;
    std::shared_ptr<PipelineRun> run_;  // guarded by mutex_
};

LoadWork::LoadWork(Engine& engine, SnapshotPtr compiled, InputBinder inputs, Parts parts)
    : engine_(engine),
      compiled_(std::move(compiled)),
      inputs_(std::move(inputs)),
      parts_(std::move(parts)),
      refused_(whyRefused()),
      nextRun_(parts_.firstRun),
      tally_(engine, compiled_,
             parts_.request.run.everyNode
                 ? compiled_->optimised->unfused(engine.registry(), *engine.types())
                 : compiled_->optimised->get(engine.registry(), *engine.types())) {
    const RunRequest& run = parts_.request.run;
    options_.limit = run.timeout;
    options_.callTimeout = run.callTimeout;
    options_.sample = run.sample;
    options_.fuses = !run.everyNode;
    options_.usesCaches = false;
}

LoadWork::~LoadWork() {
    stop();
    wait();
}

std::vector<RunError> LoadWork::whyRefused() const {
    std::vector<RunError> why = inputs_.errors;
    for (const Diagnostic& diagnostic : compiled_->diagnostics) {
        if (diagnostic.isError() && why.empty()) {
            why.push_back({std::string(diagnostic.code()), diagnostic.message(), "", "", 0,
                           diagnostic.range});
        }
    }
    for (const std::string& name : why.empty() ? inputs_.missing() : std::vector<std::string>()) {
        why.push_back({"R007", "missing input: " + name, "", name, 0, {}});
    }
    return why;
}

void LoadWork::start() {
    const std::size_t atOnce = std::clamp(parts_.request.atOnce, 1U, LoadRequest::kMostAtOnce);
    {
        const std::lock_guard lock(mutex_);
        isOver_ = false;
        startedAtMs_ = nowMs();
        working_ = 1;  // this call
        for (std::size_t i = 0; i < atOnce && refused_.empty(); ++i) {
            slots_.push_back(std::make_unique<Slot>(*this, static_cast<uint32_t>(i)));
            ++working_;
        }
    }
    for (const std::unique_ptr<Slot>& slot : slots_) {
        goOn(*slot);
    }
    retire();
}

/// Begins the next run of a slot, or lets it go.
void LoadWork::goOn(Slot& slot) {
    switch (takeTurn(slot)) {
    case Turn::Go: begin(slot); break;
    case Turn::Wait: break;
    case Turn::Over: retire(); break;
    }
}

LoadWork::Turn LoadWork::takeTurn(Slot& slot) {
    const std::lock_guard lock(mutex_);
    const Ticks now = ticks::now();
    if (isEnough(now)) {
        return Turn::Over;
    }
    if (stopped_.load()) {
        isCut_ = true;
        return Turn::Over;
    }
    slot.counts = warmUpsEnded_ == parts_.request.warmUps;
    if (slot.counts) {
        if (beganTicks_ == 0) {
            beganTicks_ = now;
            tally_.begin(now, parts_.firstRun + parts_.request.warmUps - 1);
        }
        ++begun_;
        return Turn::Go;
    }
    if (warmUpsBegun_ < parts_.request.warmUps) {
        ++warmUpsBegun_;
        return Turn::Go;
    }
    waiting_.push_back(&slot);
    return Turn::Wait;
}

/// Have all runs begun that there shall be?
bool LoadWork::isEnough(Ticks now) const {
    const LoadRequest& request = parts_.request;
    const bool isLate = request.time.count() > 0 && beganTicks_ != 0 &&
                        nsBetween(beganTicks_, now) >= request.time.count();
    return isLate || (request.runs > 0 && begun_ >= request.runs);
}

void LoadWork::begin(Slot& slot) {
    PipelineRun::Options options = options_;
    options.number = nextRun_.fetch_add(1, std::memory_order_relaxed);
    const auto run = std::make_shared<PipelineRun>(engine_, compiled_, inputs_, 0,
                                                   std::move(options), log_, &slot);
    slot.hold(run);
    // stop() writes stopped_, then looks at the runs; this is the other way round.
    if (stopped_.load()) {
        run->stop();
    }
    run->start();  // the run may have ended before this returns, and the slot be at its next one
}

/// On the worker that ended it.
void LoadWork::runEnded(Slot& slot) {
    if (slot.counts) {
        count(slot);
    } else {
        warmedUp();
    }
    goOn(slot);
}

void LoadWork::warmedUp() {
    std::vector<Slot*> waiting;
    {
        const std::lock_guard lock(mutex_);
        if (++warmUpsEnded_ == parts_.request.warmUps) {
            waiting = std::exchange(waiting_, {});
        }
    }
    for (Slot* const slot : waiting) {
        goOn(*slot);
    }
}

void LoadWork::count(Slot& slot) {
    std::shared_ptr<PipelineRun> ended = slot.run();
    slot.hold(nullptr);
    const bool counts = tally_.count(std::move(ended), slot.number, slot.took);
    const std::lock_guard lock(mutex_);
    ++ended_;
    cut_ += counts ? 0 : 1;
    isCut_ = isCut_ || !counts;
}

/// A slot goes on no more, or start() is over.
void LoadWork::retire() {
    {
        const std::lock_guard lock(mutex_);
        if (--working_ > 0) {
            return;
        }
        endedTicks_ = ticks::now();
    }
    parts_.ended();
    const std::lock_guard lock(mutex_);
    isOver_ = true;
    over_.notify_all();  // under the lock: who waits may end this
}

void LoadWork::stop() {
    std::vector<Slot*> waiting;
    {
        const std::lock_guard lock(mutex_);
        if (isOver_ || stopped_.exchange(true)) {
            return;
        }
        waiting = std::exchange(waiting_, {});
    }
    for (Slot* const slot : waiting) {
        goOn(*slot);
    }
    for (const std::unique_ptr<Slot>& slot : slots_) {
        if (const std::shared_ptr<PipelineRun> run = slot->run()) {
            run->stop();
        }
    }
}

void LoadWork::wait() const {
    std::unique_lock lock(mutex_);
    over_.wait(lock, [&] { return isOver_; });
}

bool LoadWork::waitFor(std::chrono::milliseconds most) const {
    std::unique_lock lock(mutex_);
    return over_.wait_for(lock, most, [&] { return isOver_; });
}

bool LoadWork::isOver() const {
    const std::lock_guard lock(mutex_);
    return isOver_;
}

LoadSnapshot::State LoadWork::state() const {
    using State = LoadSnapshot::State;
    if (!refused_.empty()) {
        return State::Refused;
    }
    if (isOver_) {
        return isCut_ ? State::Stopped : State::Done;
    }
    if (stopped_.load() || isEnough(ticks::now())) {
        return State::Ending;
    }
    return beganTicks_ == 0 ? State::WarmingUp : State::Running;
}

LoadSnapshot LoadWork::report() const {
    LoadSnapshot report;
    report.request = parts_.request;
    report.compiled = compiled_;
    report.refused = refused_;
    const std::lock_guard lock(mutex_);
    report.state = state();
    report.startedAtMs = startedAtMs_;
    report.warmUpsEnded = warmUpsEnded_;
    report.underWay = warmUpsBegun_ - warmUpsEnded_ + begun_ - ended_;
    if (beganTicks_ != 0) {
        report.elapsedNs = nsBetween(beganTicks_, isOver_ ? endedTicks_ : ticks::now());
    }
    report.cut = cut_;
    tally_.tell(report);
    return report;
}

std::shared_ptr<const Profile> LoadWork::profile() const {
    CST_CHECK(isOver(), "a load has its profile at its end");
    return tally_.profile();
}

std::shared_ptr<const Trace> LoadWork::trace() const {
    CST_CHECK(isOver(), "a load has its trace at its end");
    return tally_.trace();
}

}  // namespace cst
