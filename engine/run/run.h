#pragma once

#include "engine/modules/registry.h"
#include "engine/profile/recorder.h"
#include "engine/run/call_log.h"
#include "engine/run/call_policy.h"
#include "engine/run/call_services.h"
#include "engine/run/executor.h"
#include "engine/run/known_results.h"
#include "engine/run/priority_queue.h"
#include "engine/run/program.h"
#include "engine/run/run_state.h"
#include "engine/run/status.h"
#include "engine/run/warned_once.h"
#include "engine/run/worklist.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cst {

/// What a run needs of the process around it; all of it outlives the run.
struct RunServices {
    const Registry* registry = nullptr;
    const TypeTable* types = nullptr;
    Executor* executor = nullptr;
    Timers* timers = nullptr;
    CallServices* calls = nullptr;
    LogSink* log = nullptr;
    Recorder* recorder = nullptr;  // null = nothing is timed; only benchmarks do that
};

/// Hears of a run, on the threads that work on it; what it does about it must be quick.
class RunObserver {
public:
    virtual ~RunObserver() = default;
    virtual void runEnded() = 0;
    /// A node that is bound to an output has a value now, or will never have one.
    virtual void outputEnded() {}
};

/// One run of a program: its state by step, and the rules by which steps are demanded, become
/// ready, end, and take others with them.
///
/// A step runs once it is demanded and all it needs has completed. Choices then await one arm
/// after the other. A step that cannot get a value poisons its consumers at once.
/// Thread safe. Source: language §10.3, §10.4.
class Run : public CompletionTarget {
public:
    enum class Where : uint8_t {
        Workers,  // start() returns at once
        Here,     // what is cheap or has no company runs inside of start(), the rest on workers
    };
    struct Options {
        std::chrono::nanoseconds limit{0};  // of the whole run; 0 = no limit
        Where where = Where::Workers;
        uint64_t number = 0;                      // as its records name it
        bool usesCaches = true;                   // else `cache:` is as if it were not there
        std::string cacheFolder;                  // of `cache_backend: "disk"`; "" = none yet
        std::chrono::nanoseconds callTimeout{0};  // of calls with effects that have no other
        /// What runs inside of start() is recorded there; null = in a ring that is borrowed for it.
        RecordRing* ring = nullptr;
        /// Of all runs that belong together; null = of this one alone. Results are still written to
        /// disk when a run has ended, so it is shared.
        std::shared_ptr<WarnedOnce> warned;
    };

    /// A run from the program's pool, or a new one. The program is kept alive by it.
    /// `pooled` = false makes one and frees it at the end: for measuring what the pool is worth.
    static RunRef lease(std::shared_ptr<const Program> program, const RunServices& services,
                        RunObserver* observer, bool pooled = true);
    ~Run() override;
    /// After its end: makes it as if it had just been leased, where nobody holds it but the caller,
    /// who does so `holders` times. For one run after the other: no pool is asked. False: nothing
    /// was done.
    bool reuse(uint32_t holders);

    // --- before start() ---
    /// By index of the plan's inputs, in the form of its type.
    void setInput(uint32_t index, Value value);

    /// A step that has its value from a run before: it is not done again, and what needs it goes on
    /// from there. Only of steps that do something, each once. Such a step has no times.
    void setDone(uint32_t step, Value value, Via via = Via::Run);

    /// Is asked before each step. Such a run looks at every step by itself: 50 ns or so each.
    void setKnown(std::shared_ptr<KnownResults> known) { known_ = std::move(known); }

    void start(const Options& options);  // once
    /// Stops it: nothing new starts, what waits ends at once, what finished is kept. Also before
    /// start(): then nothing runs at all.
    void cancel(bool timedOut = false);
    /// The same for all but these steps: those of them that have begun go on to their end. Only
    /// where something is known (setKnown). May be called again, with some of the steps.
    void cancelAllBut(std::vector<uint32_t> steps);
    void wait() const;  // not from a worker
    bool ended() const { return ended_.load(std::memory_order_acquire); }

    // --- what has happened so far; any thread, any time; `step` is one of the program ---
    const Program& program() const { return *program_; }
    const Plan& plan() const { return program_->plan(); }
    StepState state(uint32_t step) const { return state_[step].state(); }
    /// Null while it has none.
    const Value* value(uint32_t step) const;
    NodeTimes times(uint32_t step, double nsPerTick) const;
    /// Where its value came from; good once it is Completed.
    Via via(uint32_t step) const { return state_[step].standing.via; }
    /// Of a step whose call has options; nothing if it has not begun.
    std::optional<CallLog> callLog(uint32_t step) const;
    /// What a step that is Waiting waits for; None: for its module.
    RecordKind waitsFor(uint32_t step) const;
    /// Has a choice gone on to one of its arms?
    bool hasChosen(uint32_t step) const { return state_[step].standing.choice != 0; }
    /// Has a call with a fallback failed, so that this was begun?
    bool beganFallback(uint32_t step) const;
    /// Has a worker begun with it?
    bool hasBegun(uint32_t step) const;
    int64_t elapsedNs() const;
    /// When a step that has completed did so, since the start of the run.
    int64_t finishedNs(uint32_t step) const;
    uint64_t number() const { return number_; }
    Ticks startedAt() const { return startTicks_; }
    Ticks endedAt() const { return endTicks_; }  // after the end

    // --- after the end ---
    Error errorOf(uint32_t step) const;  // its state is Failed
    bool timedOut() const { return timedOut_.load(); }
    bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

    bool finishCall(uint64_t ticket, CallResult result) override;
    void retain() noexcept override { references_.fetch_add(1, std::memory_order_relaxed); }
    void release() noexcept override;

private:
    using StepSet = std::vector<uint32_t>;  // sorted
    friend class HigherOrderTask;
    friend class ManagedCall;
    friend struct Worklist;

    struct AsyncCall {
        const Operation* operation = nullptr;  // null: a wait inside of a call
        CallWaiter waiter;
        bool started = false;                // call() has returned Pending
        Ticks since = 0;                     // likewise: when; 0 = who waits tells that itself
        std::unique_ptr<CallResult> result;  // came before that
    };
    static constexpr std::size_t kFewOperands = 8;  // gathered on the stack
    class LimitTask;
    class Host;
    class Context;
    struct Settled;

    explicit Run(const Program& program);
    void reset();

    /// From now on other threads may be at steps of the run.
    void endExclusive() {
        if (exclusive_) {
            exclusive_ = false;
        }
    }

    /// Is what is done for that step, or kNoIndex for none, to be stopped?
    bool isStopped(uint32_t step) const {
        if (cancelled()) {
            return true;
        }
        const StepSet* const spared = spared_.load(std::memory_order_acquire);
        return spared != nullptr && !std::binary_search(spared->begin(), spared->end(), step);
    }
    void stopCalls();

    // leases.cpp
    std::unique_ptr<Worklist> takeList();
    void giveBack(std::unique_ptr<Worklist> list);

    // run.cpp, pass_on.h: which step is next
    void work(Worklist& list);
    void doSteps(Worklist& list);
    void push(uint32_t step, Worklist& list);
    uint32_t pop(Worklist& list);
    bool takeQueued(Worklist& list);
    void share(Worklist& list);
    bool isWorthSharing(const Worklist& list) const {
        return list.cost > program_->handOutTicks() &&
               list.cost > list.ready.size() * program_->leastSharedTicks() &&
               services_.executor->isHungry(list.inPlace ? 1 : 0);
    }
    uint64_t costOf(uint32_t step) const {
        const uint32_t predicted = program_->predicted(step);
        return predicted != 0 ? predicted : guessedCost(step);
    }
    uint64_t guessedCost(uint32_t step) const;
    void demand(uint32_t step, Worklist& list);
    void complete(uint32_t step, Value&& value, Worklist& list);
    void passCompleted(uint32_t step, Worklist& list);
    void tellEnd(uint32_t step, StepState how);
    void fail(uint32_t step, Error error, Worklist& list);
    void end(uint32_t step, StepState how, Worklist& list);
    bool tryEnd(uint32_t step, StepState how, Worklist& list);
    void resumeChoices(uint32_t step, Worklist& list);
    void tellOutput(const Step& step) {
        if (step.isOutput && observer_ != nullptr) {
            observer_->outputEnded();
        }
    }
    void stamp(const Step& step, uint32_t index, Row& row, Ticks wait, RecordKind end,
               RecordRing& ring, Worklist& list, int64_t cpuNs);
    void stamp(uint32_t step, RecordKind end, Worklist& list);
    void beginCpu(uint32_t step, Worklist& list);
    int64_t endCpu(uint32_t step, Worklist& list);
    void giveInputs(Worklist& list);
    void passDoneOn(Worklist& list);
    uint32_t passOn(const Step& step, Row* rows, Worklist& list);
    void closeSteps(uint32_t count);
    void finishRun();

    // direct_calls.cpp
    uint32_t callDirectly(uint32_t step, Context& context, Worklist& list);

    // steps.cpp: what a step does
    void execute(uint32_t step, Worklist& list);
    bool mayBegin(uint32_t step, Worklist& list);
    void settleKnown(uint32_t step, CallOutcome known, Worklist& list);
    void advance(uint32_t step, Worklist& list);
    bool await(uint32_t step, uint32_t operand, Worklist& list);
    void executeInline(uint32_t step, Worklist& list);
    void executeCall(uint32_t step, Worklist& list);
    void executeHigherOrder(uint32_t step, std::span<const Value* const> operands, Worklist& list);
    void endUnavailable(uint32_t step, Worklist& list);
    void handOver(Worklist& list);
    void settle(uint32_t step, CallOutcome outcome, Worklist& list);
    void settleNow(uint32_t step, CallOutcome outcome, Worklist& list);
    void settleDelivered(Worklist& list);
    void park(uint32_t step, Ticks now);

    // fallbacks.cpp: what is left of a call that has failed
    void recover(uint32_t step, const CallOptions& options, Error error, Worklist& list);
    void takeFallback(uint32_t step, Worklist& list);
    void zeroOrFail(uint32_t step, const CallOptions& options, Error error, Worklist& list);
    void completeVia(uint32_t step, Via via, Value value, Error error, Worklist& list);
    void logFailure(uint32_t step, const Error& error, std::string_view mended);
    Error lackOf(uint32_t step) const;

    // calls.cpp: attempts, and their ends from anywhere
    CallOutcome startCall(Module* module, const Operation& operation,
                          std::span<const Value* const> arguments, const CallTypes& types,
                          const CallWaiter& waiter);
    CallOutcome takeOutcome(const Operation& operation, CallOutcome outcome, uint64_t ticket);
    void deliver(AsyncCall call, CallResult result);
    /// Away from the loop of steps: in a ring that is borrowed for it.
    void record(uint32_t step, const AttemptRecord& what);
    void recordStretch(uint32_t step, uint16_t attempt, Ticks ready, Ticks since, Ticks until);
    void recordWait(uint32_t step, RecordKind kind, uint16_t attempt, Ticks since, Ticks until);
    void stepDelivered(uint32_t step, CallOutcome outcome, Ticks busy = 0);
    CallOutcome checked(const Operation& operation, CallOutcome outcome) const;
    bool isManaged(const Operation& operation) const;
    /// Are there calls that keep a log?
    bool hasCallLogs() const { return program_->hasCallOptions() || callTimeout_.count() > 0; }
    bool hasTimeout(const Operation& operation) const;
    CallPolicy policyOf(const Operation& operation) const;
    uint64_t openTicket(CallWaiter waiter);
    void activate(uint64_t ticket);
    void closeTicket(uint64_t ticket);
    void note(uint32_t step, RecordKind kind, uint16_t attempt, bool isAttempt,
              std::chrono::nanoseconds since, Ticks sinceTicks, Ticks waited);
    void noteWaiting(uint32_t step, RecordKind kind);
    void warnOnce(std::string_view text);
    CallOutcome startCall(const Operation& operation, std::span<const Value* const> arguments,
                          const CallWaiter& waiter);
    CallOutcome wrapOutcome(const Operation& operation, CallOutcome outcome) const;
    std::stop_token stopToken(uint32_t owner);

    // constant while it is leased
    std::shared_ptr<const Program> program_;
    RunServices services_;
    RunObserver* observer_ = nullptr;  // outlives the run; may be null
    bool pooled_ = true;
    /// No thread but that of the first list has anything to do with the steps yet: it counts
    /// without atomics. Written by that thread only, before the run gets a second one.
    bool exclusive_ = true;
    uint64_t number_ = 0;
    Ticks startTicks_ = 0;
    std::chrono::nanoseconds startTime_{0};  // of the timers; where the program has options
    bool usesCaches_ = true;
    std::string cacheFolder_;
    std::chrono::nanoseconds callTimeout_{0};
    RecordRing* ringHere_ = nullptr;
    std::vector<uint32_t> done_;  // steps, before start()
    std::shared_ptr<KnownResults> known_;

    RunState state_;
    std::atomic<uint32_t> references_{0};
    std::atomic<uint32_t> open_{0};  // demanded steps that have not ended, and start() itself
    std::atomic<bool> cancelled_{false};
    std::atomic<bool> timedOut_{false};
    std::atomic<const StepSet*> spared_{nullptr};  // the last of sparedSets_; null = nothing stops
    std::atomic<bool> ended_{false};
    Ticks endTicks_ = 0;

    mutable std::mutex mutex_;
    mutable std::condition_variable endedSignal_;
    std::stop_source stop_{std::nostopstate};                   // for calls; guarded by mutex_
    std::unordered_map<uint32_t, std::stop_source> stepStops_;  // likewise, where known_ is
    std::vector<std::unique_ptr<const StepSet>> sparedSets_;    // guarded by mutex_
    std::stop_source limitStop_{std::nostopstate};   // for the timer of the limit; start(), end
    std::unordered_map<uint64_t, AsyncCall> calls_;  // guarded by mutex_
    std::unordered_map<uint32_t, Error> errors_;     // guarded by mutex_
    std::unordered_map<uint32_t, CallLog> logs_;     // guarded by mutex_; of calls with options
    /// By step: processor time, -1 = not measured. Written before its state becomes final.
    std::vector<int64_t> cpuNs_;
    std::atomic<bool> hasCpu_{false};  // there is one
    WarnedOnce ownWarned_;
    std::shared_ptr<WarnedOnce> warned_;  // null = ownWarned_
    uint64_t nextTicket_ = 1;             // guarded by mutex_; never starts again

    std::mutex queueMutex_;
    std::unique_ptr<PriorityQueue> queue_;  // where calls have priorities; guarded by queueMutex_

    std::mutex listMutex_;
    std::vector<std::unique_ptr<Worklist>> lists_;  // idle ones; guarded by listMutex_
};

}  // namespace cst
