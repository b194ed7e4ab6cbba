#include "ui/graph/type_family.h"

#include <QCoreApplication>

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

Role familyRole(TypeFamily family) {
    switch (family) {
    case TypeFamily::Text: return Role::EdgeText;
    case TypeFamily::Number: return Role::EdgeNumber;
    case TypeFamily::Truth: return Role::EdgeTruth;
    case TypeFamily::List: return Role::EdgeList;
    case TypeFamily::Record: return Role::EdgeRecord;
    case TypeFamily::Map: return Role::EdgeMap;
    case TypeFamily::Other: break;
    }
    return Role::Edge;
}

QString familyName(TypeFamily family) {
    switch (family) {
    case TypeFamily::Text: return QStringLiteral("String");
    case TypeFamily::Number: return QStringLiteral("Int, Float");
    case TypeFamily::Truth: return QStringLiteral("Boolean");
    case TypeFamily::List: return QStringLiteral("List");
    case TypeFamily::Record: return QCoreApplication::translate("cst::TypeFamily", "Record");
    case TypeFamily::Map: return QStringLiteral("Map");
    case TypeFamily::Other: break;
    }
    return QCoreApplication::translate("cst::TypeFamily", "other types");
}

}  // namespace cst
