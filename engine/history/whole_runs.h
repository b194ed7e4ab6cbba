#pragma once

#include "engine/profile/version_profile.h"
#include "engine/session/kept_run.h"

#include <vector>

namespace cst {

/// What is to be kept of a run to compare with later: itself if it is whole and somebody asked for
/// it; else the whole ones among `runs` that are of its text, put together. Null = there is none.
/// Cost: O(runs · (nodes + edges)). Any thread.
KeptRunPtr wholeRunsOf(const KeptRunPtr& run, const std::vector<RunRecordPtr>& runs);

}  // namespace cst
