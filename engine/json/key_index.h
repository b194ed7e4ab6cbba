#pragma once

#include "engine/types/type_table.h"
#include "engine/value/column.h"

#include <cstdint>
#include <vector>

namespace cst {

/// For each row of a column: the first row that is equal to it (language §4.11), itself if there
/// is none before. Cost: O(rows), one hash and about one comparison a row.
std::vector<uint32_t> firstEqualRows(const TypeTable& types, TypeId type, const Column& rows);

}  // namespace cst
