#pragma once

/// For the few functions that read what oneTBB handed over before enterJob() could tell so.
#if defined(__SANITIZE_THREAD__)
#define CST_UNWATCHED __attribute__((no_sanitize("thread"), noinline))
#else
#define CST_UNWATCHED
#endif

namespace cst {

/// A piece of work for the executor. run() is called once, on a worker, then done().
class Job {
public:
    virtual ~Job() = default;
    virtual void run() = 0;
    /// Frees it, or keeps it for another time.
    virtual void done() { delete this; }
};

// Debian's oneTBB is not instrumented, so ThreadSanitizer cannot see that a task begins after it
// was submitted and calls every hand-over a race. All jobs pass through these two functions,
// which tell it so; anything else that races is still reported (tests/tsan/planted_race.cpp).

/// Before a job is handed to the arena: everything written so far happens before its run().
void announceJob(Job* job);
/// On the worker: takes over what announceJob() gave, then runs the job and is done with it.
void enterJob(Job* job);

}  // namespace cst
