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

/// Runs of one text put together (kind Version), as if one profile had been made of them all: so
/// that a comparison knows how much they vary. The whole takes its time from runs that found no
/// result there already, if there are such; a node from those that did its work.
/// In:   at least one; all of one text; those that failed are better left out.
/// Cost: O(runs · nodes). Any thread.
KeptRunPtr mergedVersion(const std::vector<KeptRunPtr>& runs);

}  // namespace cst
