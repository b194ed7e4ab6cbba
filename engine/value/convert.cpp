// Value conversions, language §3.4 and §3.5
// -----------------------------------------
// Values are bare, so where a type changes, the value may have to: an Int becomes a Float, a
// member of a union gets its tag, a record loses fields or changes their order, a None moves to
// another depth.
//
// Lists are converted by column: narrowing a list of records picks columns and touches no row, a
// union of records goes row by row because it must. What does not change is shared.
//
// Optionals are matched from the outside inwards, level by level: Optional<A> to Optional<B>
// converts A to B inside, and what is no Optional becomes a Some. That is what the join means by
// `one level is stripped from every operand and put back`.

#include "engine/base/check.h"
#include "engine/types/relations.h"
#include "engine/value/cell.h"
#include "engine/value/kernels.h"

#include <utility>
#include <vector>

namespace cst {
namespace {

/// The shape of one conversion at its outermost level. The first that fits counts.
enum class Step : uint8_t {
    None,            // no value, or nothing to do
    FromMember,      // union → what all its members are subtypes of
    IntoUnion,       // member → union
    UnionToUnion,    //
    IntoOptional,    // T → Optional<T'>
    InsideOptional,  // Optional<T> → Optional<T'>
    Widen,           // Int → Float
    List,
    Map,
    Record,
};

Step stepOf(const TypeTable& types, TypeId from, TypeId to) {
    if (from == to || from == types::kNothing || from == types::kError || to == types::kError) {
        return Step::None;
    }
    const TypeKind f = types.kind(from);
    const TypeKind t = types.kind(to);
    if (t == TypeKind::Union) return f == TypeKind::Union ? Step::UnionToUnion : Step::IntoUnion;
    if (t == TypeKind::Optional) {
        if (f == TypeKind::Optional) return Step::InsideOptional;
        const bool ofOptionals = f == TypeKind::Union && isSubtype(types, from, to);
        return ofOptionals ? Step::FromMember : Step::IntoOptional;
    }
    if (f == TypeKind::Union) return Step::FromMember;
    switch (t) {
    case TypeKind::Float: return f == TypeKind::Int ? Step::Widen : Step::None;
    case TypeKind::List: return Step::List;
    case TypeKind::Map: return Step::Map;
    case TypeKind::Record: return Step::Record;
    default: return Step::None;
    }
}

/// The member that a value of type `from` becomes: the same type, else the first in canonical
/// order that `from` is a subtype of, else (at a join) Float for an Int.
TypeId memberFor(const TypeTable& types, TypeId unionType, TypeId from) {
    const std::vector<TypeId>& members = types[unionType].args;
    for (const TypeId member : members) {
        if (types.same(member, from)) return member;
    }
    for (const TypeId member : members) {
        if (isSubtype(types, from, member)) return member;
    }
    for (const TypeId member : members) {
        if (isCoercible(types, from, member)) return member;
    }
    CST_CHECK(false, "no member of the union takes the value");
    return {};
}

Value inject(const TypeTable& types, const Value& value, TypeId from, TypeId unionType) {
    const TypeId member = memberFor(types, unionType, from);
    return makeTagged(types.canonical(member), convert(types, value, from, member));
}

uint32_t fieldOf(const TypeRow& record, std::string_view name) {
    const int index = TypeTable::fieldIndex(record, name);
    CST_CHECK(index >= 0, "a record does not have a field of its narrower type");
    return static_cast<uint32_t>(index);
}

// --- does a type need it? ---

/// Do rows of a list need converting? Where no value can be (Nothing) the columns still differ.
bool rowsNeedConversion(const TypeTable& types, TypeId from, TypeId to) {
    if (from == to) return false;
    if (from == types::kNothing) return true;
    const TypeRow& f = types[from];
    const TypeRow& t = types[to];
    if (f.kind != t.kind) return needsConversion(types, from, to) || t.kind == TypeKind::Optional;
    switch (f.kind) {
    case TypeKind::Optional:
    case TypeKind::List: return rowsNeedConversion(types, f.args[0], t.args[0]);
    case TypeKind::Record:
        if (f.fields.size() != t.fields.size()) return true;
        for (std::size_t i = 0; i < f.fields.size(); ++i) {
            if (f.fields[i].name != t.fields[i].name ||
                rowsNeedConversion(types, f.fields[i].type, t.fields[i].type)) {
                return true;
            }
        }
        return false;
    default: return needsConversion(types, from, to);
    }
}

bool recordNeedsConversion(const TypeTable& types, const TypeRow& from, const TypeRow& to) {
    if (from.fields.size() != to.fields.size()) return true;
    for (std::size_t i = 0; i < to.fields.size(); ++i) {
        if (from.fields[i].name != to.fields[i].name ||
            needsConversion(types, from.fields[i].type, to.fields[i].type)) {
            return true;
        }
    }
    return false;
}

bool unionNeedsConversion(const TypeTable& types, TypeId from, TypeId to) {
    for (const TypeId member : types[from].args) {
        const TypeId same = memberWithTag(types, to, types.canonical(member));
        if (!same.hasValue() || needsConversion(types, member, same)) return true;
    }
    return false;
}

// --- columns ---

Ref<Column> convertColumn(const TypeTable& types, const Ref<Column>& column, TypeId from,
                          TypeId to);

Ref<Column> columnOf(Column::Rows rows) {
    return Ref<Column>::adopt(new Column(std::move(rows)));
}

Ref<Column> widenColumn(const Column& column) {
    const std::vector<int64_t>& ints = std::get<IntRows>(column.rows).data;
    FloatRows floats;
    floats.data.reserve(ints.size());
    for (const int64_t value : ints) floats.data.push_back(static_cast<double>(value));
    return columnOf(std::move(floats));
}

Ref<Column> pickFields(const TypeTable& types, const Column& column, TypeId from, TypeId to) {
    const auto& records = std::get<RecordRows>(column.rows);
    RecordRows out;
    out.size = records.size;
    for (const FieldType& field : types[to].fields) {
        const uint32_t index = fieldOf(types[from], field.name);
        out.fields.push_back(convertColumn(types, records.fields[index],
                                           types[from].fields[index].type, field.type));
    }
    return columnOf(std::move(out));
}

/// Optional to deeper Optional: its levels are the outermost ones of `to`.
Ref<Column> convertOptionals(const TypeTable& types, const Column& column, TypeId from, TypeId to) {
    const auto& optionals = std::get<OptionalRows>(column.rows);
    const uint32_t deeper = types[to].optionalDepth - types[from].optionalDepth;
    OptionalRows out;
    out.absent.reserve(optionals.absent.size());
    for (const uint8_t depth : optionals.absent) {
        out.absent.push_back(static_cast<uint8_t>(depth == 0 ? 0 : depth + deeper));
    }
    out.child =
        convertColumn(types, optionals.child, innermostType(types, from), innermostType(types, to));
    return columnOf(std::move(out));
}

Ref<Column> convertRowByRow(const TypeTable& types, const Column& column, TypeId from, TypeId to) {
    const uint32_t size = column.size();
    ColumnBuilder builder(types, to);
    builder.reserve(size);
    for (uint32_t row = 0; row < size; ++row) {
        builder.append(convert(types, column.at(row), from, to));
    }
    return builder.finish();
}

/// All rows of a column.
Ref<Column> convertColumn(const TypeTable& types, const Ref<Column>& column, TypeId from,
                          TypeId to) {
    if (!rowsNeedConversion(types, from, to)) return column;
    // Rows of Nothing stand where an Optional around it is absent.
    if (from == types::kNothing) return zeroColumn(types, to, column->size());
    const bool innerUnion = types.kind(innermostType(types, from)) == TypeKind::Union;
    switch (stepOf(types, from, to)) {
    case Step::Widen: return widenColumn(*column);
    case Step::Record: return pickFields(types, *column, from, to);
    case Step::List: {
        const auto& lists = std::get<ListRows>(column->rows);
        return columnOf(ListRows{
            lists.ends, convertColumn(types, lists.child, types.element(from), types.element(to))});
    }
    case Step::InsideOptional: {
        // Only levels of Optional that meet another one can be counted: below the last one may
        // stand a union with Optionals among its members, on either side.
        const uint32_t levels = types[from].optionalDepth;
        const uint32_t wanted = types[to].optionalDepth;
        if (wanted < levels || (wanted > levels && innerUnion)) break;
        return convertOptionals(types, *column, from, to);
    }
    case Step::IntoOptional:
        if (innerUnion) break;
        return columnOf(OptionalRows{std::vector<uint8_t>(column->size(), 0),
                                     convertColumn(types, column, from, innermostType(types, to))});
    default: break;
    }
    return convertRowByRow(types, *column, from, to);
}

/// Does the conversion only pick columns, whatever the number of rows?
bool isPickOnly(const TypeTable& types, TypeId from, TypeId to) {
    if (!rowsNeedConversion(types, from, to)) return true;
    const TypeRow* source = types.record(from);
    const TypeRow* target = types.record(to);
    if (source == nullptr || target == nullptr) return false;
    for (const FieldType& field : target->fields) {
        if (!isPickOnly(types, source->fields[fieldOf(*source, field.name)].type, field.type)) {
            return false;
        }
    }
    return true;
}

Value convertList(const TypeTable& types, const Value& value, TypeId from, TypeId to) {
    const ListObject& list = value.asList();
    if (list.size == 0) return makeList(emptyColumn(types, to));
    if (list.size == list.column->size() || isPickOnly(types, from, to)) {
        return makeList(convertColumn(types, list.column, from, to), list.begin, list.size);
    }
    // A short list of a long column: only its own rows.
    ColumnBuilder rows(types, from);
    rows.appendRows(*list.column, list.begin, list.size);
    return makeList(convertColumn(types, rows.finish(), from, to));
}

Value convertRecord(const TypeTable& types, const Value& value, TypeId from, TypeId to) {
    const std::span<const Value> slots = value.asRecord().fields();
    std::vector<Value> converted;
    converted.reserve(types[to].fields.size());
    for (const FieldType& field : types[to].fields) {
        const uint32_t index = fieldOf(types[from], field.name);
        converted.push_back(
            convert(types, slots[index], types[from].fields[index].type, field.type));
    }
    return makeRecord(converted);
}

}  // namespace

bool needsConversion(const TypeTable& types, TypeId from, TypeId to) {
    const TypeRow& f = types[from];
    const TypeRow& t = types[to];
    switch (stepOf(types, from, to)) {
    case Step::None: return false;
    case Step::FromMember:
    case Step::IntoUnion:
    case Step::Widen: return true;
    case Step::UnionToUnion: return unionNeedsConversion(types, from, to);
    case Step::IntoOptional: return needsConversion(types, from, t.args[0]);
    case Step::InsideOptional:
        // A None keeps its depth only if the Optionals are equally deep.
        return f.optionalDepth != t.optionalDepth || needsConversion(types, f.args[0], t.args[0]);
    case Step::List: return rowsNeedConversion(types, f.args[0], t.args[0]);
    case Step::Map:
        return rowsNeedConversion(types, f.args[0], t.args[0]) ||
               rowsNeedConversion(types, f.args[1], t.args[1]);
    case Step::Record: return recordNeedsConversion(types, f, t);
    }
    return false;
}

Value convert(const TypeTable& types, const Value& value, TypeId from, TypeId to) {
    if (!needsConversion(types, from, to)) return value;
    const TypeRow& f = types[from];
    const TypeRow& t = types[to];
    switch (stepOf(types, from, to)) {
    case Step::None: return value;
    case Step::FromMember: {
        const TaggedObject& tagged = value.asTagged();
        return convert(types, tagged.value, memberWithTag(types, from, tagged.tag), to);
    }
    case Step::IntoUnion: return inject(types, value, from, to);
    case Step::UnionToUnion: {
        const TaggedObject& tagged = value.asTagged();
        return inject(types, tagged.value, memberWithTag(types, from, tagged.tag), to);
    }
    case Step::IntoOptional: return convert(types, value, from, t.args[0]);
    case Step::InsideOptional:
        if (value.isNone(f.optionalDepth)) return Value::none(t.optionalDepth);
        return convert(types, value, f.args[0], t.args[0]);
    case Step::Widen: return Value::ofFloat(static_cast<double>(value.asInt()));
    case Step::List: return convertList(types, value, f.args[0], t.args[0]);
    case Step::Map: {
        const MapObject& map = value.asMap();
        return makeMap(convertColumn(types, map.keys, f.args[0], t.args[0]),
                       convertColumn(types, map.values, f.args[1], t.args[1]));
    }
    case Step::Record: return convertRecord(types, value, from, to);
    }
    return value;
}

}  // namespace cst
