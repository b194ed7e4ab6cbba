#pragma once

#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/profile/statistics_file.h"
#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cst {

class Plan;

/// Of the nodes of a graph that are asked for: what each itself does, equal in every process (see
/// ownHash). What a person sees as one node may be several of the plan; a node that is none of it
/// is left out. `source`: the plan of the snapshot. Cost: about 1 us a node of those.
std::unordered_map<uint32_t, Hash128>
lastingHashes(const Snapshot& compiled, const Plan& source,
              const std::function<bool(uint32_t)>& isAskedFor);

/// What is kept in `.constellation` beside a pipeline of what its nodes took. Nothing if there is
/// no such file; errors of readStatistics() else. Blocks its thread.
Result<std::vector<SavedStatistics>> loadStatistics(const std::string& pipelinePath);
/// What cannot be read is kept under another name, that of the last one that was: whose path is
/// told. "" = that cannot be done. Blocks its thread.
std::string setStatisticsAside(const std::string& pipelinePath);

/// Replaces that file: what is known of the nodes of a run that has ended, and of `others`, as far
/// as the graph has none of their keys. Blocks its thread.
Status saveStatistics(const std::string& pipelinePath, const RunSnapshot& run,
                      std::vector<SavedStatistics> others);

}  // namespace cst
