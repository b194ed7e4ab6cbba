#pragma once

#include "engine/types/type_table.h"

#include <span>

namespace cst {

/// `sub <: super`, language §3.3. Error types are compatible with everything.
bool isSubtype(const TypeTable& types, TypeId sub, TypeId super);

/// `from ~> to`, language §3.4: a subtype, or one of the value conversions (Int to Float at the
/// top, member into union, union into wider union). What the conversion does to a value is
/// value/convert.h.
bool isCoercible(const TypeTable& types, TypeId from, TypeId to);

/// The join of all operands, language §3.5 and §14; Nothing for none. Does not depend on order.
TypeId join(TypeTable& types, std::span<const TypeId> operands);

/// True if join(operands) made a union that is not one of the operands.
bool joinMakesNewUnion(TypeTable& types, std::span<const TypeId> operands, TypeId joined);

/// Type of `a + b` where both are records or lists of records (language §4.6); kError and
/// `merges = false` where they do not merge.
struct MergedType {
    TypeId type = types::kError;
    bool merges = false;
    std::size_t fields = 0;  // of the merged record
};
MergedType mergedType(TypeTable& types, TypeId left, TypeId right);
bool isMergeable(const TypeTable& types, TypeId type);  // record or list of records

/// Type of `a ?? b` where a holds `element` and b is `right`, by the first rule of language §4.18
/// that holds; no value where none does.
TypeId coalescedType(TypeTable& types, TypeId element, TypeId right);

bool isNumeric(const TypeTable& types, TypeId type);
/// Some function type inside: no value of it exists.
bool containsFunction(const TypeTable& types, TypeId type);

/// Replaces type parameters by `arguments[i]`; a parameter without a value stays.
TypeId substitute(TypeTable& types, TypeId type, std::span<const TypeId> arguments);

}  // namespace cst
