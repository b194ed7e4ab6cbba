#pragma once

#include "engine/run/task_trampoline.h"

#include <memory>

namespace cst {

/// The workers of a process: a oneTBB arena, or one plain thread where one worker is asked for
/// (arenas with a single slot are a trap, see engine/README.md).
/// Thread safe.
class Executor {
public:
    explicit Executor(unsigned workers);  // 0 = as many as the machine has
    ~Executor();                          // waits for all jobs
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// Runs the job on a worker, soon. Never runs it inside the call.
    void submit(std::unique_ptr<Job> job);
    unsigned workers() const { return workers_; }
    /// Index of the calling worker, from 0; 0 on other threads.
    static unsigned currentWorker();

private:
    class Impl;
    class ArenaImpl;
    class ThreadImpl;
    unsigned workers_;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cst
