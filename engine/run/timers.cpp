#include "engine/run/timers.h"

#include <utility>

namespace cst {

TimerThread::~TimerThread() {
    std::map<Key, Entry> dropped;
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        dropped.swap(entries_);
    }
    wake_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void TimerThread::after(std::chrono::nanoseconds delay, std::unique_ptr<TimerTask> task,
                        std::stop_token stop) {
    Key key{Clock::now() + delay, 0};
    {
        const std::lock_guard lock(mutex_);
        if (ending_ || stop.stop_requested()) {
            return;
        }
        key.number = nextNumber_++;
        entries_[key].task = std::move(task);
        if (!thread_.joinable()) {
            thread_ = std::thread([this] { work(); });
        }
    }
    wake_.notify_one();
    if (!stop.stop_possible()) {
        return;
    }
    // Made outside the lock: if stop is requested right now, it calls drop() from here.
    auto onStop =
        std::make_unique<std::stop_callback<DropOnStop>>(std::move(stop), DropOnStop{this, key});
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(key);
    if (entry != entries_.end()) {
        entry->second.onStop = std::move(onStop);
    }
    // Fired or dropped meanwhile: the callback goes at the end of this scope, behind the lock in
    // declaration order, which its destructor may need.
}

void TimerThread::drop(Key key) {
    std::unique_ptr<TimerTask> task;
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(key);
    if (entry != entries_.end()) {
        // The callback is running: its own object must outlive it, so only the task goes.
        task = std::move(entry->second.task);
    }
    wake_.notify_one();
}

std::size_t TimerThread::waiting() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [key, entry] : entries_) {
        count += entry.task ? 1 : 0;
    }
    return count;
}

void TimerThread::work() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        if (entries_.empty()) {
            wake_.wait(lock);
            continue;
        }
        const auto first = entries_.begin();
        if (first->second.task && first->first.due > Clock::now()) {
            wake_.wait_until(lock, first->first.due);
            continue;
        }
        Entry entry = std::move(first->second);
        entries_.erase(first);
        lock.unlock();
        entry.onStop.reset();  // waits for a callback that is running
        if (entry.task) {
            entry.task->fire();
        }
        entry.task.reset();
        lock.lock();
    }
}

}  // namespace cst
