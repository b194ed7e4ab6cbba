#include "engine/base/check.h"
#include "engine/value/kernels.h"

#include <utility>
#include <variant>

namespace cst {
namespace {

template <class T>
std::vector<T> picked(const std::vector<T>& data, std::span<const uint32_t> rows) {
    std::vector<T> out;
    out.reserve(rows.size());
    for (const uint32_t row : rows) out.push_back(data[row]);
    return out;
}

Ref<Column> pickRows(const Column& column, std::span<const uint32_t> rows);

Column::Rows pickFrom(const IntRows& from, std::span<const uint32_t> rows) {
    return IntRows{picked(from.data, rows)};
}

Column::Rows pickFrom(const FloatRows& from, std::span<const uint32_t> rows) {
    return FloatRows{picked(from.data, rows)};
}

Column::Rows pickFrom(const BoolRows& from, std::span<const uint32_t> rows) {
    return BoolRows{picked(from.data, rows)};
}

Column::Rows pickFrom(const BoxedRows& from, std::span<const uint32_t> rows) {
    return BoxedRows{picked(from.data, rows)};
}

Column::Rows pickFrom(const TextRows& from, std::span<const uint32_t> rows) {
    TextRows out;
    out.ends.reserve(rows.size());
    std::size_t chars = 0;
    for (const uint32_t row : rows) chars += from.at(row).size();
    out.chars.reserve(chars);
    for (const uint32_t row : rows) {
        out.chars += from.at(row);
        out.ends.push_back(out.chars.size());
    }
    return out;
}

Column::Rows pickFrom(const ListRows& from, std::span<const uint32_t> rows) {
    ListRows out;
    out.ends.reserve(rows.size());
    std::vector<uint32_t> childRows;
    for (const uint32_t row : rows) {
        for (uint32_t i = from.beginOf(row); i < from.ends[row]; ++i) childRows.push_back(i);
        CST_CHECK(childRows.size() <= Column::kMaxRows, "a column holds at most 2^32 - 2 rows");
        out.ends.push_back(static_cast<uint32_t>(childRows.size()));
    }
    out.child = pickRows(*from.child, childRows);
    return out;
}

Column::Rows pickFrom(const RecordRows& from, std::span<const uint32_t> rows) {
    RecordRows out;
    out.size = static_cast<uint32_t>(rows.size());
    out.fields.reserve(from.fields.size());
    for (const Ref<Column>& field : from.fields) out.fields.push_back(pickRows(*field, rows));
    return out;
}

Column::Rows pickFrom(const OptionalRows& from, std::span<const uint32_t> rows) {
    return OptionalRows{picked(from.absent, rows), pickRows(*from.child, rows)};
}

/// Column by column: no row is looked at as a whole.
Ref<Column> pickRows(const Column& column, std::span<const uint32_t> rows) {
    return Ref<Column>::adopt(new Column(
        std::visit([&](const auto& from) { return pickFrom(from, rows); }, column.rows)));
}

bool isRun(std::span<const uint32_t> positions) {
    for (std::size_t i = 1; i < positions.size(); ++i) {
        if (positions[i] != positions[i - 1] + 1) return false;
    }
    return true;
}

const RecordRows& recordsOf(const ListObject& list) {
    return std::get<RecordRows>(list.column->rows);
}

Value shared(const ListObject& list) {
    return Value::of(Ref<ListObject>::share(&list));
}

}  // namespace

Value fieldOfList(const ListObject& list, uint32_t index) {
    return makeList(recordsOf(list).fields[index], list.begin, list.size);
}

Value projectList(const ListObject& list, std::span<const uint32_t> indexes) {
    const RecordRows& from = recordsOf(list);
    RecordRows to;
    to.size = from.size;
    to.fields.reserve(indexes.size());
    for (const uint32_t index : indexes) to.fields.push_back(from.fields[index]);
    return makeList(Ref<Column>::adopt(new Column(std::move(to))), list.begin, list.size);
}

Value concatLists(const TypeTable& types, TypeId element, const ListObject& a,
                  const ListObject& b) {
    if (b.size == 0) return shared(a);
    if (a.size == 0) return shared(b);
    ColumnBuilder builder(types, element);
    builder.reserve(std::size_t{a.size} + b.size);
    builder.appendRows(*a.column, a.begin, a.size);
    builder.appendRows(*b.column, b.begin, b.size);
    return makeList(builder.finish());
}

Value gather(const TypeTable& types, TypeId element, const ListObject& list,
             std::span<const uint32_t> positions) {
    if (positions.empty()) return makeList(emptyColumn(types, element));
    // A run shares the column, unless it would keep much more of it alive than it shows.
    if (isRun(positions) && positions.size() >= list.column->size() / 2) {
        return makeList(list.column, list.begin + positions[0],
                        static_cast<uint32_t>(positions.size()));
    }
    if (list.begin == 0) return makeList(pickRows(*list.column, positions));
    std::vector<uint32_t> rows(positions.begin(), positions.end());
    for (uint32_t& row : rows) row += list.begin;
    return makeList(pickRows(*list.column, rows));
}

}  // namespace cst
