#include "engine/session/side_thread.h"

#include <utility>

namespace cst {

SideThread::~SideThread() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void SideThread::start(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(work));
        if (!thread_.joinable()) {
            thread_ = std::thread([this] { this->work(); });
        }
    }
    wake_.notify_one();
}

void SideThread::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
        if (ending_) {
            return;
        }
        std::function<void()> next = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        next();
        next = nullptr;  // what it holds goes here, without the lock
        lock.lock();
    }
}

}  // namespace cst
