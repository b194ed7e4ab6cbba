#pragma once

#include "engine/session/kept_run.h"

#include <cstddef>
#include <vector>

namespace cst {

/// A run as the history keeps it, with a name of its own. The record that it holds lacks the values
/// of the outputs, which may be large; their JSON, at most 1 MB each, stays.
/// Cost: O(nodes · log nodes). Any thread.
KeptRunPtr keptRunOf(const RunRecordPtr& record);

/// The same without its record: numbers only.
KeptRunPtr numbersOf(const KeptRun& run);

/// That it takes in memory, about; texts and graphs that several runs share are counted for each.
std::size_t bytesOf(const KeptRun& run);

/// Runs of one text put together (kind Version): see versionProfile().
/// In:   at least one; those that failed are better left out. Cost: O(runs · nodes). Any thread.
KeptRunPtr mergedVersion(const std::vector<KeptRunPtr>& runs);

}  // namespace cst
