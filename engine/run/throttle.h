#pragma once

#include "engine/modules/module.h"
#include "engine/run/wait_queue.h"

#include <memory>
#include <mutex>

namespace cst {

/// A token bucket: full at first, refilled evenly. Who finds it empty waits in order; one timer
/// wakes whoever is next.
/// Thread safe. Source: language §6.2, `throttle`.
class Throttle : public std::enable_shared_from_this<Throttle> {
public:
    /// `count` tokens each `period`; both more than 0. The timers outlive it.
    Throttle(Timers& timers, uint32_t count, std::chrono::nanoseconds period);

    /// True: a token was there and nobody waited for it.
    bool take();
    /// The completion is finished with an empty value when its token has come.
    WaitQueue::Number wait(Completion completion);
    /// Of one that was not served: it leaves the queue.
    void leave(WaitQueue::Number number);
    std::size_t waiting() const;

private:
    class Wake;
    /// Tokens in units of 1/period of a token, so that a nanosecond brings `count_` of them.
    __extension__ typedef unsigned __int128 Units;  // NOLINT: `using` takes no __extension__

    void refill();
    void setTimer();
    void serve();
    void timerFired();

    Timers& timers_;
    const Units unitsPerNs_;
    const Units unitsPerToken_;
    const Units capacity_;

    mutable std::mutex mutex_;
    Units level_;  // guarded by mutex_, like all below
    std::chrono::nanoseconds filledAt_;
    WaitQueue queue_;
    bool isTimerSet_ = false;
    std::stop_source timerStop_;
};

}  // namespace cst
