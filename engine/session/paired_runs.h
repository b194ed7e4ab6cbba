#pragma once

#include "engine/session/inputs.h"
#include "engine/session/log_to_nobody.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/run_profile.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

namespace cst {

/// Two texts, run in turns on one engine: A B, B A, A B, … So whatever the machine does it does to
/// both, and their k-th runs stand beside each other: compareProfiles() with Recorded::InTurns.
/// Nothing is compiled or decoded again meanwhile, nothing is taken from caches, and what calls log
/// is dropped.
/// Threads: run() blocks its thread, which works along; stop() may be called from any. The engine
/// outlives it.
class PairedRuns {
public:
    struct Side {
        SnapshotPtr compiled;  // without errors
        InputBinder inputs;    // bound to it, without errors, nothing missing
    };
    struct Request {
        uint64_t runs = 60;                // of each side
        std::chrono::nanoseconds time{0};  // no pair begins after that; 0 = as long as they take
        uint64_t warmUps = 5;              // of each side before these, not counted
        std::chrono::nanoseconds timeout{0};
        std::chrono::nanoseconds callTimeout{0};
        bool everyNode = false;
        /// No pair of warm-ups begins after that, but for the first; 0 = all of them.
        std::chrono::nanoseconds warmUpTime{0};
    };
    /// Pairs that have ended, and that there will be; 0 = not known. On the thread of run().
    using Progress = std::function<void(uint64_t done, uint64_t of)>;

    PairedRuns(Engine& engine, Side before, Side after, Request request);

    enum class End : uint8_t { Done, Stopped, Failed };
    /// Once. Failed = a run did not complete: see failed().
    End run(const Progress& progress);
    /// The run that goes is told to end, and none begins any more.
    void stop();

    /// The report of the run that did not complete; null = there is none.
    const RunSnapshotPtr& failed() const { return failed_; }
    bool isBeforeFailed() const { return isBeforeFailed_; }
    /// So many have ended on both sides.
    uint64_t pairs() const { return before_.builder.runs(); }
    /// Of these, if there is one.
    Profile before() const { return before_.builder.profile(); }
    Profile after() const { return after_.builder.profile(); }
    /// What the first warm-up of each came to, with its outputs as text; null = there was none.
    const RunSnapshotPtr& ranBefore() const { return before_.first; }
    const RunSnapshotPtr& ranAfter() const { return after_.first; }

private:
    struct Measured {
        Side side;
        ProfileBuilder builder;
        RunSnapshotPtr first = nullptr;  // that does not count
    };

    bool pair(bool isAfterFirst, bool counts);
    RunSnapshotPtr runOnce(Measured& measured, bool counts);

    Engine& engine_;
    const Request request_;
    Measured before_;
    Measured after_;
    LogToNobody log_;
    uint64_t number_ = 0;
    RunSnapshotPtr failed_;
    bool isBeforeFailed_ = false;
    std::atomic<bool> stopped_{false};
    std::mutex mutex_;
    PipelineRun* going_ = nullptr;  // guarded by mutex_
};

}  // namespace cst
