#include "engine/session/placeholder.h"

namespace cst {

std::optional<std::string> zeroText(const TypeTable& types, TypeId type, bool filled) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::String: return "\"\"";
    case TypeKind::Int: return "0";
    case TypeKind::Float: return "0.0";
    case TypeKind::Boolean: return "false";
    case TypeKind::Union: return zeroText(types, row.args[0], filled);
    case TypeKind::List: {
        const std::optional<std::string> element =
            filled ? zeroText(types, row.args[0], true) : std::optional<std::string>("");
        return "[" + element.value_or("") + "]";
    }
    case TypeKind::Optional: {
        const std::optional<std::string> value = zeroText(types, row.args[0], filled);
        return value ? std::optional("(" + *value + " when false)") : std::nullopt;
    }
    case TypeKind::Record: {
        std::string text;
        for (const FieldType& field : row.fields) {
            const std::optional<std::string> value = zeroText(types, field.type, filled);
            if (!value) {
                return std::nullopt;
            }
            text += (text.empty() ? "" : ", ") + field.name + ": " + *value;
        }
        return text.empty() ? "{}" : "{ " + text + " }";
    }
    default: return std::nullopt;  // there are no literals of these
    }
}

}  // namespace cst
