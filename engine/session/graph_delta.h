#pragma once

#include "engine/session/snapshot.h"

namespace cst {

/// Both snapshots have their identities; `before` may be null.
/// Cost: O(nodes + edges).
GraphDelta graphDelta(const Snapshot* before, const Snapshot& now);

}  // namespace cst
