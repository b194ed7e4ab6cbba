#include "tests/reference/json.h"

#include "tests/reference/relations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace cst::reference {
namespace {

/// One readJson() in progress.
class Reader {
public:
    Reader(const TypeTable& types, const Aliases& aliases) : types_(types), aliases_(aliases) {}

    std::optional<Value> read(TypeId type, const Json& json, const std::string& path) {
        switch (types_.kind(type)) {
        case TypeKind::String:
            if (json.is_string()) return Value{json.get<std::string>()};
            break;
        case TypeKind::Int:
            if (const auto number = integer(json)) return Value{*number};
            break;
        case TypeKind::Float:
            if (json.is_number()) return Value{json.get<double>()};
            break;
        case TypeKind::Boolean:
            if (json.is_boolean()) return Value{json.get<bool>()};
            break;
        case TypeKind::List:
            if (json.is_array()) return list(type, json, path);
            break;
        case TypeKind::Record:
            if (json.is_object()) return record(type, json, path);
            break;
        case TypeKind::Map: return map(type, json, path);
        case TypeKind::Optional:
            if (json.is_null()) return none();
            if (const auto value = read(types_.element(type), json, path)) return some(*value);
            return std::nullopt;
        case TypeKind::Union: return unionMember(type, json, path);
        default: break;
        }
        return fault(path);
    }

    std::vector<std::string> faults;

private:
    std::optional<Value> fault(const std::string& path) {
        faults.push_back(path);
        return std::nullopt;
    }

    /// A number with an integral value in int64: `5`, `5.0`, `1e3`.
    static std::optional<int64_t> integer(const Json& json) {
        if (json.is_number_unsigned()) {
            const auto number = json.get<uint64_t>();
            constexpr auto kMax = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
            return number <= kMax ? std::optional(static_cast<int64_t>(number)) : std::nullopt;
        }
        if (json.is_number_integer()) return json.get<int64_t>();
        if (!json.is_number_float()) return std::nullopt;
        const double number = json.get<double>();
        const bool fits = number >= -0x1p63 && number < 0x1p63 && number == std::floor(number);
        return fits ? std::optional(static_cast<int64_t>(number)) : std::nullopt;
    }

    std::optional<Value> list(TypeId type, const Json& json, const std::string& path) {
        List result;
        for (std::size_t i = 0; i < json.size(); ++i) {
            const auto element =
                read(types_.element(type), json[i], path + "[" + std::to_string(i) + "]");
            if (element) result.elements.push_back(*element);
        }
        if (result.elements.size() < json.size()) return std::nullopt;
        return Value{result};
    }

    std::optional<Value> record(TypeId type, const Json& json, const std::string& path) {
        Record result;
        bool good = true;
        for (const FieldType& field : types_[type].fields) {
            const std::string place = path + "." + field.name;
            std::optional<Value> value;
            if (json.contains(field.name)) {
                value = read(field.type, json[field.name], place);
            } else if (types_.kind(field.type) == TypeKind::Optional) {
                value = none();
            } else {
                value = fault(place);
            }
            good = good && value;
            if (value) result.fields.emplace_back(field.name, *value);
        }
        return good ? std::optional(Value{result}) : std::nullopt;
    }

    std::optional<Value> map(TypeId type, const Json& json, const std::string& path) {
        const TypeId key = types_[type].args[0];
        const TypeId mapped = types_[type].args[1];
        Map result;
        bool good = true;
        const auto add = [&](const std::optional<Value>& k, const std::optional<Value>& v) {
            good = good && k && v;
            if (!k || !v) return;
            for (auto& [known, value] : result.entries) {
                if (equals(known, *k)) {
                    value = *v;  // the last one wins
                    return;
                }
            }
            result.entries.emplace_back(*k, *v);
        };
        if (json.is_object() && key == types::kString) {
            for (const auto& [name, value] : json.items()) {
                add(Value{name}, read(mapped, value, path + "[" + Json(name).dump() + "]"));
            }
        } else if (json.is_array()) {
            for (std::size_t i = 0; i < json.size(); ++i) {
                const std::string place = path + "[" + std::to_string(i) + "]";
                if (!json[i].is_array() || json[i].size() != 2) {
                    good = false;
                    fault(place);
                    continue;
                }
                const auto k = read(key, json[i][0], place + "[0]");
                const std::string entry = path + "[" + json[i][0].dump() + "]";
                const bool isNamed = k && key == types::kString;
                add(k, read(mapped, json[i][1], isNamed ? entry : place + "[1]"));
            }
        } else {
            return fault(path);
        }
        return good ? std::optional(Value{result}) : std::nullopt;
    }

    /// Tagged, or else whatever exactly one member accepts.
    std::optional<Value> unionMember(TypeId type, const Json& json, const std::string& path) {
        const Types& members = types_[type].args;
        if (json.is_object() && json.contains("tag") && json.contains("value") &&
            json["tag"].is_string()) {
            const auto tag = json["tag"].get<std::string>();
            for (const TypeId member : members) {
                const bool named =
                    std::any_of(aliases_.begin(), aliases_.end(), [&](const auto& alias) {
                        return alias.first == tag && types_.same(alias.second, member);
                    });
                if (tag == types_.tag(member) || named) {
                    const auto value = read(member, json["value"], path + ".value");
                    return value ? std::optional(tagged(types_.tag(member), *value)) : std::nullopt;
                }
            }
        }
        std::vector<std::pair<TypeId, Value>> fitting;
        for (const TypeId member : members) {
            Reader attempt(types_, aliases_);
            if (const auto value = attempt.read(member, json, path)) {
                fitting.emplace_back(member, *value);
            }
        }
        const bool anyInt = std::any_of(fitting.begin(), fitting.end(),
                                        [](const auto& one) { return one.first == types::kInt; });
        if (anyInt) {  // Int is preferred over Float
            std::erase_if(fitting, [](const auto& one) { return one.first == types::kFloat; });
        }
        const auto isRecord = [&](const auto& one) {
            return types_.kind(one.first) == TypeKind::Record;
        };
        if (std::any_of(fitting.begin(), fitting.end(), isRecord)) {
            // An object goes to a record, to the one with the most fields.
            std::size_t most = 0;
            for (const auto& one : fitting) most = std::max(most, types_[one.first].fields.size());
            std::erase_if(fitting, [&](const auto& one) {
                return !isRecord(one) || types_[one.first].fields.size() < most;
            });
        }
        if (fitting.size() != 1) return fault(path);
        return tagged(types_.tag(fitting[0].first), fitting[0].second);
    }

    const TypeTable& types_;
    const Aliases& aliases_;
};

}  // namespace

std::optional<Value> readJson(const TypeTable& types, const Aliases& aliases, TypeId type,
                              const Json& json, const std::string& path,
                              std::vector<std::string>& faults) {
    Reader reader(types, aliases);
    const auto value = reader.read(type, json, path);
    faults.insert(faults.end(), reader.faults.begin(), reader.faults.end());
    return value;
}

Json writeJson(const TypeTable& types, TypeId type, const Value& value) {
    switch (types.kind(type)) {
    case TypeKind::String: return value.as<std::string>();
    case TypeKind::Int: return value.as<int64_t>();
    case TypeKind::Boolean: return value.as<bool>();
    case TypeKind::Float: {
        const double number = value.as<double>();
        return std::isfinite(number) ? Json(number) : Json(floatText(number));
    }
    case TypeKind::List: {
        Json array = Json::array();
        for (const Value& element : value.as<List>().elements) {
            array.push_back(writeJson(types, types.element(type), element));
        }
        return array;
    }
    case TypeKind::Record: {
        Json object = Json::object();
        for (const FieldType& one : types[type].fields) {
            object[one.name] = writeJson(types, one.type, field(value.as<Record>(), one.name));
        }
        return object;
    }
    case TypeKind::Map: {
        const bool byName = types[type].args[0] == types::kString;
        Json result = byName ? Json::object() : Json::array();
        for (const auto& [key, mapped] : value.as<Map>().entries) {
            const Json one = writeJson(types, types[type].args[1], mapped);
            if (byName) {
                result[key.as<std::string>()] = one;
            } else {
                result.push_back(Json::array({writeJson(types, types[type].args[0], key), one}));
            }
        }
        return result;
    }
    case TypeKind::Optional: {
        const auto& optional = value.as<Optional>();
        return optional.some ? writeJson(types, types.element(type), *optional.some) : Json();
    }
    case TypeKind::Union: {
        const auto& own = value.as<Tagged>();
        for (const TypeId member : types[type].args) {
            if (types.tag(member) == own.tag) {
                return {{"tag", own.tag}, {"value", writeJson(types, member, *own.value)}};
            }
        }
        std::abort();  // a tag that the type does not have
    }
    default: std::abort();  // no value has this type
    }
}

}  // namespace cst::reference
