#include "engine/value/form.h"

#include "engine/value/column.h"
#include "engine/value/lazy.h"
#include "engine/value/objects.h"

#include <algorithm>

namespace cst {
namespace {

bool isObjectOf(const Value& value, ObjectKind kind) {
    if (!value.isObject() || value.object() == nullptr) {
        return false;
    }
    if (const LazyObject* lazy = lazyOf(value)) {
        return isObjectOf(lazy->value(), kind);
    }
    return value.object()->kind == kind;
}

/// Rows [0, rows) of a column that is to have elements of this type.
bool columnHasForm(const TypeTable& types, TypeId element, const Ref<Column>& column,
                   std::size_t rows) {
    if (!column || column->size() < rows) {
        return false;
    }
    if (rows == 0) {
        return true;  // `[]` is a column of Nothing, whatever its type says
    }
    const TypeRow& row = types[element];
    const Column::Rows& all = column->rows;
    switch (row.kind) {
    case TypeKind::Int: return std::holds_alternative<IntRows>(all);
    case TypeKind::Float: return std::holds_alternative<FloatRows>(all);
    case TypeKind::Boolean: return std::holds_alternative<BoolRows>(all);
    case TypeKind::String: {
        const auto* texts = std::get_if<TextRows>(&all);
        return texts != nullptr && std::is_sorted(texts->ends.begin(), texts->ends.end()) &&
               texts->ends.back() <= texts->chars.size();
    }
    case TypeKind::List: {
        const auto* lists = std::get_if<ListRows>(&all);
        return lists != nullptr && std::is_sorted(lists->ends.begin(), lists->ends.end()) &&
               columnHasForm(types, row.args[0], lists->child, lists->ends.back());
    }
    case TypeKind::Record: {
        const auto* records = std::get_if<RecordRows>(&all);
        if (records == nullptr || records->fields.size() != row.fields.size()) {
            return false;
        }
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            if (!columnHasForm(types, row.fields[i].type, records->fields[i], rows)) {
                return false;
            }
        }
        return true;
    }
    case TypeKind::Optional: {
        const auto* optionals = std::get_if<OptionalRows>(&all);
        TypeId inner = row.args[0];
        while (types.kind(inner) == TypeKind::Optional) {
            inner = types.element(inner);
        }
        return optionals != nullptr && columnHasForm(types, inner, optionals->child, rows) &&
               std::all_of(optionals->absent.begin(), optionals->absent.end(),
                           [&](uint8_t absent) { return absent <= row.optionalDepth; });
    }
    default: {
        const auto* boxed = std::get_if<BoxedRows>(&all);
        return boxed != nullptr &&
               std::all_of(boxed->data.begin(), boxed->data.end(),
                           [&](const Value& value) { return hasForm(types, element, value); });
    }
    }
}

}  // namespace

bool hasForm(const TypeTable& types, TypeId type, const Value& value) {
    const TypeRow& row = types[type];
    if (row.kind == TypeKind::Optional) {
        if (value.absent() > row.optionalDepth) {
            return false;
        }
        TypeId inner = row.args[0];
        while (types.kind(inner) == TypeKind::Optional) {
            inner = types.element(inner);
        }
        return value.absent() != 0 || hasForm(types, inner, value);
    }
    switch (row.kind) {
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Boolean: return value.isPlain() && value.absent() == 0;
    case TypeKind::String: return value.isTextInPlace() || isObjectOf(value, ObjectKind::Text);
    case TypeKind::List: {
        if (!isObjectOf(value, ObjectKind::List)) {
            return false;
        }
        const ListObject& list = value.asList();
        const std::size_t rows = std::size_t{list.begin} + list.size;
        return columnHasForm(types, row.args[0], list.column, list.size == 0 ? 0 : rows);
    }
    case TypeKind::Record: {
        if (!isObjectOf(value, ObjectKind::Record)) {
            return false;
        }
        const std::span<const Value> fields = value.asRecord().fields();
        bool isGood = fields.size() == row.fields.size();
        for (std::size_t i = 0; isGood && i < fields.size(); ++i) {
            isGood = hasForm(types, row.fields[i].type, fields[i]);
        }
        return isGood;
    }
    case TypeKind::Map: {
        if (!isObjectOf(value, ObjectKind::Map)) {
            return false;
        }
        const MapObject& map = value.asMap();
        return columnHasForm(types, row.args[0], map.keys, map.size) &&
               columnHasForm(types, row.args[1], map.values, map.size);
    }
    case TypeKind::Union: {
        if (!isObjectOf(value, ObjectKind::Tagged)) {
            return false;
        }
        const TaggedObject& tagged = value.asTagged();
        return std::any_of(row.args.begin(), row.args.end(), [&](TypeId member) {
            return types.canonical(member) == tagged.tag && hasForm(types, member, tagged.value);
        });
    }
    default: return false;  // no value of it exists
    }
}

}  // namespace cst
