#pragma once

#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <cstddef>

namespace cst {

/// Takes from `room` about the bytes that a value would hold if it were written out: values share
/// their parts, and a shared part counts each time it comes. False once the room is used up, which
/// is also where it stops looking. What is not read yet (lazy.h) stays so and counts with its
/// bytes. Cost: O(room).
bool fitsWrittenOut(const TypeTable& types, TypeId type, const Value& value, std::size_t& room);

}  // namespace cst
