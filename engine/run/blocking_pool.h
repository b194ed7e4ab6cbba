#pragma once

#include "engine/run/task_trampoline.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace cst {

/// Threads for code that blocks: as many as there is such work at one time, up to a limit; behind
/// that it waits in order. Idle ones end after a while.
/// Thread safe.
class BlockingPool {
public:
    static constexpr std::size_t kMaxThreads = 64;

    explicit BlockingPool(std::size_t maxThreads = kMaxThreads) : maxThreads_(maxThreads) {}
    ~BlockingPool();  // waits for what it was given
    BlockingPool(const BlockingPool&) = delete;
    BlockingPool& operator=(const BlockingPool&) = delete;

    /// Runs the job on one of its threads, soon.
    void submit(std::unique_ptr<Job> job);
    struct Load {
        std::size_t threads = 0;
        std::size_t busy = 0;
        std::size_t queued = 0;
    };
    Load load() const;

private:
    void work();
    void joinEnded();

    const std::size_t maxThreads_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::unique_ptr<Job>> queue_;  // guarded by mutex_, like all below
    std::size_t threads_ = 0;
    std::size_t idle_ = 0;
    bool ending_ = false;
    std::vector<std::thread> running_;
    std::vector<std::thread> ended_;  // to be joined
};

}  // namespace cst
