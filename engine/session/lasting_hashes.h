#pragma once

#include "engine/base/hash.h"
#include "engine/session/snapshot.h"

#include <cstdint>
#include <functional>
#include <unordered_map>

namespace cst {

class Plan;

/// Of the nodes of a graph that are asked for: what each itself does, equal in every process (see
/// ownHash). What a person sees as one node may be several of the plan; a node that is none of it
/// is left out. `source`: the plan of the snapshot. Cost: about 1 us a node of those.
std::unordered_map<uint32_t, Hash128>
lastingHashes(const Snapshot& compiled, const Plan& source,
              const std::function<bool(uint32_t)>& isAskedFor);

}  // namespace cst
