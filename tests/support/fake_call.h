#pragma once

#include "engine/modules/module.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cst::test {

/// A clock that only moves when the test says so. Thread safe, but for one test that moves it.
class VirtualTimers final : public Timers {
public:
    void after(std::chrono::nanoseconds delay, std::unique_ptr<TimerTask> task,
               std::stop_token stop) override {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({now_ + delay, std::move(task), std::move(stop)});
    }

    /// Fires what becomes due, in the order of the due times; equal ones in the order in which
    /// they came.
    void advance(std::chrono::nanoseconds by) {
        const std::chrono::nanoseconds end = now() + by;
        while (fireNext(end)) {
        }
        const std::lock_guard lock(mutex_);
        now_ = end;
    }
    /// Moves to the next task and fires it. False: there is none until then.
    bool fireNext(std::chrono::nanoseconds until = std::chrono::nanoseconds::max()) {
        std::unique_ptr<TimerTask> task;
        {
            const Entries dropped = takeStopped();  // goes without the lock
            const std::lock_guard lock(mutex_);
            const auto next =
                std::min_element(waiting_.begin(), waiting_.end(),
                                 [](const Entry& a, const Entry& b) { return a.due < b.due; });
            if (next == waiting_.end() || next->due > until) return false;
            now_ = next->due;
            task = std::move(next->task);
            waiting_.erase(next);  // before it fires: firing may add another
        }
        task->fire();
        return true;
    }

    /// Tasks that neither fired nor were dropped.
    std::size_t waiting() {
        const Entries dropped = takeStopped();
        const std::lock_guard lock(mutex_);
        return waiting_.size();
    }
    std::chrono::nanoseconds now() const override {
        const std::lock_guard lock(mutex_);
        return now_;
    }
    std::chrono::nanoseconds sinceEpoch() const override { return now(); }

private:
    struct Entry {
        std::chrono::nanoseconds due;
        std::unique_ptr<TimerTask> task;
        std::stop_token stop;
    };
    using Entries = std::vector<Entry>;
    Entries takeStopped() {
        Entries stopped;
        const std::lock_guard lock(mutex_);
        for (Entry& entry : waiting_) {
            if (entry.stop.stop_requested()) stopped.push_back(std::move(entry));
        }
        std::erase_if(waiting_, [](const Entry& entry) { return !entry.task; });
        return stopped;
    }

    mutable std::mutex mutex_;
    std::chrono::nanoseconds now_{0};
    Entries waiting_;
};

/// Remembers what attempts ended with; as in a run, only the first end of a ticket counts.
class RecordingTarget final : public CompletionTarget {
public:
    bool finishCall(uint64_t ticket, CallResult result) override {
        const bool isFirst = resultOf(ticket) == nullptr;
        if (isFirst) ends_.push_back({ticket, std::move(result)});
        return isFirst;
    }
    void retain() noexcept override {}  // the test holds it
    void release() noexcept override {}
    /// Null as long as the attempt has not ended.
    const CallResult* resultOf(uint64_t ticket) const {
        const auto found = std::find_if(ends_.begin(), ends_.end(),
                                        [&](const End& end) { return end.ticket == ticket; });
        return found == ends_.end() ? nullptr : &found->result;
    }

private:
    struct End {
        uint64_t ticket;
        CallResult result;
    };
    std::vector<End> ends_;
};

class RecordingLog final : public LogSink {
public:
    void line(std::string_view text) override {
        const std::lock_guard lock(mutex_);
        lines.emplace_back(text);
    }
    std::vector<std::string> lines;

private:
    std::mutex mutex_;
};

/// One attempt as a module sees it: arguments with their types, a hand-ticked clock.
class FakeCall final : public CallContext {
public:
    struct Argument {
        TypeId type;
        Value value;
    };

    FakeCall(const TypeTable& typeTable, std::vector<Argument> given, TypeId result)
        : given_(std::move(given)) {
        for (const Argument& argument : given_) {
            pointers_.push_back(&argument.value);
            givenTypes_.push_back(argument.type);
        }
        call_ = {givenTypes_.data(), static_cast<uint32_t>(givenTypes_.size()), result};
        set(pointers_.data(), call_);
        types = &typeTable;
        timers = &clock;
        log = &logged;
    }

    FakeCall(const FakeCall&) = delete;  // spans point into it
    FakeCall& operator=(const FakeCall&) = delete;

    Completion completion() override { return {target_.get(), kTicket}; }
    std::stop_token stopToken() override { return stopSource.get_token(); }
    void callBlocking(BlockingModule& module) override {
        target_->finishCall(kTicket, module.block(*this));
    }

    /// What came in through the completion; null as long as nothing did.
    const CallResult* later() const { return target_->resultOf(kTicket); }

private:
    // Before the clock: a task that is dropped with it still lets go of its completion.
    std::shared_ptr<RecordingTarget> target_ = std::make_shared<RecordingTarget>();

public:
    VirtualTimers clock;
    RecordingLog logged;
    std::stop_source stopSource;

private:
    static constexpr uint64_t kTicket = 7;

    std::vector<Argument> given_;
    std::vector<const Value*> pointers_;
    std::vector<TypeId> givenTypes_;
    CallTypes call_;
};

}  // namespace cst::test
