#pragma once

#include "engine/profile/profile.h"
#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <memory>
#include <string>

namespace cst {

/// All that may be shown about a measurement of two texts in turns at one moment. Immutable once
/// published: any thread reads it.
struct PairSnapshot {
    enum class State : uint8_t {
        Running,
        Done,         // it is over, as in all below
        Stopped,      // by somebody, before its time
        NotCompiled,  // one of the texts; see `fault`
        NoInputs,     // likewise: what they are given lacks a value, or has a wrong one
        RunFailed,    // likewise: a run of it did not complete
    };
    /// Which text could not be measured, and why.
    struct Fault {
        bool isBefore = false;  // else the one after
        std::string message;
        std::string node;   // NodeKey; "" = of none
        uint32_t line = 0;  // of that text, from 1; 0 = of none
    };

    uint64_t token = 0;  // of its request
    uint64_t document = 0;
    State state = State::Running;
    uint64_t done = 0;       // pairs that have ended; 0 = it still compiles or warms up
    uint64_t of = 0;         // pairs, at most
    uint64_t least = 0;      // of fewer pairs nothing can be told, whatever they say
    double share = 0;        // of runs or time, whatever ends first; 0 … 1
    bool liveWaits = false;  // live runs begin once it is over
    Fault fault;
    /// Behind Done, and behind Stopped where at least so many have ended: the k-th run of one
    /// stands beside the k-th of the other. Else null.
    std::shared_ptr<const Profile> before, after;
    RunSnapshotPtr ranBefore, ranAfter;  // likewise: one run of each, with its outputs

    bool finished() const { return state != State::Running; }
};
using PairSnapshotPtr = std::shared_ptr<const PairSnapshot>;

}  // namespace cst
