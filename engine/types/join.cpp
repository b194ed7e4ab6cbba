// The join of types, language §3.5 and §14
// ----------------------------------------
// All operands are looked at together, so the result does not depend on their order (but for the
// written order of record fields, where the first of two equal types wins):
//
//   1. Nothing vanishes; an Error makes everything Error.
//   2. Where Int and Float both are operands, Int becomes Float. Members of declared unions are
//      left alone.
//   3. An operand that all others are subtypes of is the join.
//   4. Where there are Optionals, one level is stripped from each, the rest joined and one level
//      put back, unless the inner join would be a new union.
//   5. Else the union of all, without members that are subtypes of other members.

#include "engine/base/seen.h"
#include "engine/types/relations.h"

#include <algorithm>
#include <vector>

namespace cst {
namespace {

bool isNewUnion(const TypeTable& types, std::span<const TypeId> operands, TypeId joined) {
    return types.kind(joined) == TypeKind::Union &&
           std::none_of(operands.begin(), operands.end(),
                        [&](TypeId operand) { return types.same(operand, joined); });
}

/// Steps 1 and 2, in the order of the operands: the first of equal types stays.
std::vector<TypeId> normalised(const TypeTable& types, std::span<const TypeId> operands) {
    const bool anyFloat =
        std::find(operands.begin(), operands.end(), types::kFloat) != operands.end();
    std::vector<TypeId> set;
    Seen<TypeId> known;  // canonical
    for (TypeId operand : operands) {
        if (operand == types::kNothing) continue;
        if (operand == types::kInt && anyFloat) operand = types::kFloat;
        if (known.add(types.canonical(operand))) set.push_back(operand);
    }
    return set;
}

/// Those that are no subtype of another one. Of two that are subtypes of each other, as `{}` and
/// `{} | { a: Int }` are, or two with errors inside, the one whose tag is last stays: `List<Int>`,
/// not `List<?>`.
std::vector<TypeId> maximal(const TypeTable& types, std::span<const TypeId> set) {
    // Every pair is looked at, so most must cost next to nothing: one record with a name that
    // another one lacks is no super type of it. All bits are set for what is no record.
    std::vector<uint64_t> has;
    std::vector<uint64_t> needs;
    for (const TypeId type : set) {
        const TypeRow* record = types.record(type);
        has.push_back(record ? record->nameBits : ~uint64_t{0});
        needs.push_back(record ? record->nameBits : 0);
    }
    std::vector<TypeId> kept;
    for (std::size_t i = 0; i < set.size(); ++i) {
        bool covered = false;
        for (std::size_t j = 0; j < set.size() && !covered; ++j) {
            covered = (needs[j] & ~has[i]) == 0 && i != j && isSubtype(types, set[i], set[j]) &&
                      (types.tag(set[j]) > types.tag(set[i]) || !isSubtype(types, set[j], set[i]));
        }
        if (!covered) kept.push_back(set[i]);
    }
    return kept;
}

TypeId unionOfMaximal(TypeTable& types, std::span<const TypeId> set) {
    std::vector<TypeId> members;
    for (const TypeId operand : set) {
        const TypeRow& row = types[operand];
        if (row.kind == TypeKind::Union) {
            members.insert(members.end(), row.args.begin(), row.args.end());
        } else {
            members.push_back(operand);
        }
    }
    std::stable_sort(members.begin(), members.end(),
                     [&](TypeId a, TypeId b) { return types.tag(a) < types.tag(b); });
    const auto twice = std::unique(members.begin(), members.end(),
                                   [&](TypeId a, TypeId b) { return types.same(a, b); });
    members.erase(twice, members.end());
    return types.unionOf(maximal(types, members));
}

/// Step 4; no value where it does not apply.
TypeId joinOptionals(TypeTable& types, std::span<const TypeId> set) {
    std::vector<TypeId> stripped;
    bool any = false;
    for (const TypeId operand : set) {
        const bool isOptional = types.kind(operand) == TypeKind::Optional;
        stripped.push_back(isOptional ? types.element(operand) : operand);
        any = any || isOptional;
    }
    if (!any) return {};
    const TypeId inner = join(types, stripped);
    return isNewUnion(types, stripped, inner) ? TypeId() : types.optional(inner);
}

}  // namespace

TypeId join(TypeTable& types, std::span<const TypeId> operands) {
    if (std::find(operands.begin(), operands.end(), types::kError) != operands.end()) {
        return types::kError;
    }
    const std::vector<TypeId> set = normalised(types, operands);
    if (set.empty()) return types::kNothing;
    const std::vector<TypeId> top = maximal(types, set);
    if (top.size() == 1) return top[0];
    const TypeId optional = joinOptionals(types, set);
    return optional.hasValue() ? optional : unionOfMaximal(types, set);
}

bool joinMakesNewUnion(TypeTable& types, std::span<const TypeId> operands, TypeId joined) {
    return isNewUnion(types, operands, joined);
}

}  // namespace cst
