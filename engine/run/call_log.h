#pragma once

#include "engine/base/result.h"
#include "engine/profile/record.h"

#include <optional>
#include <vector>

namespace cst {

/// What happened around the attempts of one step in one run, where its call has options.
struct CallLog {
    static constexpr std::size_t kMaxEvents = 256;  // of a lambda's calls there may be millions

    std::vector<CallEvent> events;  // in order of their ends, as far as there is room
    uint16_t attempts = 0;
    Ticks throttle = 0, permit = 0, retry = 0, cache = 0, io = 0;  // waited, by what for
    Ticks handOver = 0;       // what it waited for was there (but for io), and no worker yet
    Ticks fallbackSince = 0;  // 0 = no fallback was begun
    Ticks fallbackWaited = 0;
    RecordKind waitsFor = RecordKind::None;  // just now
    bool timedOut = false;                   // the last attempt
    std::optional<Error> recovered;          // what a fallback or a zero value stands for

    Ticks waited() const { return throttle + permit + retry + cache + io; }
    void add(const CallEvent& event) {
        if (events.size() < kMaxEvents) {
            events.push_back(event);
        }
    }
};

/// What a call with options waited for, by kind; what went by until a worker took it again is
/// queue. `times` has its whole wait. Where calls of a lambda waited at one time, they share what
/// their step waited.
void tellWaits(NodeTimes& times, const CallLog& log, double nsPerTick);

}  // namespace cst
