#pragma once

#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <string>
#include <string_view>

namespace cst::test {

/// Values in a notation that shows all a value holds; what it means follows from the type.
///   Int 5, Float 0x1.8p+0 (or 1.5 when read), Boolean true, String "a"
///   [1, 2]  {1, "x"} by slot  {"k" = 1} of a map  none / some 5  @Int 5 in a union
/// For tests only: a mistake ends the process.
Value readValue(const TypeTable& types, TypeId type, std::string_view text);
std::string showValue(const TypeTable& types, TypeId type, const Value& value);

/// Is the value laid out as its type says, columns and their lengths included?
bool isWellFormed(const TypeTable& types, TypeId type, const Value& value);

}  // namespace cst::test
