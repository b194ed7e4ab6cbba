#include "ui/samples/cell_json.h"

#include <nlohmann/json.hpp>

namespace cst {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json parse(const std::string& text) {
    return Json::parse(text, nullptr, false);
}

}  // namespace

std::optional<std::string> jsonOfText(const TypeTable& types, TypeId type, const QString& text) {
    if (types.kind(type) == TypeKind::Optional) {
        if (text.isEmpty()) return std::nullopt;
        return jsonOfText(types, types.element(type), text);
    }
    if (types.kind(type) == TypeKind::String) return quotedJson(text);
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) return std::nullopt;
    // A number keeps its digits: 12345678901234567890 must not become a rounded one on the way.
    const std::string bytes = trimmed.toStdString();
    const Json json = parse(bytes);
    return json.is_number() || json.is_boolean() ? bytes : quotedJson(trimmed);
}

QString textOfJson(const std::string& json) {
    const Json value = parse(json);
    if (value.is_null()) return QString();
    if (value.is_string()) return QString::fromStdString(value.get<std::string>());
    return QString::fromStdString(json);
}

std::string quotedJson(const QString& text) {
    return dump(Json(text.toStdString()));
}

std::vector<std::pair<std::string, std::string>> jsonMembers(const std::string& json) {
    std::vector<std::pair<std::string, std::string>> members;
    const Json value = parse(json);
    if (!value.is_object()) return members;
    for (const auto& [name, member] : value.items()) members.emplace_back(name, dump(member));
    return members;
}

bool jsonElements(const std::string& json, std::vector<std::string>& elements) {
    const Json value = parse(json);
    if (!value.is_array()) return false;
    for (const Json& element : value) elements.push_back(dump(element));
    return true;
}

bool isJson(const std::string& json) {
    return Json::accept(json);
}

std::string prettyJson(const std::string& json) {
    constexpr std::size_t kShort = 72;
    if (json.size() <= kShort || json.find('\n') != std::string::npos) return json;
    const Json value = parse(json);
    if (!value.is_structured()) return json;
    return value.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::vector<Error> faultsBelow(std::span<const Error> faults, const std::string& part) {
    std::vector<Error> below;
    for (const Error& fault : faults) {
        if (!fault.path.starts_with(part)) continue;
        const std::string rest = fault.path.substr(part.size());
        if (!rest.empty() && rest[0] != '.' && rest[0] != '[') continue;  // `.total` of `.totals`
        below.push_back({fault.code, fault.message, rest});
    }
    return below;
}

}  // namespace cst
