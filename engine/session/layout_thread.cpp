#include "engine/session/layout_thread.h"

#include <utility>

namespace cst {

LayoutThread::~LayoutThread() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        isObsolete_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void LayoutThread::start(const LayoutInput& input) {
    if (thread_.joinable() && input == started_) {
        return;
    }
    started_ = input;
    {
        const std::lock_guard lock(mutex_);
        next_ = input;
        isObsolete_ = true;
    }
    wake_.notify_one();
    if (!thread_.joinable()) {
        thread_ = std::thread([this] { work(); });
    }
}

void LayoutThread::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [&] { return ending_ || next_; });
        if (ending_) {
            return;
        }
        LayoutInput input = std::move(*std::exchange(next_, std::nullopt));
        isObsolete_ = false;
        lock.unlock();
        LayoutOptions options{.flow = input.flow};
        options.cancelled = &isObsolete_;
        Layout layout = layoutGraph(input.nodes, input.edges, options);
        lock.lock();
        if (!isObsolete_) {
            lock.unlock();
            made_(std::move(input), std::move(layout));
            lock.lock();
        }
    }
}

}  // namespace cst
