#include "engine/run/call_services.h"

namespace cst {
namespace {

void add(CacheUse& sum, const CacheUse& use) {
    sum.hits += use.hits;
    sum.misses += use.misses;
    sum.evictions += use.evictions;
    sum.entries += use.entries;
    sum.bytes += use.bytes;
}

}  // namespace

const std::shared_ptr<Throttle>& CallServices::throttle(FunctionId module, uint32_t count,
                                                        std::chrono::nanoseconds period) {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<Throttle>& throttle = throttles_[{module, count, period.count()}];
    if (!throttle) {
        throttle = std::make_shared<Throttle>(timers_, count, period);
    }
    return throttle;
}

Permits& CallServices::permits(FunctionId module, uint32_t limit) {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Permits>& permits = permits_[{module, limit}];
    if (!permits) {
        permits = std::make_unique<Permits>(limit);
    }
    return *permits;
}

CallCache& CallServices::memory(const std::string& name) {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<CallCache>& cache = memories_[name.empty() ? "memory" : name];
    if (!cache) {
        cache = std::make_unique<CallCache>();
    }
    return *cache;
}

DiskCache& CallServices::disk(const std::string& folder) {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<DiskCache>& cache = disks_[folder];
    if (!cache) {
        cache = std::make_unique<DiskCache>(folder);
    }
    return *cache;
}

CallServices::Load CallServices::load() const {
    Load load;
    const std::lock_guard lock(mutex_);
    for (const auto& [key, throttle] : throttles_) {
        load.throttled += throttle->waiting();
    }
    for (const auto& [key, permits] : permits_) {
        load.permitWaits += permits->waiting();
    }
    for (const auto& [name, cache] : memories_) {
        add(load.memory, cache->use());
    }
    for (const auto& [folder, cache] : disks_) {
        add(load.disk, cache->use());
    }
    load.blocking = blocking_.load();
    return load;
}

}  // namespace cst
