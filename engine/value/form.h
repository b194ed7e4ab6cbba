#pragma once

#include "engine/types/type_table.h"
#include "engine/value/value.h"

namespace cst {

/// Can the value be read as one of the type without going astray? For results of modules that
/// nobody vouches for: what a text, list, record, map or union is made of is looked at; numbers
/// look alike in memory, so an Int in place of a Float goes unnoticed.
/// Cost: O(slots and columns), for unions, maps and lists of them O(rows). Recursion is as deep as
/// the type.
bool hasForm(const TypeTable& types, TypeId type, const Value& value);

}  // namespace cst
