#pragma once

#include "engine/session/kept_run.h"

#include <string>
#include <vector>

namespace cst {

/// All that these runs tell of the one text that they are of; there must be one, and all have to
/// be of the same text (RunRecord::sourceHash): see versionProfile().
/// Cost: O(runs · nodes · log nodes). Any thread.
KeptRunPtr keptVersion(const std::vector<RunRecordPtr>& runs);

/// What can be chosen for a comparison of the last runs of a document: what is known of each of its
/// texts, the one that ran last first, then the newest runs by themselves. Only what has completed.
/// In: runs, the oldest first. Cost: as keptVersion(). Any thread.
std::vector<KeptRunPtr> keptRunsOf(const std::vector<RunRecordPtr>& records);

/// The same run without its values and its trace, to be kept for long. Cost: O(nodes). Any thread.
RunRecordPtr withoutValues(const RunRecord& record);
/// Is it one that still has them?
bool hasValues(const RunRecord& record);

}  // namespace cst
