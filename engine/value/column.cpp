#include "engine/value/column.h"

#include "engine/base/overloaded.h"
#include "engine/value/lazy.h"

#include <array>

namespace cst {
namespace {

template <class T>
std::size_t heldBy(const std::vector<T>& data) {
    return data.capacity() * sizeof(T);
}

std::size_t heldBy(const std::string& chars) {
    return chars.capacity() > std::string().capacity() ? chars.capacity() + 1 : 0;
}

std::size_t heldBy(const Value& value);

/// Memory behind one object: what it shares with others is counted too.
std::size_t heldBy(const Object& object) {
    switch (object.kind) {
    case ObjectKind::Text: return sizeof(TextObject) + static_cast<const TextObject&>(object).size;
    case ObjectKind::List:
        return sizeof(ListObject) + static_cast<const ListObject&>(object).column->bytes();
    case ObjectKind::Record: {
        const auto& record = static_cast<const RecordObject&>(object);
        std::size_t bytes = sizeof(RecordObject);
        for (const Value& slot : record.fields()) bytes += sizeof(Value) + heldBy(slot);
        return bytes;
    }
    case ObjectKind::Map: {
        const auto& map = static_cast<const MapObject&>(object);
        return sizeof(MapObject) + map.keys->bytes() + map.values->bytes();
    }
    case ObjectKind::Tagged:
        return sizeof(TaggedObject) + heldBy(static_cast<const TaggedObject&>(object).value);
    case ObjectKind::Column: return static_cast<const Column&>(object).bytes();
    case ObjectKind::Lazy:  // to ask it for more would make it
        return sizeof(LazyObject) + static_cast<const LazyObject&>(object).bytes;
    }
    return 0;
}

std::size_t heldBy(const Value& value) {
    return value.isObject() ? heldBy(*value.object()) : 0;
}

Value recordAt(const RecordRows& rows, uint32_t row) {
    constexpr std::size_t kInPlace = 8;
    if (rows.fields.size() <= kInPlace) {
        std::array<Value, kInPlace> slots;
        for (std::size_t i = 0; i < rows.fields.size(); ++i) slots[i] = rows.fields[i]->at(row);
        return makeRecord(std::span(slots).first(rows.fields.size()));
    }
    std::vector<Value> slots;
    slots.reserve(rows.fields.size());
    for (const Ref<Column>& field : rows.fields) slots.push_back(field->at(row));
    return makeRecord(slots);
}

}  // namespace

uint32_t Column::size() const {
    const std::size_t rowCount =
        std::visit(Overloaded{
                       [](const TextRows& r) { return r.ends.size(); },
                       [](const ListRows& r) { return r.ends.size(); },
                       [](const RecordRows& r) { return std::size_t{r.size}; },
                       [](const OptionalRows& r) { return r.absent.size(); },
                       [](const auto& r) { return r.data.size(); },
                   },
                   rows);
    return static_cast<uint32_t>(rowCount);
}

Value Column::at(uint32_t row) const {
    CST_DCHECK(row < size(), "row out of range");
    return std::visit(Overloaded{
                          [&](const IntRows& r) { return Value::ofInt(r.data[row]); },
                          [&](const FloatRows& r) { return Value::ofFloat(r.data[row]); },
                          [&](const BoolRows& r) { return Value::ofBool(r.data[row] != 0); },
                          [&](const TextRows& r) { return Value::ofText(r.at(row)); },
                          [&](const ListRows& r) {
                              const uint32_t begin = r.beginOf(row);
                              return makeList(r.child, begin, r.ends[row] - begin);
                          },
                          [&](const RecordRows& r) { return recordAt(r, row); },
                          [&](const OptionalRows& r) {
                              return r.absent[row] != 0 ? Value::none(r.absent[row])
                                                        : r.child->at(row);
                          },
                          [&](const BoxedRows& r) { return r.data[row]; },
                      },
                      rows);
}

std::size_t Column::bytes() const {
    const std::size_t behind =
        std::visit(Overloaded{
                       [](const TextRows& r) { return heldBy(r.ends) + heldBy(r.chars); },
                       [](const ListRows& r) { return heldBy(r.ends) + r.child->bytes(); },
                       [](const RecordRows& r) {
                           std::size_t bytes = heldBy(r.fields);
                           for (const Ref<Column>& field : r.fields) bytes += field->bytes();
                           return bytes;
                       },
                       [](const OptionalRows& r) { return heldBy(r.absent) + r.child->bytes(); },
                       [](const BoxedRows& r) {
                           std::size_t bytes = heldBy(r.data);
                           for (const Value& value : r.data) bytes += heldBy(value);
                           return bytes;
                       },
                       [](const auto& r) { return heldBy(r.data); },
                   },
                   rows);
    return sizeof(Column) + behind;
}

// An empty list may come from a column of another type: `[]` is one of Nothing.

std::span<const int64_t> intsOf(const ListObject& list) {
    if (list.size == 0) return {};
    return std::span(std::get<IntRows>(list.column->rows).data).subspan(list.begin, list.size);
}

std::span<const double> floatsOf(const ListObject& list) {
    if (list.size == 0) return {};
    return std::span(std::get<FloatRows>(list.column->rows).data).subspan(list.begin, list.size);
}

std::string_view textAt(const ListObject& list, uint32_t index) {
    CST_DCHECK(index < list.size, "index out of range");
    return std::get<TextRows>(list.column->rows).at(list.begin + index);
}

Value elementAt(const ListObject& list, uint32_t index) {
    CST_DCHECK(index < list.size, "index out of range");
    return list.column->at(list.begin + index);
}

}  // namespace cst
