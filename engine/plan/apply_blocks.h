#pragma once

#include "engine/plan/block_program.h"
#include "engine/plan/interpret.h"

#include <span>

namespace cst {

/// A higher-order call in blocks of elements: the same result and the same error as
/// applyHigherOrder(), which decides between the two. Operands: list (not empty), captures.
/// Stops between blocks if the host says so.
CallOutcome applyBlocks(const TypeTable& types, const Pools& pools, const BlockProgram& program,
                        const Operation& operation, std::span<const Value* const> operands,
                        LambdaHost& host);

}  // namespace cst
