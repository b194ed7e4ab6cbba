#pragma once

#include "engine/types/type_table.h"
#include "tests/reference/value.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace cst::reference {

using Json = nlohmann::ordered_json;
using Aliases = std::vector<std::pair<std::string, TypeId>>;  // declared types, usable as tags

/// JSON to a value of a type, language §11.1. Each fault adds its path.
std::optional<Value> readJson(const TypeTable& types, const Aliases& aliases, TypeId type,
                              const Json& json, const std::string& path,
                              std::vector<std::string>& faults);

/// A value of a type as JSON, language §11.2.
Json writeJson(const TypeTable& types, TypeId type, const Value& value);

}  // namespace cst::reference
