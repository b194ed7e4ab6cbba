#pragma once

#include "engine/session/snapshot.h"

#include <string>

namespace cst::test {

/// All that a snapshot says, as lines of text: for comparing two, also of two engines.
std::string snapshotText(const Snapshot& snapshot);

}  // namespace cst::test
