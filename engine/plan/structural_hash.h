#pragma once

#include "engine/base/hash.h"
#include "engine/plan/plan.h"
#include "engine/types/signature.h"

namespace cst {

/// What a pipeline does, in 128 bits: equal for texts that differ in comments, blanks, names of
/// intermediate variables, examples and the names of types; and equal in every process, so that it
/// may stand in files. Plans with the same hash have the same nodes at the same indexes.
/// In:     a plan of the source, not an optimised one: how good the optimiser is does not matter.
/// Cost:   O(nodes + operands + lambdas), and that of encoding the constants.
/// Source: language §12, last paragraph.
Hash128 structuralHash(const Plan& plan, const TypeTable& types, const SignatureTable& signatures);

/// What one node of such a plan does, whatever with: its operation, options, types and lambda;
/// likewise equal in every process, in whatever plan it stands.
/// Cost: about 1 us, and that of encoding a constant.
Hash128 ownHash(const Plan& plan, uint32_t node, const TypeTable& types,
                const SignatureTable& signatures);

}  // namespace cst
