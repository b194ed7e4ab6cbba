// Where runs and the lists of their workers come from, and where they go: what was used once lies
// ready for the next one.

#include "engine/run/run.h"

#include <algorithm>
#include <utility>

namespace cst {

RunRef::RunRef(Run* run) : run_(run) {
    if (run_ != nullptr) {
        run_->retain();
    }
}

RunRef::~RunRef() {
    if (run_ != nullptr) {
        run_->release();
    }
}

Run::Run(const Program& program)
    : state_(program),
      cpuNs_(program.size(), -1),
      queue_(program.hasPriorities() ? std::make_unique<PriorityQueue>(ticks::nanoseconds())
                                     : nullptr) {}

Run::~Run() = default;

RunRef Run::lease(std::shared_ptr<const Program> program, const RunServices& services,
                  RunObserver* observer, bool pooled) {
    std::unique_ptr<Run> run = pooled ? program->pool().take() : nullptr;
    if (!run) {
        run.reset(new Run(*program));
    }
    run->services_ = services;
    run->observer_ = observer;
    run->pooled_ = pooled;
    run->program_ = std::move(program);
    return RunRef(run.release());
}

void Run::release() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) != 1) {
        return;
    }
    std::unique_ptr<Run> self(this);
    // The pool is the program's, which may end with this reference: it goes last.
    const std::shared_ptr<const Program> program = std::move(program_);
    if (pooled_) {
        reset();
        program->pool().giveBack(std::move(self));
    }
    self.reset();
}

bool Run::reuse(uint32_t holders) {
    if (!ended() || references_.load(std::memory_order_acquire) != holders) {
        return false;
    }
    reset();
    return true;
}

void Run::reset() {
    state_.reset();
    exclusive_ = true;
    open_.store(0, std::memory_order_relaxed);
    cancelled_.store(false, std::memory_order_relaxed);
    timedOut_.store(false, std::memory_order_relaxed);
    ended_.store(false, std::memory_order_relaxed);
    if (stop_.stop_possible()) {
        stop_ = std::stop_source(std::nostopstate);
    }
    if (limitStop_.stop_possible()) {
        limitStop_ = std::stop_source(std::nostopstate);
    }
    done_.clear();
    known_ = nullptr;
    spared_.store(nullptr, std::memory_order_relaxed);
    if (!sparedSets_.empty()) {
        sparedSets_.clear();
    }
    if (!stepStops_.empty()) {
        stepStops_.clear();
    }
    if (!calls_.empty()) {
        calls_.clear();
    }
    if (!errors_.empty()) {
        errors_.clear();
    }
    if (!logs_.empty()) {
        logs_.clear();
    }
    if (hasCpu_.load(std::memory_order_relaxed)) {
        std::fill(cpuNs_.begin(), cpuNs_.end(), -1);
        hasCpu_.store(false, std::memory_order_relaxed);
    }
    ownWarned_.clear();
    if (queue_ != nullptr) {
        queue_->clear();
    }
}

void Run::setInput(uint32_t index, Value value) {
    Row& row = state_[program_->stepOf(plan().inputs[index].node)];
    row.value = std::move(value);
    row.setState(StepState::Completed, std::memory_order_relaxed);
}

void Run::setDone(uint32_t step, Value value, Via via) {
    Row& row = state_[step];
    row.standing.via = via;
    row.value = std::move(value);
    row.standing.demanded = 1;
    row.setState(StepState::Completed, std::memory_order_relaxed);
    done_.push_back(step);
}

void Worklist::run() {
    owner->work(*this);
}

void Worklist::done() {
    const RunRef run = std::move(owner);
    run->giveBack(std::unique_ptr<Worklist>(this));
}

std::unique_ptr<Worklist> Run::takeList() {
    std::unique_ptr<Worklist> list;
    {
        const std::lock_guard lock(listMutex_);
        if (!lists_.empty()) {
            list = std::move(lists_.back());
            lists_.pop_back();
        }
    }
    if (!list) {
        list = std::make_unique<Worklist>();
    }
    list->owner = RunRef(this);
    return list;
}

void Run::giveBack(std::unique_ptr<Worklist> list) {
    list->ready.clear();
    list->resumed.clear();
    list->cost = 0;
    list->finished = 0;
    list->inPlace = false;
    list->ring = nullptr;
    list->deliveredAt = 0;
    list->cpuStep = kNoIndex;
    const std::lock_guard lock(listMutex_);
    lists_.push_back(std::move(list));
}

}  // namespace cst
