#pragma once

#include "engine/run/task_trampoline.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

namespace cst {

/// The workers of a process: a oneTBB arena, or one plain thread where one worker is asked for
/// (arenas with a single slot are a trap, see engine/README.md). They start with the first job.
/// Thread safe.
class Executor {
public:
    explicit Executor(unsigned workers);  // 0 = as many as the machine has
    ~Executor();                          // waits for all jobs
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// Runs the job on a worker, soon. Never runs it inside the call.
    void submit(std::unique_ptr<Job> job);
    /// Waits until no job is left, those that jobs submit included. Not from a worker.
    void drain();
    unsigned workers() const { return workers_; }
    /// How busy it is, for people.
    struct Load {
        unsigned workers = 0;
        uint32_t busy = 0;
        uint32_t queued = 0;  // jobs that no worker has taken yet
    };
    Load load() const;
    /// Is there a worker without a job, as far as can be told in one load? `callers`: threads of
    /// callers that work along and count as workers.
    bool isHungry(unsigned callers) const {
        return active_.load(std::memory_order_relaxed) + callers < workers_;
    }
    /// Index of the calling worker, from 0; kNoWorker on other threads. Cost: next to nothing.
    static uint8_t currentWorker();
    static constexpr uint8_t kNoWorker = 255;

private:
    class Impl;
    class ArenaImpl;
    class ThreadImpl;
    const unsigned workers_;
    std::atomic<uint32_t> active_{0};  // jobs submitted that have not ended
    std::atomic<uint32_t> busy_{0};    // of those, begun
    std::once_flag started_;
    std::unique_ptr<Impl> impl_;  // last: its destructor waits for jobs that use the rest
};

}  // namespace cst
