#pragma once

#include "engine/session/run_snapshot.h"

namespace cst {

/// A node whose declaration is broken keeps what it last came to: fills in the ghosts of a report
/// from the one before, of the same document. Cost: O(nodes) if there are any, else O(1) a node.
void keepGhosts(RunSnapshot& report, const RunSnapshot& before);

}  // namespace cst
