#pragma once

#include "engine/run/run.h"

namespace cst {

/// What one attempt of a run sees. A worker keeps one and fills in what differs from call to call.
class Run::Context final : public CallContext {
public:
    explicit Context(Run& run) : run_(run) {
        types = run.services_.types;
        timers = run.services_.timers;
        log = run.services_.log;
    }

    /// For a call of a step.
    void prepare(uint32_t step, const Value* const* arguments, const CallTypes& call) {
        step_ = step;
        set(arguments, call);
    }
    /// For a call that has no step of its own; all of it outlives the call.
    void prepare(const Operation& operation, const CallWaiter& waiter,
                 const Value* const* arguments, const CallTypes& call) {
        operation_ = &operation;
        waiter_ = &waiter;
        set(arguments, call);
    }
    Completion completion() override;
    std::stop_token stopToken() override {
        return run_.stopToken(waiter_ == nullptr ? step_ : waiter_->owner);
    }
    void callBlocking(BlockingModule& module) override;
    /// Of the completion that the call took; 0 = none. It is forgotten.
    uint64_t takeTicket() { return std::exchange(ticket_, 0); }
    bool hasTicket() const { return ticket_ != 0; }

private:
    Run& run_;
    uint32_t step_ = kNoIndex;
    const Operation* operation_ = nullptr;  // null = that of the step
    const CallWaiter* waiter_ = nullptr;
    uint64_t ticket_ = 0;
};

}  // namespace cst
