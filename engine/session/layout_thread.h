#pragma once

#include "engine/layout/layout.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace cst {

/// Makes whole layouts of large graphs, one at a time, while the compiler goes on. A newer one
/// makes the one that is under way obsolete. Threads: start() is called on one thread; `made` is
/// called on its own.
class LayoutThread {
public:
    using Made = std::function<void(LayoutInput input, Layout layout)>;

    explicit LayoutThread(Made made) : made_(std::move(made)) {}
    ~LayoutThread();  // gives up what is under way
    LayoutThread(const LayoutThread&) = delete;
    LayoutThread& operator=(const LayoutThread&) = delete;

    /// Unless it is just that one that is under way.
    void start(const LayoutInput& input);

private:
    void work();

    const Made made_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<LayoutInput> next_;  // guarded by mutex_, like ending_
    bool ending_ = false;
    std::atomic<bool> isObsolete_ = false;  // what is under way
    LayoutInput started_;                   // last; of the caller's thread
    std::thread thread_;                    // begins with the first layout
};

}  // namespace cst
