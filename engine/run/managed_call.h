#pragma once

#include "engine/run/call_flights.h"
#include "engine/run/call_policy.h"
#include "engine/run/run.h"
#include "engine/run/wait_queue.h"

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cst {

/// One call with options: looking it up in a cache, waiting for tokens, permits and delays, and all
/// its attempts. A state machine over completions: while it waits, it is a few hundred bytes and
/// nothing else. What a fallback or `on_error` make of a failure is its consumer's.
/// One thread at a time, which the completions see to. Source: language §6.2.
class ManagedCall : public CallParent, public std::enable_shared_from_this<ManagedCall> {
public:
    /// The operation and the types live as long as the run.
    ManagedCall(RunRef run, Module& module, const Operation& operation, CallPolicy policy,
                std::span<const Value* const> arguments, const CallTypes& types, CallWaiter waiter);

    /// On a worker. Pending: it goes on by itself and delivers what it comes to.
    CallOutcome start();
    void resume(uint32_t stage, CallOutcome outcome, Ticks ready) override;

private:
    enum class Stage : uint8_t { Disk, Flight, Throttle, Permit, Attempt, Delay };
    class Attempt;
    class Expire;
    class Sleep;
    class DiskRead;
    class DiskWrite;
    using Final = std::optional<CallOutcome>;  // empty: it waits

    CallServices& services() const { return *run_->services_.calls; }
    Timers& timers() const { return *run_->services_.timers; }
    const TypeTable& types() const { return *run_->services_.types; }

    Final lookUp();
    Final takeOff();
    Final flyAlone();
    Final go(Stage stage);
    bool passThrottle();
    bool passPermit();
    bool passDelay();
    Final tryOnce();
    Final tryUntil(std::chrono::nanoseconds limit);
    Final judge(CallOutcome outcome);
    Final hit(Value value);
    Error failure() const;
    Error timeoutError() const;
    CallOutcome settle(CallOutcome outcome);
    void store(const Value& value);
    void makeKeys();

    uint64_t openWait(Stage stage, RecordKind kind);
    void wait(uint64_t ticket);
    void letGo(uint64_t ticket, Ticks now);
    void leave(Ticks now);
    void endAttemptWait();
    void noteWait(RecordKind kind);
    void note(RecordKind kind, std::chrono::nanoseconds since, Ticks sinceTicks, Ticks waited);

    const RunRef run_;
    Module& module_;
    const Operation& operation_;
    const CallPolicy policy_;
    const CallOptions& options_;
    std::vector<Value> values_;
    std::vector<const Value*> arguments_;
    std::vector<TypeId> argumentTypes_;
    CallTypes call_;
    const CallWaiter waiter_;
    BlockingModule* const blocking_;  // null: it is none

    std::string key_;     // "" = no cache
    std::string terms_;   // the options that decide whether the call fails
    std::string flight_;  // the key, with the terms if a call on other terms was no help
    bool leads_ = false;
    bool holdsPermit_ = false;
    bool isParked_ = false;
    uint32_t attempt_ = 0;
    WaitQueue::Number number_ = 0;  // in the queue that it waits in
    std::shared_ptr<Throttle> throttle_;
    std::stop_source attemptStop_{std::nostopstate};
    std::vector<Error> errors_;
    Ticks readyAt_ = 0;  // it could go on, and
    Ticks resumedAt_ = 0;
    /// When the worker that began the attempt was done with it; 0 = it is still at it. Whoever
    /// tells of that stretch puts it there. Null: the attempt has not waited.
    std::shared_ptr<std::atomic<Ticks>> left_;
    uint8_t attemptWorker_ = 0;
    Ticks waited_ = 0;                   // of the attempt
    std::atomic<Ticks> busy_{0};         // that workers spent on it since it was parked
    std::chrono::nanoseconds since_{0};  // beginning of the wait or attempt that goes on
    Ticks sinceTicks_ = 0;
};

}  // namespace cst
