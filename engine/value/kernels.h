#pragma once

#include "engine/base/result.h"
#include "engine/types/type_table.h"
#include "engine/value/column.h"
#include "engine/value/objects.h"
#include "engine/value/value.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

// What operators and pure functions do to bare values: shared by folding, lambdas and runs, so
// that the three can never differ. Thread safe. Source: language §4, §7.

// --- integers: wrap around, defined for every operand (language §4.11) ---
int64_t wrapAdd(int64_t a, int64_t b);
int64_t wrapSubtract(int64_t a, int64_t b);
int64_t wrapMultiply(int64_t a, int64_t b);
int64_t wrapNegate(int64_t a);
int64_t truncatingDivide(int64_t a, int64_t b);  // b != 0; INT64_MIN / -1 = INT64_MIN
int64_t remainder(int64_t a, int64_t b);         // b != 0; sign of a
int64_t roundHalfUp(double value);               // floor(x + 0.5) exactly; NaN 0; saturates
int64_t truncateToInt(double value);             // towards zero; NaN 0; saturates

// --- text ---
/// Shortest digits that round-trip, in Java's form (language §4.12): `100.0`, `1.0E7`, `NaN`.
void appendFloatText(std::string& out, double value);
/// Language §4.12: the text of any value of the type.
void appendText(std::string& out, const TypeTable& types, TypeId type, const Value& value);
Value uppercase(std::string_view text);        // full Unicode mapping, root locale; ICU on first
Value lowercase(std::string_view text);        // non-ASCII use
std::string_view trim(std::string_view text);  // strips code points <= U+0020 at both ends
std::string replaceAll(std::string_view text, std::string_view find, std::string_view with);
int64_t countCodePoints(std::string_view text);

// --- values of any type ---
/// Deep structural equality of two values of one type (language §4.11).
bool equals(const TypeTable& types, TypeId type, const Value& a, const Value& b);
/// -1, 0, 1 for Int, Float (NaN after everything) and String (by code point).
int compareKeys(const TypeTable& types, TypeId type, const Value& a, const Value& b);
/// Zero value of a type, language §6.2.
Value zeroValue(const TypeTable& types, TypeId type);
/// Language §3.4: gives a value of type `from` the form of type `to`. `from` must be coercible
/// to `to`, or join to it, or be T for Optional<T> at a join.
Value convert(const TypeTable& types, const Value& value, TypeId from, TypeId to);
/// Does convert() do anything at all?
bool needsConversion(const TypeTable& types, TypeId from, TypeId to);

// --- records and lists ---
/// Field `index` of every record of the list: shares the column, copies nothing.
Value fieldOfList(const ListObject& list, uint32_t index);
/// The given fields of every record of the list, in that order: shares the columns.
Value projectList(const ListObject& list, std::span<const uint32_t> indexes);
/// Rows [begin, begin + size) of both lists, one after the other. `element` is their type.
Value concatLists(const TypeTable& types, TypeId element, const ListObject& a, const ListObject& b);
/// The rows of a list at the given positions, in that order.
Value gather(const TypeTable& types, TypeId element, const ListObject& list,
             std::span<const uint32_t> positions);

}  // namespace cst
