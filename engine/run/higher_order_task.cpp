#include "engine/run/higher_order_task.h"

#include "engine/run/attempt.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"

namespace cst {

/// From `since` on a worker is at it, who could have begun at `ready`.
struct HigherOrderTask::Stretch {
    Ticks ready;
    Ticks since = ticks::now();
};

class HigherOrderTask::StepJob : public Job {
public:
    StepJob(std::shared_ptr<HigherOrderTask> task, uint32_t index)
        : task_(std::move(task)), index_(index) {}
    void run() override { task_->step(index_, {ready_}); }

private:
    std::shared_ptr<HigherOrderTask> task_;
    uint32_t index_;
    Ticks ready_ = ticks::now();
};

/// What a frame's instructions reach the run through.
class HigherOrderTask::Host : public LambdaHost {
public:
    Host(HigherOrderTask& task, uint32_t index, const Stretch& stretch)
        : task_(task), index_(index), stretch_(stretch) {}
    Scratch& scratch() override { return scratch_; }
    CallOutcome call(const Operation& operation, std::span<const Value* const> arguments) override {
        CallWaiter waiter = task_.waiterOf(index_);
        waiter.ready = stretch_.ready;
        waiter.since = stretch_.since;
        return task_.run_->startCall(operation, arguments, waiter);
    }
    CallOutcome effectfulHigherOrder(const Operation& operation,
                                     std::span<const Value* const> operands) override {
        const auto inner = std::make_shared<HigherOrderTask>(task_.run_, operation, operands,
                                                             task_.waiterOf(index_));
        task_.tell(stretch_);
        inner->start();
        return Pending{};
    }
    void log(std::string_view line) override { task_.run_->services_.log->line(line); }
    std::string_view nameOf(const Operation& call) const override {
        return task_.run_->services_.registry->signatures()[call.function].qualified;
    }

private:
    HigherOrderTask& task_;
    uint32_t index_;
    const Stretch& stretch_;
    Scratch scratch_;
};

HigherOrderTask::HigherOrderTask(RunRef run, const Operation& operation,
                                 std::span<const Value* const> operands, CallWaiter waiter)
    : run_(std::move(run)), operation_(operation), list_(*operands[0]), waiter_(std::move(waiter)) {
    for (const Value* capture : operands.subspan(1)) {
        captures_.push_back(*capture);
    }
    const uint32_t size = list_.asList().size;
    frames_.resize(size);
    bodies_.resize(size);
    errors_.resize(size);
}

CallWaiter HigherOrderTask::waiterOf(uint32_t index) {
    return {kNoIndex, shared_from_this(), index, waiter_.owner};
}

bool HigherOrderTask::inOrder() const {
    const auto kind = static_cast<Intrinsic>(run_->plan().pools.numbersOf(operation_)[0]);
    return kind == Intrinsic::All || kind == Intrinsic::Any;
}

/// Begins on a worker of its own: the caller's frame must have parked before anything can end.
void HigherOrderTask::start() {
    const auto size = static_cast<uint32_t>(frames_.size());
    remaining_.store(size);
    Executor& executor = *run_->services_.executor;
    if (size == 0) {
        executor.submit(std::make_unique<StepJob>(shared_from_this(), kNoIndex));
        return;
    }
    for (uint32_t i = 0; i < (inOrder() ? 1 : size); ++i) {
        executor.submit(std::make_unique<StepJob>(shared_from_this(), i));
    }
}

void HigherOrderTask::prepare(uint32_t index) {
    const TypeTable& types = *run_->services_.types;
    const Lambda& lambda = run_->plan().pools.lambdas[operation_.payload];
    frames_[index] = Frame(lambda, captures_);
    frames_[index].setParameter(0, convert(types, elementAt(list_.asList(), index),
                                           operation_.operandType, lambda.parameterTypes[0]));
}

/// To be called before anybody else can go on.
void HigherOrderTask::tell(const Stretch& stretch) {
    const Ticks now = ticks::now();
    busy_.fetch_add(now - stretch.since, std::memory_order_relaxed);
    run_->recordStretch(waiter_.owner, 1, stretch.ready, stretch.since, now);
}

void HigherOrderTask::step(uint32_t index, const Stretch& stretch) {
    if (index == kNoIndex) {
        finish();
        return;
    }
    if (frames_[index].lambda == nullptr) {
        prepare(index);
    }
    if (run_->isStopped(waiter_.owner)) {
        frameEnded(index, Error{"R010", "cancelled", ""});
        return;
    }
    Host host(*this, index, stretch);
    CallOutcome outcome = guarded(
        [&] { return runFrame(*run_->services_.types, run_->plan().pools, frames_[index], host); });
    if (outcome.isPending()) {  // whoever waits has told it
        busy_.fetch_add(ticks::now() - stretch.since, std::memory_order_relaxed);
        return;
    }
    tell(stretch);
    frameEnded(index, std::move(outcome));
}

void HigherOrderTask::resume(uint32_t index, CallOutcome outcome, Ticks ready) {
    const Stretch stretch{ready};
    if (auto* value = outcome.value()) {
        frames_[index].resumeWith(std::move(*value));
    } else {
        Host host(*this, index, stretch);
        if (!recoverFrame(*run_->services_.types, run_->plan().pools, frames_[index],
                          *outcome.error(), host)) {
            tell(stretch);
            frameEnded(index, std::move(outcome));
            return;
        }
    }
    step(index, stretch);
}

void HigherOrderTask::frameEnded(uint32_t index, CallOutcome outcome) {
    const bool good = outcome.value() != nullptr;
    if (good) {
        bodies_[index] = std::move(*outcome.value());
    } else {
        errors_[index] = std::move(*outcome.error());
    }
    frames_[index].registers.clear();
    if (inOrder()) {
        const auto kind = static_cast<Intrinsic>(run_->plan().pools.numbersOf(operation_)[0]);
        if (!good) {
            finishWith(*errors_[index]);
        } else if (bodies_[index].asBool() != (kind == Intrinsic::All)) {
            finishWith(Value::ofBool(kind == Intrinsic::Any));
        } else if (index + 1 == frames_.size()) {
            finishWith(Value::ofBool(kind == Intrinsic::All));
        } else {
            run_->services_.executor->submit(
                std::make_unique<StepJob>(shared_from_this(), index + 1));
        }
        return;
    }
    if (remaining_.fetch_sub(1) == 1) {
        finish();
    }
}

void HigherOrderTask::finish() {
    for (const std::optional<Error>& error : errors_) {
        if (error) {
            finishWith(*error);
            return;
        }
    }
    if (inOrder()) {
        const auto kind = static_cast<Intrinsic>(run_->plan().pools.numbersOf(operation_)[0]);
        finishWith(Value::ofBool(kind == Intrinsic::All));
        return;
    }
    Scratch scratch;
    const Stretch stretch{0};
    CallOutcome whole = higherOrderResult(*run_->services_.types, run_->plan().pools, operation_,
                                          list_, bodies_, scratch);
    tell(stretch);
    finishWith(std::move(whole));
}

void HigherOrderTask::finishWith(CallOutcome outcome) {
    if (waiter_.task) {
        waiter_.task->resume(waiter_.frame, std::move(outcome), ticks::now());
    } else {
        run_->stepDelivered(waiter_.step, std::move(outcome), busy_.load());
    }
}

}  // namespace cst
