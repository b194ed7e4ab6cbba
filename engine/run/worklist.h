#pragma once

#include "engine/base/scratch.h"
#include "engine/modules/module.h"
#include "engine/plan/operation.h"
#include "engine/profile/recorder.h"
#include "engine/run/task_trampoline.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cst {

class Run;

/// A counted pointer to a run; the last one gives the run back to its program's pool.
class RunRef {
public:
    RunRef() = default;
    explicit RunRef(Run* run);  // adds one
    RunRef(const RunRef& other) : RunRef(other.run_) {}
    RunRef(RunRef&& other) noexcept : run_(std::exchange(other.run_, nullptr)) {}
    RunRef& operator=(RunRef other) noexcept {
        std::swap(run_, other.run_);
        return *this;
    }
    ~RunRef();
    Run* operator->() const { return run_; }
    Run& operator*() const { return *run_; }
    explicit operator bool() const { return run_ != nullptr; }

private:
    Run* run_ = nullptr;
};

/// Work that waits for a call in one of several places, and goes on there.
class CallParent {
public:
    virtual ~CallParent() = default;
    /// What the call came to, and when that was there; on a worker.
    virtual void resume(uint32_t place, CallOutcome outcome, Ticks ready) = 0;
};

/// Who waits for a call: a step, or a place in some work of its.
struct CallWaiter {
    uint32_t step = kNoIndex;
    std::shared_ptr<CallParent> task;  // null = the step itself
    uint32_t frame = 0;                // its place
    uint32_t owner = kNoIndex;         // the step in whose name it is called
    Ticks ready = 0;                   // of a place: it could have gone on, and
    Ticks since = 0;                   // this worker is at it
};

/// Steps that a worker still has to do, and what it needs while it is at it; so that chains need
/// no recursion. Pooled by the run, with its memory.
struct Worklist : public Job {
    void run() override;
    void done() override;  // back to its run

    RunRef owner;                    // empty while it lies in the pool
    std::vector<uint32_t> ready;     // the last one is next
    Scratch scratch;                 // of the step that is being run
    std::vector<uint32_t> demanded;  // while demand() is at it
    std::vector<uint32_t> resumed;   // choices whose awaited step has ended
    uint64_t cost = 0;               // predicted ticks of `ready`
    uint32_t delivered = kNoIndex;   // a step that waited, and what has come for it
    std::optional<CallOutcome> result;
    Ticks deliveredAt = 0;  // when that came
    uint32_t finished = 0;  // ended steps that open_ does not know of yet
    uint8_t worker = 0;
    bool inPlace = false;  // the caller of start() is at it
    RecordRing* ring = nullptr;
    Ticks now = 0;                // when the last step ended: the next one begins
    uint32_t cpuStep = kNoIndex;  // whose processor time is measured, and what the thread had taken
    int64_t cpuSinceNs = 0;
};

}  // namespace cst
