#pragma once

#include "engine/modules/module.h"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace cst {

/// One thread that fires tasks when they are due, earliest first, equal times in order of
/// arrival. However many wait, no other thread does.
/// Thread safe. The thread starts with the first task.
class TimerThread : public Timers {
public:
    TimerThread() = default;
    ~TimerThread() override;  // drops what has not fired
    void after(std::chrono::nanoseconds delay, std::unique_ptr<TimerTask> task,
               std::stop_token stop) override;
    std::chrono::nanoseconds now() const override { return Clock::now().time_since_epoch(); }
    std::chrono::nanoseconds sinceEpoch() const override {
        return std::chrono::system_clock::now().time_since_epoch();
    }
    std::size_t waiting() const;

private:
    using Clock = std::chrono::steady_clock;
    struct Key {
        Clock::time_point due;
        uint64_t number;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct DropOnStop {
        TimerThread* timers;
        Key key;
        void operator()() const { timers->drop(key); }
    };
    struct Entry {
        std::unique_ptr<TimerTask> task;
        std::unique_ptr<std::stop_callback<DropOnStop>> onStop;
    };

    void drop(Key key);
    void work();

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::map<Key, Entry> entries_;  // guarded by mutex_
    uint64_t nextNumber_ = 0;       // guarded by mutex_
    bool ending_ = false;           // guarded by mutex_
    std::thread thread_;            // guarded by mutex_ until it runs
};

}  // namespace cst
