#include "tests/reference/relations.h"

#include <algorithm>
#include <cstdlib>

namespace cst::reference {

Types membersOf(const TypeTable& types, TypeId type) {
    if (types.kind(type) == TypeKind::Union) return types[type].args;
    return {type};
}

TypeId fieldType(const TypeTable& types, TypeId record, std::string_view name) {
    for (const FieldType& field : types[record].fields) {
        if (field.name == name) return field.type;
    }
    return {};
}

TypeId memberWithField(const TypeTable& types, TypeId type, std::string_view name) {
    for (const TypeId member : membersOf(types, type)) {
        if (fieldType(types, member, name).hasValue()) return member;
    }
    return {};
}

// §3.3, by the numbers of its table. There are no function types between values.
bool isSubtype(const TypeTable& types, TypeId sub, TypeId super) {
    if (types.same(sub, super) || sub == types::kNothing) return true;  // 1
    const TypeRow& s = types[sub];
    const TypeRow& t = types[super];
    if (s.kind == TypeKind::Union) {  // 5, before 6
        return std::all_of(s.args.begin(), s.args.end(),
                           [&](TypeId member) { return isSubtype(types, member, super); });
    }
    if (t.kind == TypeKind::Union) {  // 6
        return std::any_of(t.args.begin(), t.args.end(),
                           [&](TypeId member) { return isSubtype(types, sub, member); });
    }
    if (s.kind != t.kind) return false;                              // 8
    if (s.kind == TypeKind::List || s.kind == TypeKind::Optional) {  // 2
        return isSubtype(types, s.args[0], t.args[0]);
    }
    if (s.kind == TypeKind::Map) {  // 2
        return types.same(s.args[0], t.args[0]) && isSubtype(types, s.args[1], t.args[1]);
    }
    if (s.kind == TypeKind::Record) {  // 3
        return std::all_of(t.fields.begin(), t.fields.end(), [&](const FieldType& wanted) {
            const TypeId own = fieldType(types, sub, wanted.name);
            return own.hasValue() && isSubtype(types, own, wanted.type);
        });
    }
    return false;  // 8
}

// §3.4: a subtype, or Int to Float, not inside type constructors. Members into unions and unions
// into wider ones are subtypes already.
bool isCoercible(const TypeTable& types, TypeId from, TypeId to) {
    return isSubtype(types, from, to) || (from == types::kInt && to == types::kFloat);
}

bool isNewUnion(const TypeTable& types, const Types& operands, TypeId joined) {
    return types.kind(joined) == TypeKind::Union &&
           std::none_of(operands.begin(), operands.end(),
                        [&](TypeId operand) { return types.same(operand, joined); });
}

namespace {

/// Is `other` the one of two types to keep? Of two that are subtypes of each other, as `{}` and
/// `{} | { a: Int }` are, the one whose tag comes last: that depends on no order.
bool covers(const TypeTable& types, TypeId other, TypeId type) {
    if (types.same(other, type) || !isSubtype(types, type, other)) return false;
    return !isSubtype(types, other, type) || types.tag(other) > types.tag(type);
}

/// Rule 1: the operand that all others are subtypes of; of equal ones the first.
std::optional<TypeId> largest(const TypeTable& types, const Types& operands) {
    for (const TypeId candidate : operands) {
        if (std::all_of(operands.begin(), operands.end(), [&](TypeId other) {
                return types.same(other, candidate) || covers(types, candidate, other);
            })) {
            return candidate;
        }
    }
    return std::nullopt;
}

/// Rule 3 with §14: one level is stripped from every operand, the rest joined, one put back.
std::optional<TypeId> joinOptionals(TypeTable& types, const Types& operands) {
    Types stripped;
    bool any = false;
    for (const TypeId operand : operands) {
        const bool isOptional = types.kind(operand) == TypeKind::Optional;
        stripped.push_back(isOptional ? types.element(operand) : operand);
        any = any || isOptional;
    }
    if (!any) return std::nullopt;
    const TypeId inner = join(types, stripped);
    if (isNewUnion(types, stripped, inner)) return std::nullopt;
    return types.optional(inner);
}

}  // namespace

// §3.5 for any number of operands, §14: it does not depend on their order.
TypeId join(TypeTable& types, const Types& given) {
    const bool anyFloat = std::count(given.begin(), given.end(), types::kFloat) > 0;
    Types operands;
    for (const TypeId operand : given) {
        if (operand == types::kNothing) continue;
        const bool widens = operand == types::kInt && anyFloat;  // 2
        operands.push_back(widens ? types::kFloat : operand);
    }
    if (operands.empty()) return types::kNothing;
    if (const auto whole = largest(types, operands)) return *whole;              // 1
    if (const auto optional = joinOptionals(types, operands)) return *optional;  // 3
    Types members;                                                               // 4
    for (const TypeId operand : operands) {
        for (const TypeId member : membersOf(types, operand)) {
            if (std::none_of(members.begin(), members.end(),
                             [&](TypeId known) { return types.same(known, member); })) {
                members.push_back(member);
            }
        }
    }
    Types kept;
    for (const TypeId member : members) {
        const bool covered = std::any_of(members.begin(), members.end(), [&](TypeId other) {
            return covers(types, other, member);
        });
        if (!covered) kept.push_back(member);
    }
    return types.unionOf(kept);
}

std::optional<TypeId> merge(TypeTable& types, TypeId left, TypeId right) {
    const auto recordOf = [&](TypeId type) {
        return types.kind(type) == TypeKind::List ? types.element(type) : type;
    };
    const TypeId a = recordOf(left);
    const TypeId b = recordOf(right);
    if (types.kind(a) != TypeKind::Record || types.kind(b) != TypeKind::Record) return {};
    std::vector<FieldType> fields;
    for (const FieldType& field : types[a].fields) {
        const TypeId wins = fieldType(types, b, field.name);
        fields.push_back({field.name, wins.hasValue() ? wins : field.type});
    }
    for (const FieldType& field : types[b].fields) {
        if (!fieldType(types, a, field.name).hasValue()) fields.push_back(field);
    }
    const TypeId merged = types.record(fields);
    const bool anyList = a != left || b != right;
    return anyList ? types.list(merged) : merged;
}

namespace {

TypeId memberWithTag(const TypeTable& types, TypeId type, std::string_view tag) {
    for (const TypeId member : types[type].args) {
        if (types.tag(member) == tag) return member;
    }
    return {};
}

/// The member of a union that a value of another type goes to: the exact one, else the first in
/// canonical order that is a supertype. (At joins there may be a Float only, for an Int.)
TypeId memberFor(const TypeTable& types, TypeId from, TypeId to) {
    if (const TypeId exact = memberWithTag(types, to, types.tag(from)); exact.hasValue()) {
        return exact;
    }
    for (const TypeId member : types[to].args) {
        if (isSubtype(types, from, member)) return member;
    }
    for (const TypeId member : types[to].args) {
        if (isCoercible(types, from, member)) return member;
    }
    std::abort();  // the types do not allow it
}

Value convertRecord(const TypeTable& types, const Record& value, TypeId from, TypeId to) {
    Record result;
    for (const FieldType& wanted : types[to].fields) {
        const TypeId own = fieldType(types, from, wanted.name);
        result.fields.emplace_back(wanted.name,
                                   convert(types, field(value, wanted.name), own, wanted.type));
    }
    return {result};
}

Value convertMap(const TypeTable& types, const Map& value, const Types& from, const Types& to) {
    Map result;
    for (const auto& [key, mapped] : value.entries) {
        result.entries.emplace_back(convert(types, key, from[0], to[0]),
                                    convert(types, mapped, from[1], to[1]));
    }
    return {result};
}

}  // namespace

Value convert(const TypeTable& types, const Value& value, TypeId from, TypeId to) {
    if (from == to) return value;
    const bool intoSome = types.kind(to) == TypeKind::Optional && !isSubtype(types, from, to);
    if (types.kind(from) == TypeKind::Union && !intoSome) {
        const auto& own = value.as<Tagged>();
        const TypeId member = memberWithTag(types, from, own.tag);
        return convert(types, *own.value, member, to);
    }
    switch (types.kind(to)) {
    case TypeKind::Union: {
        const TypeId member = memberFor(types, from, to);
        return tagged(types.tag(member), convert(types, value, from, member));
    }
    case TypeKind::Optional: {
        const TypeId element = types.element(to);
        if (types.kind(from) != TypeKind::Optional) {  // only joins
            return some(convert(types, value, from, element));
        }
        const auto& own = value.as<Optional>();
        return own.some ? some(convert(types, *own.some, types.element(from), element)) : value;
    }
    case TypeKind::List: {
        List result;
        for (const Value& element : value.as<List>().elements) {
            result.elements.push_back(
                convert(types, element, types.element(from), types.element(to)));
        }
        return {result};
    }
    case TypeKind::Map: return convertMap(types, value.as<Map>(), types[from].args, types[to].args);
    case TypeKind::Record: return convertRecord(types, value.as<Record>(), from, to);
    case TypeKind::Float:
        if (from == types::kInt) return {static_cast<double>(value.as<int64_t>())};
        return value;
    default: return value;
    }
}

}  // namespace cst::reference
