#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// `to` could not begin before `from` had ended.
struct PathEdge {
    uint32_t from = 0;
    uint32_t to = 0;
};

/// Which chain of nodes decided how long a run took, and what each node has to do with it: of what
/// waited for a worker or a permit only what the edges tell of it.
struct CriticalPath {
    int64_t totalNs = 0;             // of the longest chain
    std::vector<uint32_t> nodes;     // of it, in order; of several the one that stands first
    std::vector<int64_t> slackNs;    // by node: so much longer it could take for the same total
    std::vector<int64_t> withoutNs;  // by node: the total if it took no time
};

/// In:   what each node took itself, and what it waited for. Edges in a circle are left out.
/// Out:  exact; no nodes if nothing took any time.
/// Cost: O(nodes + edges · log edges).
CriticalPath criticalPath(std::span<const int64_t> tookNs, std::span<const PathEdge> edges);

}  // namespace cst
