#include "engine/types/type_family.h"

namespace cst {

TypeFamily familyOf(const TypeTable& types, TypeId type) {
    if (!type.hasValue()) return TypeFamily::Other;
    switch (types.kind(type)) {
    case TypeKind::String: return TypeFamily::Text;
    case TypeKind::Int:
    case TypeKind::Float: return TypeFamily::Number;
    case TypeKind::Boolean: return TypeFamily::Truth;
    case TypeKind::List: return TypeFamily::List;
    case TypeKind::Record: return TypeFamily::Record;
    case TypeKind::Map: return TypeFamily::Map;
    // An optional of an optional is one: the table keeps no others.
    case TypeKind::Optional: return familyOf(types, types[type].args[0]);
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Union:
    case TypeKind::Function:
    case TypeKind::Parameter: break;
    }
    return TypeFamily::Other;
}

std::string_view familyWords(TypeFamily family) {
    switch (family) {
    case TypeFamily::Text: return "String";
    case TypeFamily::Number: return "Int, Float";
    case TypeFamily::Truth: return "Boolean";
    case TypeFamily::List: return "List";
    case TypeFamily::Record: return "Record";
    case TypeFamily::Map: return "Map";
    case TypeFamily::Other: break;
    }
    return "other types";
}

}  // namespace cst
