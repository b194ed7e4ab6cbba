#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace cst {

/// What somebody has been warned of already: by one run, or by all the runs of a batch. Thread
/// safe.
class WarnedOnce {
public:
    bool isNew(std::string_view text) {
        const std::lock_guard lock(mutex_);
        hasSome_.store(true, std::memory_order_relaxed);
        return texts_.size() < kMost && texts_.emplace(text).second;
    }
    /// Nobody else is at it. Nearly always there is nothing to do.
    void clear() {
        if (hasSome_.load(std::memory_order_relaxed)) {
            hasSome_.store(false, std::memory_order_relaxed);
            texts_.clear();
        }
    }

private:
    static constexpr std::size_t kMost = 100;
    std::atomic<bool> hasSome_{false};
    std::mutex mutex_;
    std::set<std::string, std::less<>> texts_;  // guarded by mutex_
};

}  // namespace cst
