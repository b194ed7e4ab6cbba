#pragma once

#include "engine/session/engine.h"
#include "engine/session/pair_request.h"
#include "engine/session/pair_snapshot.h"
#include "engine/session/pair_work.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cst {

/// The measurement in turns of a session: begins it, says how far it is, and at its end what it
/// came to.
/// Engine thread only, but for hasMail(). The engine outlives it.
class PairControl {
public:
    /// `wake`: called on any thread when there is mail.
    PairControl(Engine& engine, std::function<void()> wake);
    PairControl(const PairControl&) = delete;
    PairControl& operator=(const PairControl&) = delete;

    /// Begins; where one goes that is stopped, and the new one begins behind its last news.
    void start(PairRequest request, SnapshotPtr today, uint64_t document);
    void stop();
    /// Is there one whose last news are still to come?
    bool goes() const { return work_ != nullptr; }
    void liveRunsWait() { liveWaits_ = goes(); }

    /// Has something happened that news() is to be asked about?
    bool hasMail() const { return hasMail_.load(); }
    /// What is to be told now; null = nothing.
    PairSnapshotPtr news();

private:
    struct Asked {
        PairRequest request;
        SnapshotPtr today;
        uint64_t document = 0;
    };
    void begin(Asked asked);
    void dropNext();
    void tell();

    Engine& engine_;
    const std::function<void()> wake_;
    std::optional<Asked> next_;
    std::vector<PairSnapshotPtr> dropped_;  // that never began, and are to be told
    uint64_t document_ = 0;
    bool liveWaits_ = false;
    std::atomic<bool> hasMail_{false};
    std::unique_ptr<PairWork> work_;  // last: its thread tells the rest
};

}  // namespace cst
