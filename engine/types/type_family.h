#pragma once

#include "engine/types/type_table.h"

#include <array>
#include <string_view>

namespace cst {

/// What values an edge carries, as its colour tells: there are more types than eyes tell colours.
enum class TypeFamily : uint8_t { Text, Number, Truth, List, Record, Map, Other };
inline constexpr std::array kTypeFamilies{TypeFamily::Text, TypeFamily::Number, TypeFamily::Truth,
                                          TypeFamily::List, TypeFamily::Record, TypeFamily::Map,
                                          TypeFamily::Other};

/// An optional value is of the family of the value.
TypeFamily familyOf(const TypeTable& types, TypeId type);
/// As the language calls its types: `Int, Float`. In English.
std::string_view familyWords(TypeFamily family);

}  // namespace cst
