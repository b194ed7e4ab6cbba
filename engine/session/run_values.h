#pragma once

#include "engine/run/run.h"
#include "engine/session/node_value.h"
#include "engine/session/optimised_once.h"

#include <cstdint>

namespace cst {

/// The values of one run, by node: all that is needed to find one later, on any thread. Keeps the
/// run from the next turn in its pool, so nobody holds it for long. The services of the run outlive
/// it.
/// Immutable.
class RunValues {
public:
    /// `executable` and `run` may be empty: the run was refused. `isWhole`: not of one node only.
    RunValues(SnapshotPtr compiled, uint64_t number, Executable executable, RunRef run,
              bool isWhole);

    /// The value that a node of the graph has by now; that of an output is that of what it shows.
    /// One that was worked out within another node is worked out again once the run has ended, from
    /// the values that were kept.
    /// Cost: O(nodes), and what has to be worked out or read.
    NodeValue valueOf(NodeIdentity node) const;

private:
    uint32_t planNodeOf(NodeIdentity node) const;

    SnapshotPtr compiled_;
    uint64_t number_;
    Executable executable_;
    RunRef run_;
    bool isWhole_;
};

}  // namespace cst
