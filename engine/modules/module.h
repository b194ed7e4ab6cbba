#pragma once

#include "engine/base/result.h"
#include "engine/types/signature.h"
#include "engine/types/type_table.h"
#include "engine/value/outcome.h"
#include "engine/value/value.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cst {

/// What an attempt came to. An Error without a code is R001.
using CallResult = Result<Value>;

/// Takes the end of attempts that did not end at once. Implemented by runs, which count who still
/// may speak to them.
class CompletionTarget {
public:
    virtual ~CompletionTarget() = default;
    /// Any thread, any number of times: only the first for a ticket counts. True: this was it.
    virtual bool finishCall(uint64_t ticket, CallResult result) = 0;
    virtual void retain() noexcept = 0;
    virtual void release() noexcept = 0;
};

/// The right to end one attempt, later, from any thread. There is one for a ticket: who drops it
/// without a word has failed the attempt, so that nobody waits for what never comes.
class Completion {
public:
    Completion(CompletionTarget* target, uint64_t ticket) : target_(target), ticket_(ticket) {
        if (target_ != nullptr) {
            target_->retain();
        }
    }
    Completion(Completion&& other) noexcept
        : target_(std::exchange(other.target_, nullptr)),
          ticket_(other.ticket_),
          isFinished_(other.isFinished_) {}
    Completion& operator=(Completion&& other) noexcept {
        std::swap(target_, other.target_);
        std::swap(ticket_, other.ticket_);
        std::swap(isFinished_, other.isFinished_);
        return *this;
    }
    ~Completion() {
        if (target_ == nullptr) {
            return;
        }
        if (!isFinished_) {
            finish(Error{"R001", "the module gave up without an answer", ""});
        }
        target_->release();
    }
    /// False: the attempt had ended before.
    bool finish(CallResult result) {
        isFinished_ = true;
        return target_->finishCall(ticket_, std::move(result));
    }

private:
    CompletionTarget* target_;  // counted
    uint64_t ticket_;
    bool isFinished_ = false;
};

/// Work for a later moment. Implemented by run/timers.h: one thread, a heap, or a virtual clock.
class TimerTask {
public:
    virtual ~TimerTask() = default;
    virtual void fire() = 0;
};
class Timers {
public:
    virtual ~Timers() = default;
    /// Calls task->fire() once after the delay, on the timer thread; it must not block. If `stop`
    /// is requested before, the task is dropped instead.
    virtual void after(std::chrono::nanoseconds delay, std::unique_ptr<TimerTask> task,
                       std::stop_token stop) = 0;
    /// The time that the delays are measured in; it never goes back. Cost: about 25 ns.
    virtual std::chrono::nanoseconds now() const = 0;
    /// Since 1970, for what outlives the process.
    virtual std::chrono::nanoseconds sinceEpoch() const = 0;
};

/// Where `debug.log` and warnings of a run go. Thread safe.
class LogSink {
public:
    virtual ~LogSink() = default;
    /// False = nobody listens, so nobody has to work out what a line would say.
    virtual bool wantsLines() const { return true; }
    virtual void line(std::string_view text) = 0;
};

/// What is the same for all attempts of one call: its types, with generic parameters filled in.
struct CallTypes {
    const TypeId* arguments = nullptr;
    uint32_t count = 0;
    TypeId result;
};

class BlockingModule;

/// What one attempt may see and use; good during Module::call() only.
class CallContext {
public:
    virtual ~CallContext() = default;

    const TypeTable* types = nullptr;  // outlives the run
    Timers* timers = nullptr;          // outlives the run
    LogSink* log = nullptr;            // outlives the run

    /// Converted to the types of the parameters.
    const Value& argument(std::size_t i) const { return *arguments_[i]; }
    std::span<const Value* const> arguments() const { return {arguments_, call_->count}; }
    TypeId argumentType(std::size_t i) const { return call_->arguments[i]; }
    TypeId resultType() const { return call_->result; }
    /// The attempt will end through this; call() then returns Pending.
    virtual Completion completion() = 0;
    /// Requested = nobody wants the result any more. For what takes long or waits; it costs an
    /// allocation in a run that had none before.
    virtual std::stop_token stopToken() = 0;
    /// Does the attempt on a thread that may wait; its result is the attempt's. call() then returns
    /// Pending.
    virtual void callBlocking(BlockingModule& module) = 0;

protected:
    /// Both outlive the attempt; as many arguments as the call has.
    void set(const Value* const* arguments, const CallTypes& call) {
        arguments_ = arguments;
        call_ = &call;
    }

private:
    const Value* const* arguments_ = nullptr;
    const CallTypes* call_ = nullptr;
};

/// The code behind a callable thing. Thread safe: many attempts at once, no state of one run.
class Module {
public:
    virtual ~Module() = default;
    /// One attempt. Must neither block nor throw: what waits takes context.completion() and
    /// returns Pending.
    virtual CallOutcome call(CallContext& context) = 0;
};

/// Code that blocks its thread: files, devices, libraries that know no better. It gets one of a
/// bounded number of threads of its own, never a worker.
class BlockingModule : public Module {
public:
    CallOutcome call(CallContext& context) final {
        context.callBlocking(*this);
        return Pending{};
    }
    /// One attempt, on such a thread. What can ends early when context.stopToken() says so; what
    /// cannot keeps its thread, and its result is dropped.
    virtual CallResult block(CallContext& context) = 0;
};

/// Everything that is registered under one name.
struct ModuleDescriptor {
    Signature signature;
    uint32_t versionMajor = 1;
    uint32_t versionMinor = 0;
    std::vector<std::string> tags;
    std::chrono::nanoseconds defaultTimeout{0};  // 0 = none
    bool isSound = false;            // results surely have the form of their type: not checked
    bool isCacheable = true;         // false: what it does counts, not what it returns
    std::unique_ptr<Module> module;  // null for intrinsics
};

}  // namespace cst
