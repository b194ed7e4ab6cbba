#include "ui/graph/type_family.h"

#include <QCoreApplication>

namespace cst {

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
    case TypeFamily::Record: return QCoreApplication::translate("cst::TypeFamily", "Record");
    case TypeFamily::Other: return QCoreApplication::translate("cst::TypeFamily", "other types");
    default: break;  // names of the language
    }
    const std::string_view words = familyWords(family);
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

}  // namespace cst
