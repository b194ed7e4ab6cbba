#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace cst {

/// Does what takes too long for the thread of the session, and for the one that asks: one thing
/// after the other, on a thread that begins with the first. Thread safe.
class SideThread {
public:
    SideThread() = default;
    ~SideThread();  // waits for what is under way; what waits is not done
    SideThread(const SideThread&) = delete;
    SideThread& operator=(const SideThread&) = delete;

    void start(std::function<void()> work);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> waiting_;  // guarded by mutex_, like all below
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace cst
