#pragma once

#include "engine/base/result.h"
#include "engine/session/inputs.h"
#include "engine/session/load_snapshot.h"
#include "engine/session/load_tally.h"
#include "engine/session/log_to_nobody.h"
#include "engine/session/pipeline_run.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace cst {

/// The runs of a load, on the workers of an engine: as many at once as were asked for, each of
/// which begins as the one before it ends. Nothing is compiled, optimised or decoded again, nothing
/// is taken from caches, and what calls log is dropped.
/// Thread safe. The engine outlives it.
class LoadWork {
public:
    struct Parts {
        LoadRequest request;
        uint64_t firstRun = 1;  // number of its first run, as records name it
        /// Called once, on any thread, when the last run has ended; it must be quick.
        std::function<void()> ended = [] {};
    };
    /// `inputs`: bound to the snapshot. Where they lack or are wrong, or the text has errors, it is
    /// refused.
    LoadWork(Engine& engine, SnapshotPtr compiled, InputBinder inputs, Parts parts);
    ~LoadWork();  // stops it, and waits
    LoadWork(const LoadWork&) = delete;
    LoadWork& operator=(const LoadWork&) = delete;

    void start();  // once
    /// Nothing begins any more, what waits ends at once, and what a worker is at is told to.
    void stop();
    void wait() const;
    bool waitFor(std::chrono::milliseconds most) const;  // is it over?
    bool isOver() const;

    /// How far it is. Cost: that of LoadSeries::profile().
    LoadSnapshot report() const;
    /// Once it is over: of the runs that completed; null if none did. Takes a while: O(nodes).
    std::shared_ptr<const Profile> profile() const;
    /// Likewise, and soon: other runs write over what it is made of. The newest runs, and the
    /// slowest one. Takes a while, see traceOfLoad().
    std::shared_ptr<const Trace> trace() const;

private:
    class Slot;
    enum class Turn : uint8_t { Go, Wait, Over };

    void goOn(Slot& slot);
    Turn takeTurn(Slot& slot);
    bool isEnough(Ticks now) const;
    void begin(Slot& slot);
    void runEnded(Slot& slot);
    void warmedUp();
    void count(Slot& slot);
    void retire();
    std::vector<RunError> whyRefused() const;
    LoadSnapshot::State state() const;

    Engine& engine_;
    const SnapshotPtr compiled_;
    const InputBinder inputs_;
    const Parts parts_;
    const std::vector<RunError> refused_;
    PipelineRun::Options options_;  // but for the number
    mutable LogToNobody log_;
    std::vector<std::unique_ptr<Slot>> slots_;  // constant from start() on
    std::atomic<bool> stopped_{false};
    std::atomic<uint64_t> nextRun_;

    mutable std::mutex mutex_;
    mutable std::condition_variable over_;
    bool isOver_ = true;          // guarded by mutex_, like all below
    bool isCut_ = false;          // by stop()
    std::size_t working_ = 0;     // slots that go on
    std::vector<Slot*> waiting_;  // for the end of all warm-ups
    uint64_t warmUpsBegun_ = 0;
    uint64_t warmUpsEnded_ = 0;
    uint64_t begun_ = 0;  // runs that count
    uint64_t ended_ = 0;
    int64_t startedAtMs_ = 0;
    Ticks beganTicks_ = 0;  // the first run that counts; 0 = there was none yet
    Ticks endedTicks_ = 0;
    uint64_t cut_ = 0;  // runs that stop() ended
    LoadTally tally_;   // has a lock of its own
};

}  // namespace cst
