#pragma once

#include "engine/base/result.h"
#include "engine/profile/statistics_file.h"
#include "engine/session/run_snapshot.h"

#include <string>
#include <vector>

namespace cst {

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
