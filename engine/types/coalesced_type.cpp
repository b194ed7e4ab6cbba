#include "engine/types/relations.h"

namespace cst {

// The numbers are those of the rules in language §4.18.
TypeId coalescedType(TypeTable& types, TypeId element, TypeId right) {
    if (isCoercible(types, right, element)) return element;  // 1
    if (types.kind(right) == TypeKind::Optional &&
        isCoercible(types, types.element(right), element)) {
        return types.optional(element);  // 2
    }
    if (isCoercible(types, element, right)) return right;  // 3
    return {};                                             // 4
}

}  // namespace cst
