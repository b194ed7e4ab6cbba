#pragma once

#include "engine/plan/operation.h"
#include "engine/types/type_table.h"

#include <string>

namespace cst {

/// Appends bytes that are equal for operations that do the same to the same operands, and only
/// for those: with its lambda, its constant, its numbers and conversions, without its place in the
/// pools. Operands stand in it by `source`.
void appendKey(std::string& key, const Pools& pools, const TypeTable& types,
               const Operation& operation);

/// The same for operations that do the same to whatever operands they get, in any plan of the
/// process: without the operands' sources, with the options of calls, constants by what they are.
/// Of what a source's plan holds; what is worked out at run time has no place in it.
void appendOwnKey(std::string& key, const Pools& pools, const TypeTable& types,
                  const Operation& operation);

}  // namespace cst
