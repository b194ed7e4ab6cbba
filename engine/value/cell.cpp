#include "engine/value/cell.h"

namespace cst {

TypeId innermostType(const TypeTable& types, TypeId type) {
    while (types.kind(type) == TypeKind::Optional) type = types.element(type);
    return type;
}

TypeId memberWithTag(const TypeTable& types, TypeId unionType, TypeId tag) {
    for (const TypeId member : types[unionType].args) {
        if (types.canonical(member) == tag) return member;
    }
    return {};
}

}  // namespace cst
