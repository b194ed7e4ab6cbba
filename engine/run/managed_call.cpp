// How a call waits: it opens a ticket at its run, hands the completion of it to whoever will wake
// it, remembers what it needs for that moment, and lets go (`wait`). From then on another thread
// may be at the call, so nobody touches its members behind that line. A stop of the run finishes
// all its tickets; the call then leaves the queue that it stood in.
//
// An attempt with a limit lets go before the module is called: so the limit ends it even if the
// module never returns. All other attempts open a ticket only where the module asks for one.

#include "engine/run/managed_call.h"

#include "engine/json/encode.h"
#include "engine/run/attempt.h"
#include "engine/run/blocking_call.h"
#include "engine/run/call_services.h"
#include "engine/value/form.h"
#include "engine/value/written_size.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

constexpr std::size_t kMostErrors = 100;  // that a failure lists
constexpr std::string_view kMiss = "miss";
constexpr Ticks kAtOnce = 1;  // in the place of a time: the module has not waited

std::string durationText(std::chrono::nanoseconds time) {
    const int64_t ms = time.count() / 1'000'000;
    if (ms % 1000 != 0 || ms == 0) {
        return std::to_string(ms) + "ms";
    }
    const int64_t seconds = ms / 1000;
    return seconds % 60 == 0 ? std::to_string(seconds / 60) + "min" : std::to_string(seconds) + "s";
}

Error stopped() {
    return {"R010", "cancelled", ""};
}

}  // namespace

/// What the module sees of one attempt.
class ManagedCall::Attempt final : public CallContext {
public:
    /// `ticket` = 0: one is opened when the module asks for it.
    Attempt(std::shared_ptr<ManagedCall> call, uint64_t ticket, std::stop_source stop)
        : call_(std::move(call)), ticket_(ticket), stop_(std::move(stop)) {
        types = call_->run_->services_.types;
        timers = call_->run_->services_.timers;
        log = call_->run_->services_.log;
        set(call_->arguments_.data(), call_->call_);
    }
    Completion completion() override {
        if (ticket_ == 0) {
            ticket_ = call_->openWait(Stage::Attempt, RecordKind::None);
        }
        isTaken_ = true;
        return {&*call_->run_, ticket_};
    }
    std::stop_token stopToken() override {
        return stop_.stop_possible() ? stop_.get_token()
                                     : call_->run_->stopToken(call_->waiter_.owner);
    }
    void callBlocking(BlockingModule& module) override {
        Completion done = completion();
        std::function<void()> onStart;
        if (const std::chrono::nanoseconds limit = call_->options_.timeout; limit.count() > 0) {
            onStart = [call = call_, ticket = ticket_, stop = stop_, limit] {
                call->timers().after(limit, expire(*call, ticket), stop.get_token());
            };
        }
        call_->services().blocking().submit(std::make_unique<BlockingCall>(
            module, *this, std::move(done), stopToken(), std::move(onStart)));
    }
    uint64_t ticket() const { return ticket_; }
    bool isTaken() const { return isTaken_; }

    static std::unique_ptr<TimerTask> expire(const ManagedCall& call, uint64_t ticket);

private:
    const std::shared_ptr<ManagedCall> call_;
    uint64_t ticket_;
    bool isTaken_ = false;
    std::stop_source stop_;
};

/// The limit of one attempt.
class ManagedCall::Expire : public TimerTask {
public:
    Expire(RunRef run, uint64_t ticket, Error error)
        : run_(std::move(run)), ticket_(ticket), error_(std::move(error)) {}
    void fire() override { run_->finishCall(ticket_, std::move(error_)); }

private:
    RunRef run_;
    uint64_t ticket_;
    Error error_;
};

std::unique_ptr<TimerTask> ManagedCall::Attempt::expire(const ManagedCall& call, uint64_t ticket) {
    return std::make_unique<Expire>(call.run_, ticket, call.timeoutError());
}

class ManagedCall::Sleep : public TimerTask {
public:
    explicit Sleep(Completion completion) : completion_(std::move(completion)) {}
    void fire() override { completion_.finish(Value()); }

private:
    Completion completion_;
};

class ManagedCall::DiskRead : public Job {
public:
    DiskRead(std::shared_ptr<ManagedCall> call, Completion completion)
        : call_(std::move(call)), completion_(std::move(completion)) {}
    void run() override {
        DiskCache& cache = call_->services().disk(call_->run_->cacheFolder_);
        std::optional<Value> found = cache.find(call_->key_, call_->types(), call_->call_.result,
                                                call_->timers().sinceEpoch());
        completion_.finish(found ? CallResult(std::move(*found))
                                 : CallResult(Error{std::string(kMiss), "", ""}));
    }

private:
    std::shared_ptr<ManagedCall> call_;
    Completion completion_;
};

class ManagedCall::DiskWrite : public Job {
public:
    DiskWrite(std::shared_ptr<ManagedCall> call, Value value)
        : call_(std::move(call)), value_(std::move(value)) {}
    void run() override {
        DiskCache& cache = call_->services().disk(call_->run_->cacheFolder_);
        const Status kept = cache.store(call_->key_, call_->types(), call_->call_.result, value_,
                                        call_->timers().sinceEpoch(), call_->options_.cacheFor);
        if (!kept.ok()) {
            call_->run_->warnOnce("the cache on disk keeps nothing: " + kept.error().message);
        }
    }

private:
    std::shared_ptr<ManagedCall> call_;
    Value value_;
};

ManagedCall::ManagedCall(RunRef run, Module& module, const Operation& operation, CallPolicy policy,
                         std::span<const Value* const> arguments, const CallTypes& types,
                         CallWaiter waiter)
    : run_(std::move(run)),
      module_(module),
      operation_(operation),
      policy_(std::move(policy)),
      options_(policy_.options),
      waiter_(std::move(waiter)),
      blocking_(dynamic_cast<BlockingModule*>(&module)),
      readyAt_(waiter_.ready),
      resumedAt_(ticks::now()) {
    values_.reserve(types.count);
    for (std::size_t i = 0; i < types.count; ++i) {
        values_.push_back(*arguments[i]);
        arguments_.push_back(&values_.back());
        argumentTypes_.push_back(types.arguments[i]);
    }
    call_ = {argumentTypes_.data(), types.count, types.result};
}

CallOutcome ManagedCall::start() {
    Final outcome = lookUp();
    return outcome ? settle(std::move(*outcome)) : CallOutcome(Pending{});
}

/// Goes on behind a wait; on a worker.
void ManagedCall::resume(uint32_t place, CallOutcome outcome, Ticks ready) {
    readyAt_ = ready;
    resumedAt_ = ticks::now();
    const auto stage = static_cast<Stage>(place);
    const bool isStopped = outcome.error() != nullptr && outcome.error()->code == "R010" &&
                           run_->isStopped(waiter_.owner);
    Final next;
    switch (stage) {
    case Stage::Disk:
        noteWait(RecordKind::CacheWait);
        if (auto* value = outcome.value()) {
            next = hit(std::move(*value));
        } else {
            next = isStopped ? Final(std::move(outcome)) : takeOff();
        }
        break;
    case Stage::Flight:
        noteWait(RecordKind::CacheWait);
        if (auto* value = outcome.value()) {
            CallCache& cache = services().memory(options_.cacheBackend);
            if (!cache.find(key_, timers().now(), false)) {
                store(*value);  // the call that was made keeps its value in another one
            }
            next = hit(std::move(*value));
        } else if (isStopped) {
            services().flights().leave(flight_, number_);
            next = std::move(outcome);
        } else if (outcome.error()->code == CallFlights::kAgain) {
            next = takeOff();
        } else if (outcome.error()->code == CallFlights::kOtherTerms) {
            next = flyAlone();
        } else {
            next = std::move(outcome);  // what it waited for failed, and so does this
        }
        break;
    case Stage::Throttle:
        noteWait(RecordKind::ThrottleWait);
        if (isStopped) {
            throttle_->leave(number_);
        }
        next = isStopped ? Final(std::move(outcome)) : go(Stage::Permit);
        break;
    case Stage::Permit:
        noteWait(RecordKind::PermitWait);
        if (isStopped) {
            services().permits(operation_.function, options_.concurrency).leave(number_);
        }
        holdsPermit_ = !isStopped;
        next = isStopped ? Final(std::move(outcome)) : go(Stage::Attempt);
        break;
    case Stage::Attempt:
        endAttemptWait();
        next = judge(std::move(outcome));
        if (!next) {
            next = go(Stage::Delay);
        }
        break;
    case Stage::Delay:
        noteWait(RecordKind::RetryDelay);
        next = isStopped ? Final(std::move(outcome)) : go(Stage::Throttle);
        break;
    }
    if (!next) {
        return;
    }
    CallOutcome result = settle(std::move(*next));
    leave(ticks::now());
    if (waiter_.task) {
        waiter_.task->resume(waiter_.frame, std::move(result), ticks::now());
    } else {
        run_->stepDelivered(waiter_.step, std::move(result), busy_.load());
    }
}

/// This worker has been at the call since it was resumed, and goes.
void ManagedCall::leave(Ticks now) {
    busy_.fetch_add(now - resumedAt_, std::memory_order_relaxed);
    run_->recordStretch(waiter_.owner, static_cast<uint16_t>(std::max(attempt_, 1U)), readyAt_,
                        resumedAt_, now);
}

/// The module was at the attempt, on its own or still on a worker.
void ManagedCall::endAttemptWait() {
    Ticks left = 0;
    const auto attempt = static_cast<uint16_t>(attempt_);
    if (left_->compare_exchange_strong(left, resumedAt_)) {
        AttemptRecord what;
        what.ready = what.start = sinceTicks_;
        what.finish = resumedAt_;
        what.attempt = attempt;
        what.worker = attemptWorker_;
        what.end = RecordKind::Worked;
        run_->record(waiter_.owner, what);
    } else if (left != kAtOnce && left < readyAt_) {
        run_->recordWait(waiter_.owner, RecordKind::CallWait, attempt, left, readyAt_);
        waited_ = readyAt_ - left;
    }
    waited_ = std::max<Ticks>(waited_, 1);  // in any case it has left its worker
    left_ = nullptr;
}

// --- the cache ---

void ManagedCall::makeKeys() {
    const SignatureTable& signatures = run_->services_.registry->signatures();
    const Signature& signature = signatures[operation_.function];
    const ModuleDescriptor& module = (*run_->services_.registry)[operation_.function];
    key_ = signature.qualifiedName() + "\n" + std::to_string(module.versionMajor) + "." +
           std::to_string(module.versionMinor) + "\n";
    std::vector<std::size_t> order(values_.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    const auto nameOf = [&](std::size_t i) -> std::string_view {
        return i < signature.parameters.size() ? std::string_view(signature.parameters[i].name)
                                               : std::string_view();
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return nameOf(a) < nameOf(b); });
    for (const std::size_t i : order) {
        key_ += nameOf(i);
        key_ += ": " + types().text(argumentTypes_[i]) + " = ";
        encodeValue(key_, types(), argumentTypes_[i], values_[i]);
        key_ += "\n";
    }
    key_ += types().text(call_.result);
    flight_ = key_;
    for (const int64_t part :
         {static_cast<int64_t>(options_.attempts), int64_t{options_.delay.count()},
          static_cast<int64_t>(options_.backoff), int64_t{options_.timeout.count()},
          static_cast<int64_t>(options_.throttleCount), int64_t{options_.throttlePeriod.count()},
          static_cast<int64_t>(options_.concurrency)}) {
        terms_ += "," + std::to_string(part);
    }
}

ManagedCall::Final ManagedCall::lookUp() {
    const bool isCacheable = run_->program_->factsOf(operation_.function).isCacheable;
    if (options_.cacheFor.count() == 0 || !run_->usesCaches_ || !isCacheable) {
        return go(Stage::Throttle);
    }
    makeKeys();
    if (std::optional<Value> found =
            services().memory(options_.cacheBackend).find(key_, timers().now())) {
        return hit(std::move(*found));
    }
    if (options_.cacheBackend != "disk") {
        return takeOff();
    }
    if (run_->cacheFolder_.empty()) {
        run_->warnOnce("there is no folder for the cache on disk yet: results stay in memory");
        return takeOff();
    }
    const uint64_t ticket = openWait(Stage::Disk, RecordKind::CacheWait);
    services().blocking().submit(
        std::make_unique<DiskRead>(shared_from_this(), Completion(&*run_, ticket)));
    wait(ticket);
    return std::nullopt;
}

/// Makes the call, unless somebody else is just making it: then it waits for that one. A `timeout:`
/// is for what the call itself takes; this is no part of it.
ManagedCall::Final ManagedCall::takeOff() {
    if (services().flights().takeOff(flight_, terms_)) {
        leads_ = true;
        // It may have landed since it was looked up.
        CallCache& cache = services().memory(options_.cacheBackend);
        if (std::optional<Value> found = cache.find(key_, timers().now(), false)) {
            return hit(std::move(*found));
        }
        return go(Stage::Throttle);
    }
    const uint64_t ticket = openWait(Stage::Flight, RecordKind::CacheWait);
    number_ = services().flights().wait(flight_, terms_, Completion(&*run_, ticket));
    wait(ticket);
    return std::nullopt;
}

/// Somebody else's call was no help. Equal calls on the same terms still go together.
ManagedCall::Final ManagedCall::flyAlone() {
    flight_ = key_ + terms_;
    return takeOff();
}

ManagedCall::Final ManagedCall::hit(Value value) {
    note(RecordKind::CacheHit, timers().now(), ticks::now(), 0);
    if (waiter_.step != kNoIndex) {
        run_->state_[waiter_.step].standing.via = Via::Cache;
    }
    return CallOutcome(std::move(value));
}

void ManagedCall::store(const Value& value) {
    std::size_t room = CallCache::kMaxBytes;
    const std::size_t whole = room;
    if (fitsWrittenOut(types(), call_.result, value, room)) {
        services()
            .memory(options_.cacheBackend)
            .store(key_, value, whole - room, timers().now(), options_.cacheFor);
    }
    if (options_.cacheBackend == "disk" && !run_->cacheFolder_.empty()) {
        services().blocking().submit(std::make_unique<DiskWrite>(shared_from_this(), value));
    }
}

// --- attempts ---

/// Goes on until it waits or is done.
ManagedCall::Final ManagedCall::go(Stage stage) {
    while (true) {
        if (run_->isStopped(waiter_.owner)) {
            return CallOutcome(stopped());
        }
        switch (stage) {
        case Stage::Throttle:
            if (!passThrottle()) {
                return std::nullopt;
            }
            [[fallthrough]];
        case Stage::Permit:
            if (!passPermit()) {
                return std::nullopt;
            }
            [[fallthrough]];
        case Stage::Attempt: {
            Final outcome = options_.timeout.count() > 0 ? tryUntil(options_.timeout) : tryOnce();
            if (!outcome) {
                return std::nullopt;
            }
            if (Final result = judge(std::move(*outcome))) {
                return result;
            }
            [[fallthrough]];
        }
        default:
            if (!passDelay()) {
                return std::nullopt;
            }
            stage = Stage::Throttle;
        }
    }
}

bool ManagedCall::passThrottle() {
    if (options_.throttleCount == 0) {
        return true;
    }
    throttle_ =
        services().throttle(operation_.function, options_.throttleCount, options_.throttlePeriod);
    if (throttle_->take()) {
        return true;
    }
    const uint64_t ticket = openWait(Stage::Throttle, RecordKind::ThrottleWait);
    number_ = throttle_->wait(Completion(&*run_, ticket));
    wait(ticket);
    return false;
}

bool ManagedCall::passPermit() {
    if (options_.concurrency == 0 || holdsPermit_) {
        return true;
    }
    Permits& permits = services().permits(operation_.function, options_.concurrency);
    if (permits.take()) {
        holdsPermit_ = true;
        return true;
    }
    const uint64_t ticket = openWait(Stage::Permit, RecordKind::PermitWait);
    number_ = permits.wait(Completion(&*run_, ticket));
    wait(ticket);
    return false;
}

bool ManagedCall::passDelay() {
    const std::chrono::nanoseconds delay = delayBefore(options_, attempt_ + 1);
    if (delay.count() == 0) {
        return true;
    }
    const uint64_t ticket = openWait(Stage::Delay, RecordKind::RetryDelay);
    timers().after(delay, std::make_unique<Sleep>(Completion(&*run_, ticket)),
                   run_->stopToken(waiter_.owner));
    wait(ticket);
    return false;
}

ManagedCall::Final ManagedCall::tryOnce() {
    ++attempt_;
    waited_ = 0;
    since_ = timers().now();
    sinceTicks_ = ticks::now();
    Attempt context(shared_from_this(), 0, std::stop_source(std::nostopstate));
    CallOutcome outcome = attempt(module_, context);
    if (!outcome.isPending()) {
        if (context.ticket() != 0) {
            run_->closeTicket(context.ticket());  // it ended at once after all
        }
        return outcome;
    }
    if (context.ticket() == 0) {
        return CallOutcome(Error{"R001", "the module neither ended nor took a completion", ""});
    }
    const Ticks now = ticks::now();
    left_ = std::make_shared<std::atomic<Ticks>>(now);
    letGo(context.ticket(), now);
    return std::nullopt;
}

ManagedCall::Final ManagedCall::tryUntil(std::chrono::nanoseconds limit) {
    ++attempt_;
    waited_ = 0;
    const uint64_t ticket = openWait(Stage::Attempt, RecordKind::None);
    attemptWorker_ = Executor::currentWorker();
    left_ = std::make_shared<std::atomic<Ticks>>(0);
    const std::shared_ptr<std::atomic<Ticks>> left = left_;
    const uint32_t number = attempt_;
    attemptStop_ = std::stop_source();
    const std::stop_source stop = attemptStop_;
    const std::shared_ptr<ManagedCall> self = shared_from_this();
    if (blocking_ == nullptr) {
        timers().after(limit, Attempt::expire(*this, ticket), stop.get_token());
    }
    Attempt context(self, ticket, stop);
    wait(ticket);
    // A stop of the run reaches what the attempt waits in as soon as the call is resumed.
    const Ticks begin = ticks::now();
    CallOutcome outcome = attempt(module_, context);
    const Ticks end = ticks::now();
    busy_.fetch_add(end - begin, std::memory_order_relaxed);
    Ticks told = 0;  // up to there
    const bool isFirst = left->compare_exchange_strong(told, outcome.isPending() ? end : kAtOnce);
    run_->recordStretch(waiter_.owner, static_cast<uint16_t>(number), 0, isFirst ? begin : told,
                        end);
    if (auto* value = outcome.value()) {
        run_->finishCall(ticket, std::move(*value));
    } else if (auto* error = outcome.error()) {
        run_->finishCall(ticket, std::move(*error));
    } else if (!context.isTaken()) {
        run_->finishCall(ticket,
                         Error{"R001", "the module neither ended nor took a completion", ""});
    }
    return std::nullopt;
}

Error ManagedCall::timeoutError() const {
    const std::string limit = durationText(options_.timeout);
    switch (policy_.clock) {
    case CallPolicy::Clock::Option:
        return {"R002",
                "timed out: the call itself ran longer than `timeout: " + limit +
                    "` (what it waited for before does not count)",
                ""};
    case CallPolicy::Clock::Module:
        return {"R002",
                "timed out: the call itself ran longer than the module's own limit of " + limit +
                    "; `timeout` sets another one",
                ""};
    case CallPolicy::Clock::Preset: break;
    }
    return {"R002",
            "timed out: the call itself ran longer than the limit of " + limit +
                " that is set for all calls (--call-timeout, in the studio Run > Limit of "
                "Calls Without One); "
                "`timeout` sets another one",
            ""};
}

/// What an attempt came to: empty if there is another one.
ManagedCall::Final ManagedCall::judge(CallOutcome outcome) {
    attemptStop_.request_stop();  // also drops the timer of its limit
    attemptStop_ = std::stop_source(std::nostopstate);
    if (std::exchange(holdsPermit_, false)) {
        services().permits(operation_.function, options_.concurrency).giveBack();
    }
    if (auto* value = outcome.value()) {
        if (!run_->program_->factsOf(operation_.function).isSound &&
            !hasForm(types(), call_.result, *value)) {
            outcome = wrongForm(types(), call_.result);
        }
    }
    Error* const error = outcome.error();
    if (error == nullptr) {
        note(RecordKind::Completed, since_, sinceTicks_, waited_);
        return outcome;
    }
    if (error->code.empty()) {
        error->code = "R001";
    }
    if (error->code == "R010" && run_->isStopped(waiter_.owner)) {
        note(RecordKind::Cancelled, since_, sinceTicks_, waited_);
        return outcome;
    }
    note(error->code == "R002" ? RecordKind::TimedOut : RecordKind::Failed, since_, sinceTicks_,
         waited_);
    if (errors_.size() < kMostErrors) {
        errors_.push_back(std::move(*error));
    } else {
        errors_.back() = std::move(*error);
    }
    return attempt_ < options_.attempts ? Final() : CallOutcome(failure());
}

/// All attempts have failed.
Error ManagedCall::failure() const {
    if (options_.attempts == 1) {
        return errors_.front();
    }
    std::string text = "failed " + std::to_string(attempt_) + " times";
    for (std::size_t i = 0; i < errors_.size(); ++i) {
        const bool isLast = i + 1 == errors_.size();
        const std::size_t number = isLast ? attempt_ : i + 1;
        text += i == 0 ? ": " : isLast && attempt_ > kMostErrors ? "; …; " : "; ";
        text += std::to_string(number) + ". " + errors_[i].message + " (" + errors_[i].code + ")";
    }
    return {"R003", std::move(text), ""};
}

/// What the call came to: others are told, and it is kept.
CallOutcome ManagedCall::settle(CallOutcome outcome) {
    if (std::exchange(holdsPermit_, false)) {
        services().permits(operation_.function, options_.concurrency).giveBack();
    }
    if (leads_) {
        const bool isStopped = outcome.error() != nullptr && outcome.error()->code == "R010" &&
                               run_->isStopped(waiter_.owner);
        if (outcome.value() != nullptr && attempt_ > 0) {
            store(*outcome.value());
        }
        services().flights().land(
            flight_, isStopped ? CallResult(Error{std::string(CallFlights::kAgain), "", ""})
                     : outcome.value() != nullptr ? CallResult(*outcome.value())
                                                  : CallResult(*outcome.error()));
        leads_ = false;
    }
    return run_->wrapOutcome(operation_, std::move(outcome));
}

// --- waiting ---

uint64_t ManagedCall::openWait(Stage stage, RecordKind kind) {
    if (stage != Stage::Attempt || options_.timeout.count() > 0) {
        since_ = timers().now();
        sinceTicks_ = ticks::now();
    }
    if (waiter_.owner != kNoIndex) {
        run_->noteWaiting(waiter_.owner, kind);
    }
    return run_->openTicket(
        {kNoIndex, shared_from_this(), static_cast<uint32_t>(stage), waiter_.owner});
}

void ManagedCall::wait(uint64_t ticket) {
    sinceTicks_ = ticks::now();
    letGo(ticket, sinceTicks_);
}

/// From here on another thread may be at the call.
void ManagedCall::letGo(uint64_t ticket, Ticks now) {
    if (std::exchange(isParked_, true)) {
        leave(now);
    } else if (waiter_.task) {
        run_->recordStretch(waiter_.owner, 1, waiter_.ready, waiter_.since, now);
    } else {
        run_->park(waiter_.step, now);
    }
    run_->activate(ticket);
}

void ManagedCall::noteWait(RecordKind kind) {
    note(kind, since_, sinceTicks_, readyAt_ - sinceTicks_);
}

void ManagedCall::note(RecordKind kind, std::chrono::nanoseconds since, Ticks sinceTicks,
                       Ticks waited) {
    const bool isAttempt = kind == RecordKind::Completed || kind == RecordKind::Failed ||
                           kind == RecordKind::TimedOut || kind == RecordKind::Cancelled;
    const bool isBefore = kind == RecordKind::ThrottleWait || kind == RecordKind::PermitWait ||
                          kind == RecordKind::RetryDelay;
    run_->note(waiter_.owner, kind, static_cast<uint16_t>(attempt_ + (isBefore ? 1 : 0)), isAttempt,
               since, sinceTicks, waited);
}

}  // namespace cst
