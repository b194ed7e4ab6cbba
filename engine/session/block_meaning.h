#pragma once

#include "engine/check/checked_tree.h"
#include "engine/modules/registry.h"
#include "engine/session/compiled_text.h"

#include <memory>

namespace cst {

/// What a checked block comes to; `draft` is room for working.
/// Cost: O(nodes of the block), and that of its constant examples.
std::shared_ptr<const BlockMeaning> meaningOf(const CheckedTree& checked, const Registry& registry,
                                              TypeTable& types, PartDraft& draft);

}  // namespace cst
