#include "engine/run/run_pool.h"

#include "engine/run/run.h"

namespace cst {

RunPool::RunPool() {
    idle_.reserve(kMaxIdle);
}

RunPool::~RunPool() = default;

std::unique_ptr<Run> RunPool::take() {
    leases_.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
        return nullptr;
    }
    hits_.fetch_add(1, std::memory_order_relaxed);
    std::unique_ptr<Run> run = std::move(idle_.back());
    idle_.pop_back();
    return run;
}

void RunPool::giveBack(std::unique_ptr<Run> run) {
    std::unique_ptr<Run> tooMany;  // freed behind the lock
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMaxIdle) {
        idle_.push_back(std::move(run));
    } else {
        tooMany = std::move(run);
    }
}

}  // namespace cst
