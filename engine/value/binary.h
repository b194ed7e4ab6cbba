#pragma once

#include "engine/base/result.h"
#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <string>
#include <string_view>

namespace cst {

// Values as they go to the disk: compact, read without parsing, and of no use to anyone who does
// not know the type. (For caches and history; what people keep is JSON.)
//
// - header: "CSTV", version (u32), fingerprint of the type and hash of what follows (16 bytes each)
// - scalars: Int, Float 8 bytes; Boolean 1; String its size (u64), then bytes
// - List: rows (u32), then the column as blocks: numbers side by side; for texts and lists the end
//   of each row, then the characters or the child column; a record's fields one after the other;
//   for Optional a byte a row, as Value::absent, then the child
// - Optional: a byte as Value::absent, then the value unless absent
// - Map: the columns of keys and values as two lists
// - Union: member (u32), its value
// All little-endian.

/// Appends. Cost: about that of copying.
void encodeBinary(std::string& out, const TypeTable& types, TypeId type, const Value& value);

/// In:     any bytes.
/// Errors: no such file format, another version, another type, damaged or cut short; "" as code.
///         Sizes are checked against the bytes that are left before anything is allocated.
Result<Value> decodeBinary(const TypeTable& types, TypeId type, std::string_view bytes);

}  // namespace cst
