#pragma once

#include "engine/plan/block_program.h"

namespace cst {

/// Gives the registers of a finished program new numbers, so that those whose last reader has
/// passed are used again: few blocks stay in the cache. A step never writes where it reads.
/// Cost: O(steps).
void shareRegisters(BlockProgram& program);

}  // namespace cst
