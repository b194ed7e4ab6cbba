#include "engine/value/cell.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

Column::Rows emptyRows(TypeKind kind) {
    switch (kind) {
    case TypeKind::Int: return IntRows{};
    case TypeKind::Float: return FloatRows{};
    case TypeKind::Boolean: return BoolRows{};
    case TypeKind::String: return TextRows{};
    case TypeKind::List: return ListRows{};
    case TypeKind::Record: return RecordRows{};
    case TypeKind::Optional: return OptionalRows{};
    default: return BoxedRows{};
    }
}

void checkRoom(std::size_t rows, std::size_t more) {
    CST_CHECK(more <= Column::kMaxRows && rows <= Column::kMaxRows - more,
              "a column holds at most 2^32 - 2 rows");
}

/// Gives back what growing took in advance.
template <class Container>
void trimSpare(Container& data) {
    const std::size_t spare = data.capacity() - data.size();
    if (spare * sizeof(data[0]) > 64 + data.size() * sizeof(data[0]) / 64) data.shrink_to_fit();
}

void trimRows(Column::Rows& rows) {
    if (auto* ints = std::get_if<IntRows>(&rows)) trimSpare(ints->data);
    if (auto* floats = std::get_if<FloatRows>(&rows)) trimSpare(floats->data);
    if (auto* bools = std::get_if<BoolRows>(&rows)) trimSpare(bools->data);
    if (auto* lists = std::get_if<ListRows>(&rows)) trimSpare(lists->ends);
    if (auto* optionals = std::get_if<OptionalRows>(&rows)) trimSpare(optionals->absent);
    if (auto* boxed = std::get_if<BoxedRows>(&rows)) trimSpare(boxed->data);
    if (auto* texts = std::get_if<TextRows>(&rows)) {
        trimSpare(texts->ends);
        trimSpare(texts->chars);
    }
}

}  // namespace

template <class T>
void ColumnBuilder::makeRoom(std::vector<T>& data, std::size_t more) {
    constexpr std::size_t kFirst = 16;
    checkRoom(data.size(), more);
    const std::size_t needed = data.size() + more;
    if (needed <= data.capacity()) return;
    data.reserve(std::min(std::max({needed, 2 * data.capacity(), kFirst}), Column::kMaxRows));
}
template void ColumnBuilder::makeRoom(std::vector<int64_t>&, std::size_t);
template void ColumnBuilder::makeRoom(std::vector<double>&, std::size_t);
template void ColumnBuilder::makeRoom(std::vector<uint8_t>&, std::size_t);
template void ColumnBuilder::makeRoom(std::vector<uint32_t>&, std::size_t);
template void ColumnBuilder::makeRoom(std::vector<uint64_t>&, std::size_t);
template void ColumnBuilder::makeRoom(std::vector<Value>&, std::size_t);

template <class T>
void ColumnBuilder::pushRange(std::vector<T>& to, const std::vector<T>& from, uint32_t begin,
                              uint32_t size) {
    makeRoom(to, size);
    const auto first = from.begin() + static_cast<std::ptrdiff_t>(begin);
    to.insert(to.end(), first, first + static_cast<std::ptrdiff_t>(size));
}

ColumnBuilder::ColumnBuilder(const TypeTable& types, TypeId element)
    : types_(&types), type_(element), kind_(types.kind(element)), rows_(emptyRows(kind_)) {
    const TypeRow& row = types[element];
    if (kind_ == TypeKind::List) children_.emplace_back(types, row.args[0]);
    if (kind_ == TypeKind::Optional) children_.emplace_back(types, innermostType(types, element));
    if (kind_ == TypeKind::Record) {
        children_.reserve(row.fields.size());
        for (const FieldType& field : row.fields) children_.emplace_back(types, field.type);
    }
}

ColumnBuilder::~ColumnBuilder() = default;
ColumnBuilder::ColumnBuilder(ColumnBuilder&&) noexcept = default;
ColumnBuilder& ColumnBuilder::operator=(ColumnBuilder&&) noexcept = default;

void ColumnBuilder::reserve(std::size_t rows) {
    checkRoom(0, rows);
    switch (kind_) {
    case TypeKind::Int: std::get<IntRows>(rows_).data.reserve(rows); return;
    case TypeKind::Float: std::get<FloatRows>(rows_).data.reserve(rows); return;
    case TypeKind::Boolean: std::get<BoolRows>(rows_).data.reserve(rows); return;
    case TypeKind::String: std::get<TextRows>(rows_).ends.reserve(rows); return;
    case TypeKind::List: std::get<ListRows>(rows_).ends.reserve(rows); return;
    case TypeKind::Record:
        for (ColumnBuilder& field : children_) field.reserve(rows);
        return;
    case TypeKind::Optional:
        std::get<OptionalRows>(rows_).absent.reserve(rows);
        children_[0].reserve(rows);
        return;
    default: std::get<BoxedRows>(rows_).data.reserve(rows); return;
    }
}

uint32_t ColumnBuilder::size() const {
    switch (kind_) {
    case TypeKind::Int: return static_cast<uint32_t>(std::get<IntRows>(rows_).data.size());
    case TypeKind::Float: return static_cast<uint32_t>(std::get<FloatRows>(rows_).data.size());
    case TypeKind::Boolean: return static_cast<uint32_t>(std::get<BoolRows>(rows_).data.size());
    case TypeKind::String: return static_cast<uint32_t>(std::get<TextRows>(rows_).ends.size());
    case TypeKind::List: return static_cast<uint32_t>(std::get<ListRows>(rows_).ends.size());
    case TypeKind::Record: return std::get<RecordRows>(rows_).size;
    case TypeKind::Optional:
        return static_cast<uint32_t>(std::get<OptionalRows>(rows_).absent.size());
    default: return static_cast<uint32_t>(std::get<BoxedRows>(rows_).data.size());
    }
}

void ColumnBuilder::append(const Value& value) {
    switch (kind_) {
    case TypeKind::Int: appendInt(value.asInt()); return;
    case TypeKind::Float: appendFloat(value.asFloat()); return;
    case TypeKind::Boolean: appendBool(value.asBool()); return;
    case TypeKind::String: appendText(value.asText()); return;
    case TypeKind::List: {
        const ListObject& list = value.asList();
        children_[0].appendRows(*list.column, list.begin, list.size);
        closeList();
        return;
    }
    case TypeKind::Record: {
        const std::span<const Value> slots = value.asRecord().fields();
        CST_DCHECK(slots.size() == children_.size(), "a record of another type");
        for (std::size_t i = 0; i < slots.size(); ++i) children_[i].append(slots[i]);
        closeRecord();
        return;
    }
    case TypeKind::Optional:
        if (value.absent() != 0) {
            appendNone(value.absent());
        } else {
            children_[0].append(value);
            closeSome();
        }
        return;
    default: push(std::get<BoxedRows>(rows_).data, value); return;
    }
}

void ColumnBuilder::appendRows(const Column& from, uint32_t begin, uint32_t size) {
    if (size == 0) return;  // `[]` is a column of Nothing, whatever is expected here
    CST_CHECK(from.rows.index() == rows_.index(), "a column of another type");
    switch (kind_) {
    case TypeKind::Int:
        pushRange(std::get<IntRows>(rows_).data, std::get<IntRows>(from.rows).data, begin, size);
        return;
    case TypeKind::Float:
        pushRange(std::get<FloatRows>(rows_).data, std::get<FloatRows>(from.rows).data, begin,
                  size);
        return;
    case TypeKind::Boolean:
        pushRange(std::get<BoolRows>(rows_).data, std::get<BoolRows>(from.rows).data, begin, size);
        return;
    case TypeKind::String: {
        auto& to = std::get<TextRows>(rows_);
        const auto& source = std::get<TextRows>(from.rows);
        makeRoom(to.ends, size);
        const uint64_t first = begin == 0 ? 0 : source.ends[begin - 1];
        const uint64_t shift = to.chars.size() - first;  // may wrap around, and back below
        to.chars.append(source.chars, first, source.ends[begin + size - 1] - first);
        for (uint32_t i = 0; i < size; ++i) to.ends.push_back(source.ends[begin + i] + shift);
        return;
    }
    case TypeKind::List: {
        auto& to = std::get<ListRows>(rows_);
        const auto& source = std::get<ListRows>(from.rows);
        makeRoom(to.ends, size);
        const uint32_t first = source.beginOf(begin);
        const uint32_t shift = children_[0].size() - first;  // may wrap around, and back below
        children_[0].appendRows(*source.child, first, source.ends[begin + size - 1] - first);
        for (uint32_t i = 0; i < size; ++i) to.ends.push_back(source.ends[begin + i] + shift);
        return;
    }
    case TypeKind::Record: {
        auto& to = std::get<RecordRows>(rows_);
        const auto& source = std::get<RecordRows>(from.rows);
        CST_DCHECK(source.fields.size() == children_.size(), "records of another type");
        checkRoom(to.size, size);
        for (std::size_t i = 0; i < children_.size(); ++i) {
            children_[i].appendRows(*source.fields[i], begin, size);
        }
        to.size += size;
        return;
    }
    case TypeKind::Optional: {
        const auto& source = std::get<OptionalRows>(from.rows);
        pushRange(std::get<OptionalRows>(rows_).absent, source.absent, begin, size);
        children_[0].appendRows(*source.child, begin, size);
        return;
    }
    default:
        pushRange(std::get<BoxedRows>(rows_).data, std::get<BoxedRows>(from.rows).data, begin,
                  size);
        return;
    }
}

void ColumnBuilder::appendNone(uint32_t depth) {
    CST_DCHECK(depth > 0 && depth <= (*types_)[type_].optionalDepth, "None at no such depth");
    children_[0].appendZero();
    push(std::get<OptionalRows>(rows_).absent, static_cast<uint8_t>(depth));
}

void ColumnBuilder::closeSome() {
    auto& absent = std::get<OptionalRows>(rows_).absent;
    push(absent, uint8_t{0});
    CST_DCHECK(children_[0].size() == absent.size(), "one value per Optional");
}

void ColumnBuilder::closeList() {
    push(std::get<ListRows>(rows_).ends, children_[0].size());
}

void ColumnBuilder::closeRecord() {
    auto& records = std::get<RecordRows>(rows_);
    checkRoom(records.size, 1);
    ++records.size;
#ifndef NDEBUG
    for (const ColumnBuilder& field : children_) {
        CST_CHECK(field.size() == records.size, "one row per field");
    }
#endif
}

void ColumnBuilder::appendZero() {
    switch (kind_) {
    case TypeKind::Int: appendInt(0); return;
    case TypeKind::Float: appendFloat(0.0); return;
    case TypeKind::Boolean: appendBool(false); return;
    case TypeKind::String: appendText({}); return;
    case TypeKind::List: closeList(); return;
    case TypeKind::Record:
        for (ColumnBuilder& field : children_) field.appendZero();
        closeRecord();
        return;
    case TypeKind::Optional: appendNone((*types_)[type_].optionalDepth); return;
    default: push(std::get<BoxedRows>(rows_).data, zeroValue(*types_, type_)); return;
    }
}

Ref<Column> ColumnBuilder::finish() {
    if (auto* lists = std::get_if<ListRows>(&rows_)) lists->child = children_[0].finish();
    if (auto* optionals = std::get_if<OptionalRows>(&rows_)) {
        optionals->child = children_[0].finish();
    }
    if (auto* records = std::get_if<RecordRows>(&rows_)) {
        records->fields.reserve(children_.size());
        for (ColumnBuilder& field : children_) records->fields.push_back(field.finish());
    }
    trimRows(rows_);
    Column::Rows done = std::exchange(rows_, emptyRows(kind_));
    return Ref<Column>::adopt(new Column(std::move(done)));
}

Ref<Column> emptyColumn(const TypeTable& types, TypeId element) {
    return ColumnBuilder(types, element).finish();
}

Ref<Column> zeroColumn(const TypeTable& types, TypeId element, uint32_t rows) {
    ColumnBuilder builder(types, element);
    builder.reserve(rows);
    for (uint32_t i = 0; i < rows; ++i) builder.appendZero();
    return builder.finish();
}

}  // namespace cst
