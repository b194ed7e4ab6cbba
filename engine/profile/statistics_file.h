#pragma once

#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/profile/node_statistics.h"

#include <string>
#include <string_view>
#include <vector>

namespace cst {

// What the nodes of a document took, on the disk. JSON, keys in this order, none ever missing:
//
//   format "constellation-statistics", version 1,
//   nodes [{key, own [32 digits], attempts, sumUs, minUs, maxUs, firstBucket, counts, lastUs,
//           latest {runUs, waitUs, cpuUs (null = not measured), bytes, attempts, heldUs}}]

struct SavedStatistics {
    std::string key;  // NodeKey
    Hash128 own;      // of what the node itself does; equal in every process
    NodeStatistics::Pointer statistics;
};

/// No file has more nodes; what is more is left out, and refused when it is read.
inline constexpr std::size_t kMostSavedNodes = 20'000;
inline constexpr std::size_t kMaxStatisticsBytes = 64UL << 20U;

/// Of many nodes fewer than the last 128 times each, 16 at least: some MB at most.
std::string statisticsJson(const std::vector<SavedStatistics>& nodes);
/// In:     any bytes. Errors: R007, with the path of what is wrong.
Result<std::vector<SavedStatistics>> readStatistics(std::string_view json);

}  // namespace cst
