#include "engine/run/blocking_pool.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cst {
namespace {

constexpr std::chrono::seconds kIdleFor(5);

}  // namespace

BlockingPool::~BlockingPool() {
    std::vector<std::thread> all;
    {
        std::unique_lock lock(mutex_);
        ending_ = true;
        wake_.notify_all();
        all.swap(running_);
    }
    for (std::thread& thread : all) {
        thread.join();
    }
    joinEnded();
}

void BlockingPool::joinEnded() {
    std::vector<std::thread> ended;
    {
        const std::lock_guard lock(mutex_);
        ended.swap(ended_);
    }
    for (std::thread& thread : ended) {
        thread.join();
    }
}

void BlockingPool::submit(std::unique_ptr<Job> job) {
    joinEnded();
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(job));
    if (idle_ >= queue_.size()) {
        wake_.notify_one();
    } else if (threads_ < maxThreads_) {
        ++threads_;
        running_.emplace_back([this] { work(); });
    }
}

BlockingPool::Load BlockingPool::load() const {
    const std::lock_guard lock(mutex_);
    return {threads_, threads_ - idle_, queue_.size()};
}

void BlockingPool::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        ++idle_;
        const bool hasWork =
            wake_.wait_for(lock, kIdleFor, [&] { return !queue_.empty() || ending_; });
        --idle_;
        if (!hasWork || queue_.empty()) {
            break;
        }
        Job* const job = queue_.front().release();
        queue_.pop_front();
        lock.unlock();
        job->run();
        job->done();
        lock.lock();
    }
    --threads_;
    const auto self = std::find_if(running_.begin(), running_.end(), [](const std::thread& thread) {
        return thread.get_id() == std::this_thread::get_id();
    });
    if (self != running_.end()) {  // else the destructor has it
        ended_.push_back(std::move(*self));
        running_.erase(self);
    }
}

}  // namespace cst
