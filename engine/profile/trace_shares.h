#pragma once

#include "engine/profile/trace.h"

#include <array>
#include <cstdint>
#include <vector>

namespace cst {

/// How the time of the runs in a trace was spent, in ns of the clock on the wall: where several
/// runs go at once, that time counts once.
struct TraceShares {
    static constexpr std::size_t kKinds = 12;  // of spans

    uint32_t workers = 0;
    int64_t wallNs = 0;  // some run was under way
    int64_t workNs = 0;  // of all workers together
    int64_t fullNs = 0;  // no worker was free, and nodes waited for one
    int64_t idleNs = 0;  // no worker had work
    /// By SpanKind: something waited for that, and no worker had work.
    std::array<int64_t, kKinds> blockedNs{};
    /// By SpanKind: all that waited for that together.
    std::array<int64_t, kKinds> waitedNs{};
    /// By node: what it waited for each kind in all runs.
    std::vector<std::array<int64_t, kKinds>> waitedByNode;

    std::vector<int64_t> tookNs;  // of each piece of work of a node, on a worker

    /// Of what the workers could have done in that time; 0 … 1.
    double efficiency() const;
    double shareOfWall(int64_t ns) const;
    /// The node that waited longest for that; Span::kNone = none did.
    uint32_t longestFor(SpanKind kind) const;
};

/// Cost: O(spans · log spans).
TraceShares sharesOf(const Trace& trace);

}  // namespace cst
