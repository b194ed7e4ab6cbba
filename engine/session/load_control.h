#pragma once

#include "engine/session/bound_inputs.h"
#include "engine/session/engine.h"
#include "engine/session/load_snapshot.h"
#include "engine/session/load_work.h"
#include "engine/session/side_thread.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace cst {

/// The load of a session: begins it, says every now and then how far it is, and at its end what it
/// came to.
/// Engine thread only, but for hasMail(). What it is made with outlives it, but for the side
/// thread, which ends before it.
class LoadControl {
public:
    /// `wake`: called on any thread when there is mail.
    LoadControl(Engine& engine, SideThread& side, std::function<void()> wake);
    ~LoadControl();  // stops what goes, and waits
    LoadControl(const LoadControl&) = delete;
    LoadControl& operator=(const LoadControl&) = delete;

    /// Begins; where one goes that is stopped, and the new one begins behind its last news.
    void start(const LoadRequest& request, SnapshotPtr compiled, uint64_t document);
    void stop();
    /// Is there one whose last news are still to come?
    bool goes() const { return work_ != nullptr; }
    void otherRunBegins() { ++otherRuns_; }
    void liveRunsWait() { liveWaits_ = goes(); }

    /// Has something happened that news() is to be asked about?
    bool hasMail() const { return hasMail_.load(); }
    /// When it has something to say by itself.
    std::chrono::steady_clock::time_point nextNews() const { return nextNews_; }
    /// What is to be told now; null = nothing.
    LoadSnapshotPtr news(std::chrono::steady_clock::time_point now);

private:
    struct Asked {
        LoadRequest request;
        SnapshotPtr compiled;
        uint64_t document = 0;
    };
    void begin(const Asked& asked);
    void sumUp();
    LoadSnapshotPtr toldOf(LoadSnapshot report) const;
    void tell();

    Engine& engine_;
    SideThread& side_;
    const std::function<void()> wake_;
    BoundInputs inputs_;
    std::shared_ptr<LoadWork> work_;
    std::optional<Asked> next_;
    uint64_t count_ = 0;
    uint64_t document_ = 0;
    uint64_t otherRuns_ = 0;
    bool liveWaits_ = false;
    std::chrono::steady_clock::time_point nextNews_;

    std::atomic<bool> hasMail_{false};
    std::mutex mutex_;
    bool hasEnded_ = false;                   // and nobody sums it up; guarded by mutex_
    std::shared_ptr<LoadSnapshot> summedUp_;  // likewise
};

}  // namespace cst
