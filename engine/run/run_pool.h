#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace cst {

class Run;

/// Runs that have ended and wait for their next turn, with all their memory. Belongs to one
/// program. Bounded: a run that finds no room is freed. Thread safe.
class RunPool {
public:
    static constexpr std::size_t kMaxIdle = 64;

    RunPool();
    ~RunPool();

    /// An idle run; null = the caller has to make one.
    std::unique_ptr<Run> take();
    void giveBack(std::unique_ptr<Run> run);

    uint64_t leases() const { return leases_.load(std::memory_order_relaxed); }
    uint64_t hits() const { return hits_.load(std::memory_order_relaxed); }

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Run>> idle_;  // guarded by mutex_; the last one is warm
    std::atomic<uint64_t> leases_{0};
    std::atomic<uint64_t> hits_{0};
};

}  // namespace cst
