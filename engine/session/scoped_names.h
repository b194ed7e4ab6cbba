#pragma once

#include "engine/check/checked_tree.h"
#include "engine/session/snapshot.h"

#include <vector>

namespace cst {

/// Every input, statement, parameter and name of a pattern of a block, with the part of its tree's
/// text in which it may be used (to the end: kEndOfText); what is bound further inside comes behind
/// what it hides.
/// Cost: O(bindings); with lambdas or matches O(nodes).
std::vector<ScopedName> scopedNames(const CheckedTree& checked);

}  // namespace cst
