#include "engine/types/relations.h"

#include <algorithm>

namespace cst {
namespace {

bool isRecordSubtype(const TypeTable& types, const TypeRow& sub, const TypeRow& super) {
    if ((super.nameBits & ~sub.nameBits) != 0) return false;  // a name is missing
    return std::all_of(super.fields.begin(), super.fields.end(), [&](const FieldType& wanted) {
        const int index = TypeTable::fieldIndex(sub, wanted.name);
        return index >= 0 &&
               isSubtype(types, sub.fields[static_cast<std::size_t>(index)].type, wanted.type);
    });
}

bool isFunctionSubtype(const TypeTable& types, const TypeRow& sub, const TypeRow& super) {
    if (sub.args.size() != super.args.size()) return false;
    const std::size_t parameters = sub.args.size() - 1;
    for (std::size_t i = 0; i < parameters; ++i) {
        if (!isSubtype(types, super.args[i], sub.args[i])) return false;
    }
    return isSubtype(types, sub.args[parameters], super.args[parameters]);
}

bool isMapSubtype(const TypeTable& types, const TypeRow& sub, const TypeRow& super) {
    const TypeId key = sub.args[0];
    const TypeId wantedKey = super.args[0];
    const bool sameKey =
        types.same(key, wantedKey) || key == types::kError || wantedKey == types::kError;
    return sameKey && isSubtype(types, sub.args[1], super.args[1]);
}

}  // namespace

// The numbers are those of the rules in language §3.3.
bool isSubtype(const TypeTable& types, TypeId sub, TypeId super) {
    if (types.same(sub, super) || sub == types::kNothing) return true;  // 1
    if (sub == types::kError || super == types::kError) return true;
    const TypeRow& s = types[sub];
    const TypeRow& t = types[super];
    // 5 comes before 6: the members of a union may go to different members of the other.
    if (s.kind == TypeKind::Union) {
        return std::all_of(s.args.begin(), s.args.end(),
                           [&](TypeId member) { return isSubtype(types, member, super); });
    }
    if (t.kind == TypeKind::Union) {
        return std::any_of(t.args.begin(), t.args.end(),
                           [&](TypeId member) { return isSubtype(types, sub, member); });
    }
    if (s.kind != t.kind) return false;  // 8
    switch (s.kind) {
    case TypeKind::List:
    case TypeKind::Optional: return isSubtype(types, s.args[0], t.args[0]);  // 2
    case TypeKind::Map: return isMapSubtype(types, s, t);
    case TypeKind::Record: return isRecordSubtype(types, s, t);      // 3
    case TypeKind::Function: return isFunctionSubtype(types, s, t);  // 7
    default: return false;                                           // 8
    }
}

bool isCoercible(const TypeTable& types, TypeId from, TypeId to) {
    // Unions need no case of their own: a member is a subtype of its union, and a union of every
    // wider one. Lists and records of them too, and convert() goes inside.
    return isSubtype(types, from, to) || (from == types::kInt && to == types::kFloat);
}

bool isNumeric(const TypeTable& types, TypeId type) {
    const TypeKind kind = types.kind(type);
    return kind == TypeKind::Int || kind == TypeKind::Float;
}

bool containsFunction(const TypeTable& types, TypeId type) {
    const TypeRow& row = types[type];
    if (row.kind == TypeKind::Function) return true;
    return std::any_of(row.args.begin(), row.args.end(),
                       [&](TypeId arg) { return containsFunction(types, arg); }) ||
           std::any_of(row.fields.begin(), row.fields.end(),
                       [&](const FieldType& field) { return containsFunction(types, field.type); });
}

}  // namespace cst
