#pragma once

#include "engine/plan/plan.h"

#include <string>
#include <vector>

namespace cst {

/// Names of fields, each of the record that the one before leads to.
using FieldPath = std::vector<std::string>;

/// What of each input no run of the plan looks at, so that nobody needs to make a value of it: {}
/// is the whole input. A path stands for all below it. Reading a field, picking fields and putting
/// records together only pass fields on and are followed, and a lambda may read single fields of
/// what it captures; every other use of a value, a conversion included, counts as one of all its
/// fields, whether it happens in each run or not.
/// Cost: O(operands + numbers of the plan and its lambdas).
std::vector<std::vector<FieldPath>> unreadFields(const Plan& plan, const TypeTable& types);

}  // namespace cst
