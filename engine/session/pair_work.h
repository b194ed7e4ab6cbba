#pragma once

#include "engine/session/engine.h"
#include "engine/session/pair_request.h"
#include "engine/session/pair_snapshot.h"
#include "engine/session/paired_runs.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace cst {

/// One measurement of two texts in turns, on a thread of its own, which also compiles them and sums
/// up. Thread safe. The engine outlives it.
class PairWork {
public:
    /// `today`: the text as it is, whose inputs those of the request are.
    /// `changed`: called on its thread now and then, and once it is over; must be quick.
    PairWork(Engine& engine, PairRequest request, SnapshotPtr today, std::function<void()> changed);
    ~PairWork();  // stops it, and waits
    PairWork(const PairWork&) = delete;
    PairWork& operator=(const PairWork&) = delete;

    /// The run that goes is told to end, and none begins any more.
    void stop();
    PairSnapshot report() const;

private:
    using State = PairSnapshot::State;

    void work();
    PairSnapshot measured();
    PairSnapshot measured(PairedRuns& runs);
    std::optional<PairedRuns::Side> sideOf(const std::string& text, PairSnapshot& refused);
    void progress(uint64_t done);
    std::chrono::nanoseconds limit() const;
    bool isStopped() const;

    Engine& engine_;
    const PairRequest request_;
    const SnapshotPtr today_;
    const std::function<void()> changed_;
    std::chrono::steady_clock::time_point began_;   // its thread only, like the next
    std::chrono::steady_clock::time_point toldAt_;  // how far it was, the last time

    mutable std::mutex mutex_;
    PairSnapshot report_;  // guarded by mutex_, like all below
    bool isStopped_ = false;
    PairedRuns* going_ = nullptr;

    std::thread thread_;  // last: starts when all else is there
};

}  // namespace cst
