#pragma once

#include "engine/value/value.h"

#include <cstddef>
#include <cstdint>

namespace cst {

/// Reads all of a value that nobody has read yet (lazy.h), so that whoever looks into it afterwards
/// waits for nothing; the bytes that it takes, parts that it shares with itself once, of a column
/// the rows that it looks at.
/// Cost: what has to be decoded, and O(1) a column; each element where those are objects, as maps
/// and unions are.
std::size_t readWhole(const Value& value);

/// The same of a list, where its elements are no objects and so it takes O(columns); else -1.
int64_t sizeOfRows(const ListObject& list);

}  // namespace cst
