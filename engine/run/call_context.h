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

    /// Both outlive the call.
    void prepare(const Operation& operation, const CallWaiter& waiter) {
        operation_ = &operation;
        waiter_ = &waiter;
        resultType = operation.operandType;
    }
    Completion completion() override;
    std::stop_token stopToken() override { return run_.stopToken(); }
    /// Of the completion that the call took; 0 = none. It is forgotten.
    uint64_t takeTicket() { return std::exchange(ticket_, 0); }

private:
    Run& run_;
    const Operation* operation_ = nullptr;
    const CallWaiter* waiter_ = nullptr;
    uint64_t ticket_ = 0;
};

}  // namespace cst
