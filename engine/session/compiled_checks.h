#pragma once

#include "engine/session/compiled_parts.h"

#include <cstddef>
#include <cstdint>

namespace cst {

/// Do all indices and ranges of what was read lie within what they point into? It says nothing of
/// what a plan does when it is run: registers, jumps, types of values.
/// Cost: O(parts).
bool isWithinBounds(const CompiledParts& parts, std::size_t functions, uint32_t textSize);

}  // namespace cst
