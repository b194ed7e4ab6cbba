#pragma once

#include "engine/run/wait_queue.h"

#include <mutex>

namespace cst {

/// A counting semaphore; who finds none free waits in order. Thread safe.
/// Source: language §6.2, `concurrency`.
class Permits {
public:
    explicit Permits(uint32_t limit) : free_(limit) {}

    /// True: the caller has one, and gives it back.
    bool take();
    /// The completion is finished with an empty value when there is one for it.
    WaitQueue::Number wait(Completion completion);
    /// Of one that was not served: it leaves the queue.
    void leave(WaitQueue::Number number);
    void giveBack();
    std::size_t waiting() const;

private:
    void serve();

    mutable std::mutex mutex_;
    uint32_t free_;    // guarded by mutex_
    WaitQueue queue_;  // guarded by mutex_
};

}  // namespace cst
