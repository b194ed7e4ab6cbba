#pragma once

#include <functional>
#include <mutex>
#include <thread>

namespace cst {

/// Turns the first SIGINT, SIGTERM or SIGHUP into a request to stop; the second one ends the
/// process as usual. Construct it before any other thread is started: they inherit that these
/// signals are not theirs.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// What to do at the first signal, on a thread of this class; at once if it has come already.
    /// Empty = nothing. Returns when an old action is not running any more.
    void setAction(std::function<void()> action);
    bool received() const;

private:
    void watch();

    int signals_ = -1;  // signalfd
    int end_ = -1;      // eventfd: the watcher may go
    mutable std::mutex mutex_;
    std::function<void()> action_;  // guarded by mutex_
    bool received_ = false;         // guarded by mutex_
    std::thread watcher_;
};

}  // namespace cst
