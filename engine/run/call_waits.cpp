// What calls with options need of their run: tickets to wait with, the policy that holds for a
// call, and the log of what happens around it.

#include "engine/run/attempt.h"
#include "engine/run/call_log.h"
#include "engine/run/run.h"
#include "engine/value/form.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

/// Null: it is no wait.
Ticks* waitedFor(CallLog& log, RecordKind kind) {
    switch (kind) {
    case RecordKind::ThrottleWait: return &log.throttle;
    case RecordKind::PermitWait: return &log.permit;
    case RecordKind::RetryDelay: return &log.retry;
    case RecordKind::CacheWait: return &log.cache;
    default: return nullptr;
    }
}

}  // namespace

void tellWaits(NodeTimes& times, const CallLog& log, double nsPerTick) {
    const double waitUs = static_cast<double>(times.waitNs) / 1000;
    const auto inUs = [&](Ticks waited) {
        return static_cast<double>(ticks::toNs(0, waited, nsPerTick)) / 1000;
    };
    const double toldUs = inUs(log.waited() + log.handOver + log.fallbackWaited);
    const double share = toldUs > waitUs ? waitUs / toldUs : 1;
    times.waits = {inUs(log.throttle) * share, inUs(log.permit) * share, inUs(log.retry) * share,
                   inUs(log.cache) * share, 0};
    double handOverUs = inUs(log.handOver) * share;
    const NodeWaits& waits = times.waits;
    const double leftUs = std::max(0.0, waitUs - handOverUs - waits.heldUs() - waits.retryUs -
                                            waits.cacheUs - inUs(log.fallbackWaited) * share);
    // Where nothing was waited for, what is left was going from one worker to another.
    (log.io > 0 ? times.waits.ioUs : handOverUs) += leftUs;
    const auto handOverNs = static_cast<int64_t>(handOverUs * 1000);
    times.queueNs += handOverNs;
    times.waitNs -= handOverNs;
}

uint64_t Run::openTicket(CallWaiter waiter) {
    const std::lock_guard lock(mutex_);
    const uint64_t ticket = nextTicket_++;
    AsyncCall call;
    call.waiter = std::move(waiter);
    calls_.emplace(ticket, std::move(call));
    return ticket;
}

/// Whoever finishes the ticket from now on goes on with the call; so does what has come before.
void Run::activate(uint64_t ticket) {
    AsyncCall call;
    {
        const std::lock_guard lock(mutex_);
        endExclusive();
        const auto entry = calls_.find(ticket);
        CST_CHECK(entry != calls_.end(), "a wait that has not begun");
        if (!entry->second.result && !isStopped(entry->second.waiter.owner)) {
            entry->second.started = true;
            return;
        }
        call = std::move(entry->second);
        calls_.erase(entry);
    }
    CallResult result = call.result ? std::move(*call.result) : Error{"R010", "cancelled", ""};
    deliver(std::move(call), std::move(result));
}

void Run::closeTicket(uint64_t ticket) {
    const std::lock_guard lock(mutex_);
    calls_.erase(ticket);
}

/// Of the form that its type says?
CallOutcome Run::checked(const Operation& operation, CallOutcome outcome) const {
    const Value* const value = outcome.value();
    if (value == nullptr || program_->factsOf(operation.function).isSound ||
        hasForm(*services_.types, operation.operandType, *value)) {
        return outcome;
    }
    return wrongForm(*services_.types, operation.operandType);
}

bool Run::isManaged(const Operation& operation) const {
    const CallOptions* const options = plan().pools.optionsOf(operation);
    return (options != nullptr &&
            (options->isManaged() || (operation.effectful && options->recovers()))) ||
           program_->factsOf(operation.function).defaultTimeout.count() > 0 ||
           (operation.effectful && callTimeout_.count() > 0);
}

bool Run::hasTimeout(const Operation& operation) const {
    return isManaged(operation) && policyOf(operation).options.timeout.count() > 0;
}

CallPolicy Run::policyOf(const Operation& operation) const {
    using Clock = CallPolicy::Clock;
    CallPolicy policy;
    if (const CallOptions* options = plan().pools.optionsOf(operation)) {
        policy.options = *options;
    }
    std::chrono::nanoseconds& timeout = policy.options.timeout;
    const std::chrono::nanoseconds own = program_->factsOf(operation.function).defaultTimeout;
    if (timeout.count() == 0 && own.count() > 0) {
        timeout = own;
        policy.clock = Clock::Module;
    } else if (timeout.count() == 0 && operation.effectful && callTimeout_.count() > 0) {
        timeout = callTimeout_;
        policy.clock = Clock::Preset;
    }
    return policy;
}

// --- what is told of calls with options ---

void Run::noteWaiting(uint32_t step, RecordKind kind) {
    const std::lock_guard lock(mutex_);
    logs_[step].waitsFor = kind;
}

void Run::record(uint32_t step, const AttemptRecord& what) {
    if (services_.recorder == nullptr || step == kNoIndex) {
        return;
    }
    AttemptRecord record = what;
    record.run = number_;
    record.node = program_->steps[step].node;
    Recorder::Lease lease(*services_.recorder);
    lease.ring().add(record);
}

/// This worker was at a step, and leaves it to wait or has ended it. To be told before anybody else
/// can go on with the step: then it is there when the run has ended. `attempt`: 0 = none of them,
/// but what comes behind the last one: its fallback, and the end of the step.
void Run::recordStretch(uint32_t step, uint16_t attempt, Ticks ready, Ticks since, Ticks until) {
    AttemptRecord what;
    what.ready = ready == 0 ? since : ready;
    what.start = since;
    what.finish = until;
    what.attempt = attempt;
    what.worker = Executor::currentWorker();
    what.end = RecordKind::Worked;
    record(step, what);
}

void Run::recordWait(uint32_t step, RecordKind kind, uint16_t attempt, Ticks since, Ticks until) {
    AttemptRecord what;
    what.ready = what.start = since;
    what.finish = until;
    what.wait = until - since;
    what.attempt = attempt;
    what.worker = Executor::currentWorker();
    what.end = kind;
    record(step, what);
}

/// An attempt, a wait or a decision that ends now; of a step, or of a call in its lambda. `waited`:
/// so long of an attempt no worker was at it; so long a wait was, before a worker saw its end.
void Run::note(uint32_t step, RecordKind kind, uint16_t attempt, bool isAttempt,
               std::chrono::nanoseconds since, Ticks sinceTicks, Ticks waited) {
    const Ticks now = ticks::now();
    AttemptRecord what;
    what.ready = what.start = sinceTicks;
    what.finish = isAttempt ? now : sinceTicks + waited;
    what.wait = waited;
    what.attempt = attempt;
    what.worker = Executor::currentWorker();
    what.end = kind;
    record(step, what);
    const CallEvent event{kind, attempt, (since - startTime_).count(),
                          (services_.timers->now() - startTime_).count()};
    const std::lock_guard lock(mutex_);
    CallLog& log = logs_[step];
    log.add(event);
    log.waitsFor = RecordKind::None;
    if (isAttempt) {
        log.attempts = std::max(log.attempts, attempt);
        log.timedOut = kind == RecordKind::TimedOut;
    }
    if (isAttempt) {
        log.io += waited;
    } else if (Ticks* const sum = waitedFor(log, kind)) {
        *sum += waited;
        const Ticks all = now - sinceTicks;
        log.handOver += all > waited ? all - waited : 0;
    }
}

void Run::warnOnce(std::string_view text) {
    if (!(warned_ ? *warned_ : ownWarned_).isNew(text)) {
        return;
    }
    services_.log->line("[constellation] warning: " + std::string(text));
}

std::optional<CallLog> Run::callLog(uint32_t step) const {
    if (!hasCallLogs()) {
        return std::nullopt;
    }
    const std::lock_guard lock(mutex_);
    const auto found = logs_.find(step);
    return found == logs_.end() ? std::nullopt : std::optional<CallLog>(found->second);
}

}  // namespace cst
