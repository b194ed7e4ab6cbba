#pragma once

#include "engine/base/hash.h"
#include "engine/types/type_table.h"
#include "engine/value/value.h"

namespace cst {

/// Which value it is, in 128 bits: equal for equal values of a type, whoever made them. What is not
/// read yet (lazy.h) stays so and counts by the bytes that it is made of: two of them that are
/// written differently differ.
/// Cost: O(bytes of the value), some GB/s; a few KB of memory. Any thread.
Hash128 digestOf(const TypeTable& types, TypeId type, const Value& value);

}  // namespace cst
