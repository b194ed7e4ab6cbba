#pragma once

#include "engine/session/snapshot.h"

#include <cstdint>
#include <vector>

namespace cst {

inline constexpr uint32_t kNoCause = UINT32_MAX;

/// By node of the graph: why it does not compile. Itself, if the error is its own; else the nearest
/// node that it is made of whose error it is; kNoCause where it does compile, or nobody knows.
/// Cost: O(nodes + edges + errors); nothing if the text has no errors: then it is empty.
std::vector<uint32_t> brokenCauses(const Snapshot& snapshot);

}  // namespace cst
