#pragma once

#include "engine/base/id.h"
#include "engine/run/blocking_pool.h"
#include "engine/run/call_cache.h"
#include "engine/run/call_flights.h"
#include "engine/run/disk_cache.h"
#include "engine/run/permits.h"
#include "engine/run/throttle.h"
#include "engine/types/signature.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace cst {

/// What calls of all runs of a process share: throttles, permits, caches, and threads that may
/// block. A throttle or permits are those of one module and one rate or limit.
/// Thread safe. Source: language §6.2.
class CallServices {
public:
    explicit CallServices(Timers& timers) : timers_(timers) {}  // which outlive it

    const std::shared_ptr<Throttle>& throttle(FunctionId module, uint32_t count,
                                              std::chrono::nanoseconds period);
    Permits& permits(FunctionId module, uint32_t limit);
    /// "" and "memory" are the engine's own; each other name has one to itself.
    CallCache& memory(const std::string& name);
    DiskCache& disk(const std::string& folder);
    CallFlights& flights() { return flights_; }
    BlockingPool& blocking() { return blocking_; }

    /// How busy all that is, for people.
    struct Load {
        std::size_t throttled = 0;    // calls that wait for a token
        std::size_t permitWaits = 0;  // calls that wait for a permit
        CacheUse memory;              // all of them
        CacheUse disk;
        BlockingPool::Load blocking;
    };
    Load load() const;

private:
    Timers& timers_;
    mutable std::mutex mutex_;
    std::map<std::tuple<FunctionId, uint32_t, int64_t>, std::shared_ptr<Throttle>> throttles_;
    std::map<std::pair<FunctionId, uint32_t>, std::unique_ptr<Permits>> permits_;
    std::map<std::string, std::unique_ptr<CallCache>> memories_;
    std::map<std::string, std::unique_ptr<DiskCache>> disks_;
    CallFlights flights_;
    BlockingPool blocking_;  // last: its work uses the rest
};

}  // namespace cst
