#pragma once

#include "engine/run/executor.h"

#include <cstdint>
#include <functional>
#include <span>

namespace cst {

/// Who does a piece of work that can be shared out, and how many at a time.
struct WorkForce {
    Executor* executor = nullptr;  // outlives the work; null = the caller alone
    unsigned hands = 1;            // with the caller
    bool isAlone() const { return executor == nullptr || hands < 2; }
};

/// A list of pieces, done in layers: none of a layer is begun before all of those before are done.
/// Within a layer they are taken in order by whoever is free.
struct LayeredWork {
    std::span<const uint32_t> layerEnds;  // in pieces
    /// `hand` < WorkForce::hands: no two pieces of one hand are done at a time. Threads: any, but
    /// the caller is hand 0.
    std::function<void(unsigned hand, uint32_t piece)> work;
    /// Asked on the caller's thread before each of its pieces: is there no more need? May be empty.
    std::function<bool()> isStale;
};

/// Does it on the caller's thread and on workers that are free in time: nobody waits for a worker
/// that is busy elsewhere. All that the pieces have written is visible to the caller afterwards.
/// Returns false if it was given up; no piece is being done then.
bool doTogether(const WorkForce& force, const LayeredWork& work);

}  // namespace cst
