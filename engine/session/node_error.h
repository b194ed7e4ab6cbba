#pragma once

#include "engine/base/result.h"
#include "engine/session/run_snapshot.h"

namespace cst {

/// What a node of the source's plan failed with, as reports have it.
RunError errorOfNode(const Snapshot& compiled, uint32_t node, const Error& own, uint32_t attempts);

}  // namespace cst
