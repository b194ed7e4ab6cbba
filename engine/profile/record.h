#pragma once

#include "engine/profile/node_waits.h"
#include "engine/profile/ticks.h"

#include <array>
#include <cstdint>

namespace cst {

/// What a record tells: how an attempt of a node ended, what a call waited for before or behind
/// one, or what was decided about it.
enum class RecordKind : uint8_t {
    None,
    Completed,
    Failed,
    Cancelled,
    TimedOut,
    ThrottleWait,
    PermitWait,
    RetryDelay,
    CacheWait,  // for the disk, or for an equal call that was under way
    CacheHit,
    FellBack,
    Zeroed,
    Worked,    // a worker was at it, and left it to wait, or ended what had waited before
    CallWait,  // for its module, which holds no worker: a timer, process, network
};
const char* recordKindName(RecordKind kind);  // "completed", "throttle wait", …

/// One attempt of one node, or one wait or decision of it: one cache line.
/// An attempt that held its worker to the end is one record. Of one that waited each stretch on a
/// worker has a record of its own (Worked), written before anybody else can go on from there, and
/// so has each wait; the record of the attempt, which has a `wait`, sums them up.
struct alignas(64) AttemptRecord {
    Ticks ready = 0;  // all it needs was there; of a later stretch, what it waited for
    Ticks start = 0;  // a worker began
    Ticks finish = 0;
    Ticks wait = 0;        // of start … finish: held no worker (timer, process, network)
    uint64_t run = 0;      // number of the run, from 1
    int64_t cpuNs = -1;    // -1 = not measured
    uint64_t bytes = 0;    // of the result; 0 = not measured
    uint32_t node = 0;     // of the plan that ran
    uint16_t attempt = 0;  // from 1
    uint8_t worker = 0;    // Executor::currentWorker()
    RecordKind end = RecordKind::None;
};
static_assert(sizeof(AttemptRecord) == 64);

/// A record from the words that RecordRing::add() makes of it.
AttemptRecord unpacked(const std::array<uint64_t, 8>& words);

/// One attempt, wait or decision of a call with options, on the clock of the timers.
struct CallEvent {
    RecordKind kind = RecordKind::None;
    uint16_t attempt = 0;  // from 1: the one that it belongs to
    int64_t startNs = 0;   // since the run began
    int64_t endNs = 0;
};

/// The same for people: nanoseconds; -1 = has not happened.
struct NodeTimes {
    int64_t readyNs = -1;  // since the start of the run
    int64_t queueNs = 0;   // ready, and no worker had taken it (yet, or again)
    int64_t waitNs = 0;    // for anything but a worker, see below
    int64_t runNs = 0;     // start … finish without the wait; of one that still goes: so far
    int64_t cpuNs = -1;
    uint16_t attempts = 0;  // 0 = never started
    NodeWaits waits;        // what the wait was for, in microseconds
};

}  // namespace cst
