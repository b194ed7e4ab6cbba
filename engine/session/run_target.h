#pragma once

#include "engine/plan/plan.h"
#include "engine/session/snapshot.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Node of the snapshot's plan under a NodeKey; the key of an output stands for the node that it
/// shows. kNoIndex if there is none, or if it does not compile. Cost: O(nodes).
uint32_t planNodeOf(const Snapshot& compiled, std::string_view key);

/// Keys that somebody may have meant: at most three, nearest first.
/// What the output of a run to that node is called: `a` for `out:a`, other keys as they are.
std::string outputNameOf(std::string_view key);
/// Keys like that one, an input of that name first.
std::vector<std::string> keysNear(const Snapshot& compiled, std::string_view key);

/// The plan with more to do: pure nodes whose values nothing needs, because what needed them does
/// not compile, or is not written yet. Null if there are none. Cost: O(nodes + operands).
std::shared_ptr<const Plan> planWithUnneeded(const Plan& plan);

/// The plan with nothing to do but that node: no other output, no effect that it does not need.
std::shared_ptr<const Plan> planFor(const Plan& plan, uint32_t node, std::string_view key);

}  // namespace cst
