#pragma once

#include "engine/profile/ticks.h"

#include <array>
#include <cstdint>

namespace cst {

/// How one attempt of a node ended.
enum class AttemptEnd : uint8_t { None, Completed, Failed, Cancelled };

/// One attempt of one node: one cache line.
struct alignas(64) AttemptRecord {
    Ticks ready = 0;  // all it needs was there
    Ticks start = 0;  // a worker began
    Ticks finish = 0;
    Ticks wait = 0;        // of start … finish: held no worker (timer, process, network)
    uint64_t run = 0;      // number of the run, from 1
    int64_t cpuNs = -1;    // -1 = not measured
    uint64_t bytes = 0;    // of the result; 0 = not measured
    uint32_t node = 0;     // of the plan that ran
    uint16_t attempt = 0;  // from 1
    uint8_t worker = 0;
    AttemptEnd end = AttemptEnd::None;
};
static_assert(sizeof(AttemptRecord) == 64);

/// A record from the words that RecordRing::add() makes of it.
AttemptRecord unpacked(const std::array<uint64_t, 8>& words);

/// The same for people: nanoseconds; -1 = has not happened.
struct NodeTimes {
    int64_t readyNs = -1;  // since the start of the run
    int64_t queueNs = 0;   // ready … start
    int64_t waitNs = 0;    // held no worker
    int64_t runNs = 0;     // start … finish without the wait; of one that still goes: so far
    int64_t cpuNs = -1;
    uint16_t attempts = 0;  // 0 = never started
};

}  // namespace cst
