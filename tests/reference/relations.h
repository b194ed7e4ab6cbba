#pragma once

#include "engine/types/type_table.h"
#include "tests/reference/value.h"

#include <optional>
#include <vector>

// What holds between types, written anew from language §3: of the types room only the table of
// types is used, so that its relations are under test too.

namespace cst::reference {

using Types = std::vector<TypeId>;

bool isSubtype(const TypeTable& types, TypeId sub, TypeId super);  // §3.3
bool isCoercible(const TypeTable& types, TypeId from, TypeId to);  // §3.4
TypeId join(TypeTable& types, const Types& operands);              // §3.5
bool isNewUnion(const TypeTable& types, const Types& operands, TypeId joined);
/// Type of `left + right` of records and lists of records, §4.6; nothing where they do not merge.
std::optional<TypeId> merge(TypeTable& types, TypeId left, TypeId right);

Types membersOf(const TypeTable& types, TypeId type);  // of a union; else the type itself
TypeId fieldType(const TypeTable& types, TypeId record, std::string_view name);  // no id: none
TypeId memberWithField(const TypeTable& types, TypeId type, std::string_view name);

/// Gives a value of type `from` the shape of type `to`, §3.4 and §3.5: numbers widen, unions get
/// tags, fields that `to` has not are dropped. The types must allow it.
Value convert(const TypeTable& types, const Value& value, TypeId from, TypeId to);

}  // namespace cst::reference
