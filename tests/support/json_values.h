#pragma once

#include "engine/types/relations.h"
#include "engine/types/type_table.h"
#include "engine/value/column.h"
#include "engine/value/objects.h"
#include "engine/value/value.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

// Values written as JSON in test tables. Deliberately not the json room: that one is under test
// itself, and here no type is declared where the literal tells it.

namespace cst::test {

using Json = nlohmann::ordered_json;

/// Int, Float, Boolean, String, List and Record as the literal says; null is None of
/// Optional<Nothing>.
inline TypeId typeOfJson(TypeTable& types, const Json& json) {
    switch (json.type()) {
    case Json::value_t::boolean: return types::kBoolean;
    case Json::value_t::number_float: return types::kFloat;
    case Json::value_t::string: return types::kString;
    case Json::value_t::null: return types.optional(types::kNothing);
    case Json::value_t::array: {
        std::vector<TypeId> elements;
        for (const Json& element : json) elements.push_back(typeOfJson(types, element));
        return types.list(join(types, elements));
    }
    case Json::value_t::object: {
        std::vector<FieldType> fields;
        for (const auto& [key, value] : json.items()) {
            fields.push_back({key, typeOfJson(types, value)});
        }
        return types.record(std::move(fields));
    }
    default: return types::kInt;
    }
}

inline double floatOfJson(const Json& json) {
    if (json == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (json == "Infinity") return std::numeric_limits<double>::infinity();
    if (json == "-Infinity") return -std::numeric_limits<double>::infinity();
    return json.get<double>();
}

/// A value of that type; the text must fit. Floats may be "NaN", "Infinity", "-Infinity".
inline Value valueOfJson(const TypeTable& types, TypeId type, const Json& json) {
    switch (types.kind(type)) {
    case TypeKind::Int: return Value::ofInt(json.get<int64_t>());
    case TypeKind::Float: return Value::ofFloat(floatOfJson(json));
    case TypeKind::Boolean: return Value::ofBool(json.get<bool>());
    case TypeKind::String: return Value::ofText(json.get_ref<const std::string&>());
    case TypeKind::Optional:
        if (json.is_null()) return Value::none(types[type].optionalDepth);
        return valueOfJson(types, types.element(type), json);
    case TypeKind::List: {
        ColumnBuilder builder(types, types.element(type));
        for (const Json& element : json) {
            builder.append(valueOfJson(types, types.element(type), element));
        }
        return makeList(builder.finish());
    }
    case TypeKind::Record: {
        std::vector<Value> fieldValues;
        for (const FieldType& field : types[type].fields) {
            fieldValues.push_back(valueOfJson(types, field.type, json.at(field.name)));
        }
        return makeRecord(fieldValues);
    }
    default: CST_CHECK(false, "no value of this type in tests");
    }
}

inline Json jsonOfFloat(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

/// The value as JSON, for comparison with a literal.
inline Json jsonOfValue(const TypeTable& types, TypeId type, const Value& value) {
    switch (types.kind(type)) {
    case TypeKind::Int: return value.asInt();
    case TypeKind::Float: return jsonOfFloat(value.asFloat());
    case TypeKind::Boolean: return value.asBool();
    case TypeKind::String: return std::string(value.asText());
    case TypeKind::Optional:
        if (value.isNone(types[type].optionalDepth)) return nullptr;
        return jsonOfValue(types, types.element(type), value);
    case TypeKind::List: {
        Json array = Json::array();
        const ListObject& list = value.asList();
        for (uint32_t i = 0; i < list.size; ++i) {
            array.push_back(jsonOfValue(types, types.element(type), elementAt(list, i)));
        }
        return array;
    }
    case TypeKind::Record: {
        Json object = Json::object();
        const auto fieldValues = value.asRecord().fields();
        const auto& fields = types[type].fields;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            object[fields[i].name] = jsonOfValue(types, fields[i].type, fieldValues[i]);
        }
        return object;
    }
    default: CST_CHECK(false, "no value of this type in tests");
    }
}

}  // namespace cst::test
