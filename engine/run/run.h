#pragma once

#include "engine/modules/registry.h"
#include "engine/plan/interpret.h"
#include "engine/plan/plan.h"
#include "engine/profile/record.h"
#include "engine/run/executor.h"
#include "engine/run/status.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <unordered_map>
#include <vector>

namespace cst {

/// What a run needs of the process around it; all of it outlives the run.
struct RunServices {
    const Registry* registry = nullptr;
    const TypeTable* types = nullptr;
    Executor* executor = nullptr;
    Timers* timers = nullptr;
    LogSink* log = nullptr;
};

/// Hears of the end of a run, on the worker that ended it.
class RunObserver {
public:
    virtual ~RunObserver() = default;
    virtual void runEnded() = 0;
};

class HigherOrderTask;

/// Who waits for a call: a node of the plan, or one frame of a higher-order task.
struct CallWaiter {
    uint32_t node = 0;
    std::shared_ptr<HigherOrderTask> task;  // null = the node itself
    uint32_t frame = 0;
};

/// One run of a plan: its state by node, and the rules by which nodes are demanded, become ready,
/// end, and take others with them.
///
/// A node runs once it is demanded and all its strict operands have completed: `pending` counts
/// those operands plus one for the demand. Control nodes then await one conditional operand after
/// the other. A node that cannot get a value poisons its consumers at once.
/// Thread safe. Source: language §10.3, §10.4.
class Run : public CompletionTarget, public std::enable_shared_from_this<Run> {
public:
    /// `inputs` by index of plan->inputs, in the form of their types; `given` says which are there.
    Run(std::shared_ptr<const Plan> plan, RunServices services, std::vector<Value> inputs,
        std::vector<bool> given, RunObserver* observer);
    ~Run() override;

    /// Once. Returns before anything has run; `limit` bounds the whole run, 0 = no limit.
    void start(std::chrono::nanoseconds limit);
    /// Stops it: nothing new starts, what waits ends at once, what finished is kept.
    void cancel(bool timedOut = false);
    void wait() const;  // not from a worker
    bool ended() const { return ended_.load(std::memory_order_acquire); }

    // --- what has happened so far; any thread, any time ---
    const Plan& plan() const { return *plan_; }
    enum class End : uint8_t { Open, Completed, Failed, Poisoned, Cancelled, Missing };
    End how(uint32_t node) const { return rows_[node].end.load(std::memory_order_acquire); }
    NodeStatus progress(uint32_t node) const;  // Skipped, Blocked, … only after the end
    bool completed(uint32_t node) const { return how(node) == End::Completed; }
    const Value& value(uint32_t node) const;           // completed(node) holds
    const AttemptRecord& record(uint32_t node) const;  // the node has ended
    int64_t startedNs(uint32_t node) const;            // -1 = has not
    int64_t elapsedNs() const;

    // --- after the end ---
    Error errorOf(uint32_t node) const;  // how(node) is Failed
    bool timedOut() const { return timedOut_.load(); }
    bool cancelled() const { return cancelled_.load(); }
    int64_t durationNs() const { return durationNs_; }

    void finishCall(uint64_t ticket, CallResult result) override;
    /// What a node waited for has come; on a worker.
    void nodeDelivered(uint32_t node, CallResult result);

private:
    friend class HigherOrderTask;

    enum class Phase : uint8_t { Idle, Queued, Running, Waiting };

    struct Row {
        std::atomic<uint32_t> pending{0};
        std::atomic<uint32_t> awaiting{kNoIndex};  // control: the operand's node it waits for
        std::atomic<int64_t> startedNs{-1};
        std::atomic<bool> demanded{false};
        std::atomic<bool> poisoned{false};  // a strict operand got no value
        std::atomic<End> end{End::Open};
        std::atomic<Phase> phase{Phase::Idle};
        int64_t parkedNs = 0;  // since when it waits for a call; owned like `step`
        uint32_t step = 0;     // control: which operand it awaits; owned by whoever runs it
        Value value;           // written before end becomes Completed
        AttemptRecord record;  // written before end leaves Open
    };
    struct AsyncCall {
        const Operation* operation = nullptr;
        CallWaiter waiter;
        bool started = false;                // call() has returned Pending
        std::unique_ptr<CallResult> result;  // came before that
    };
    /// What one worker still has to do, so that chains need no recursion.
    struct Worklist {
        std::vector<uint32_t> cheap;    // ready inline nodes
        std::vector<uint32_t> heavy;    // ready calls and higher-order nodes
        std::vector<uint32_t> resumed;  // control nodes whose awaited operand has ended
        bool empty() const { return cheap.empty() && heavy.empty() && resumed.empty(); }
    };
    class WorkJob;
    class LimitTask;

    void demand(uint32_t node, Worklist& work);
    void work(Worklist work);
    void spreadOut(Worklist& work);
    void execute(uint32_t node, Worklist& work);
    void advance(uint32_t node, Worklist& work);
    bool await(uint32_t node, uint32_t operand, Worklist& work);
    void executeCall(uint32_t node, std::span<const Value* const> operands, Worklist& work);
    void executeHigherOrder(uint32_t node, std::span<const Value* const> operands, Worklist& work);
    void park(uint32_t node);
    void settle(uint32_t node, CallOutcome outcome, Worklist& work);
    void complete(uint32_t node, Value value, Worklist& work);
    void fail(uint32_t node, Error error, Worklist& work);
    void end(uint32_t node, End how, Worklist& work);
    void release();  // one demanded node less; the last one ends the run
    void finishRun();

    CallOutcome startCall(const Operation& operation, std::span<const Value* const> arguments,
                          CallWaiter waiter);
    void deliver(AsyncCall call, CallResult result);
    CallOutcome wrapOutcome(const Operation& operation, CallOutcome outcome) const;
    int64_t now() const;
    void addReady(uint32_t node, Worklist& work);

    class Host;
    class Context;

    const std::shared_ptr<const Plan> plan_;
    const RunServices services_;
    const std::vector<Value> inputs_;
    const std::vector<bool> given_;
    RunObserver* const observer_;  // outlives the run; may be null
    std::chrono::steady_clock::time_point startTime_;

    std::vector<Row> rows_;
    std::atomic<uint32_t> open_{1};  // demanded nodes that have not ended, and start() itself
    std::atomic<bool> cancelled_{false};
    std::atomic<bool> timedOut_{false};
    std::stop_source stop_;       // for calls
    std::stop_source limitStop_;  // for the timer of the run-wide limit
    std::atomic<bool> ended_{false};
    int64_t durationNs_ = 0;

    mutable std::mutex mutex_;
    mutable std::condition_variable endedSignal_;
    std::unordered_map<uint64_t, AsyncCall> calls_;  // guarded by mutex_
    uint64_t nextTicket_ = 1;                        // guarded by mutex_
    std::unordered_map<uint32_t, Error> errors_;     // guarded by mutex_
};

}  // namespace cst
