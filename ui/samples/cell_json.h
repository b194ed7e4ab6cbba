#pragma once

#include "engine/base/result.h"
#include "engine/types/type_table.h"

#include <QString>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cst {

/// Typed text → JSON, by the type it is for: a String is taken literally, a number or a word as it
/// stands if JSON knows it, anything else as a JSON string. Nothing = no value, which an empty text
/// is for every type but String.
std::optional<std::string> jsonOfText(const TypeTable& types, TypeId type, const QString& text);

/// JSON → what stands in a line edit or a cell: a string without its quotes, `null` as nothing.
QString textOfJson(const std::string& json);

/// A JSON string with its quotes.
std::string quotedJson(const QString& text);

/// Splits the members of an object; anything else has none.
std::vector<std::pair<std::string, std::string>> jsonMembers(const std::string& json);
/// Splits the elements of an array; false if it is none.
bool jsonElements(const std::string& json, std::vector<std::string>& elements);
bool isJson(const std::string& json);
/// With line breaks, unless it is short.
std::string prettyJson(const std::string& json);

/// The faults that lie in the part whose path begins with `part` (`.total`, `[3]`), their paths
/// made relative to it.
std::vector<Error> faultsBelow(std::span<const Error> faults, const std::string& part);

}  // namespace cst
