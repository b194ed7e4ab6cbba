#pragma once

#include "engine/types/type_table.h"
#include "engine/value/objects.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cst {

struct IntRows {
    std::vector<int64_t> data;
};
struct FloatRows {
    std::vector<double> data;
};
struct BoolRows {
    std::vector<uint8_t> data;  // 0 or 1
};
struct TextRows {
    std::vector<uint64_t> ends;  // end of row i in chars; it begins where row i - 1 ends
    std::string chars;
    std::string_view at(std::size_t row) const {
        const uint64_t begin = row == 0 ? 0 : ends[row - 1];
        return std::string_view(chars).substr(begin, ends[row] - begin);
    }
};
struct ListRows {
    std::vector<uint32_t> ends;  // as in TextRows, in rows of the child
    Ref<Column> child;
    uint32_t beginOf(std::size_t row) const { return row == 0 ? 0 : ends[row - 1]; }
};
struct RecordRows {
    uint32_t size = 0;
    std::vector<Ref<Column>> fields;  // in the written order of the record type
};
/// Optional<T>, however deep: one state byte a row as Value::absent, and the innermost values
/// (an absent row holds a zero value there).
struct OptionalRows {
    std::vector<uint8_t> absent;
    Ref<Column> child;
};
/// Elements that have no columnar form: maps and unions; and Nothing, which has no rows.
struct BoxedRows {
    std::vector<Value> data;
};

/// The elements of lists, stored by type: floats are 8 bytes a float, a list of records is one
/// column per field. Immutable once it is shared; any number of lists may look at its rows.
struct Column : Object {
    /// A row number and a row count both fit into uint32_t with one to spare.
    static constexpr std::size_t kMaxRows = UINT32_MAX - 1;
    using Rows = std::variant<IntRows, FloatRows, BoolRows, TextRows, ListRows, RecordRows,
                              OptionalRows, BoxedRows>;
    explicit Column(Rows r) : Object(ObjectKind::Column), rows(std::move(r)) {}
    Rows rows;

    uint32_t size() const;
    /// The row as a value. Cost: O(1) for scalars and lists, O(fields) for records; texts of more
    /// than 14 bytes are copied.
    Value at(uint32_t row) const;
    std::size_t bytes() const;  // memory held, children included
};

/// Grows a column of one element type, row by row. More than Column::kMaxRows rows are refused
/// (checked).
/// Not thread safe. For nested types rows are completed from the inside out: fill child(), then
/// closeList() or closeRecord().
class ColumnBuilder {
public:
    ColumnBuilder(const TypeTable& types, TypeId element);
    ~ColumnBuilder();
    ColumnBuilder(ColumnBuilder&&) noexcept;
    ColumnBuilder& operator=(ColumnBuilder&&) noexcept;

    void reserve(std::size_t rows);
    uint32_t size() const;

    void append(const Value& value);  // of the element type
    void appendRow(const Column& from, uint32_t row) { appendRows(from, row, 1); }
    /// Rows [begin, begin + size) of a column of the same type; no Value is made.
    void appendRows(const Column& from, uint32_t begin, uint32_t size);
    // Inline: decoders call these once per number.
    void appendInt(int64_t value) { push(std::get<IntRows>(rows_).data, value); }
    void appendFloat(double value) { push(std::get<FloatRows>(rows_).data, value); }
    void appendBool(bool value) {
        push(std::get<BoolRows>(rows_).data, static_cast<uint8_t>(value ? 1 : 0));
    }
    void appendText(std::string_view text) {
        auto& texts = std::get<TextRows>(rows_);
        texts.chars.append(text);
        push(texts.ends, texts.chars.size());
    }
    /// Optional only: a row without a value, at this depth (Value::absent).
    void appendNone(uint32_t depth);
    /// Optional only: the row whose innermost value was just put into child(0).
    void closeSome();
    /// List: child(0) holds the elements; the rows added since the last close are this row.
    void closeList();
    /// Record: child(i) is field i; each got exactly one row.
    void closeRecord();
    /// A zero value of the element type (language §6.2), e.g. under an absent Optional.
    void appendZero();

    /// List: the element. Record: field i. Optional: the innermost type.
    ColumnBuilder& child(std::size_t index) {
        CST_DCHECK(index < children_.size(), "no such child");
        return children_[index];
    }
    TypeId type() const { return type_; }

    /// The builder is empty afterwards. Cost: O(1) per nested column; those that grew without
    /// reserve() are copied once, so that no column holds much more memory than its rows need.
    Ref<Column> finish();

private:
    template <class T>
    static void push(std::vector<T>& data, T value) {
        if (data.size() == data.capacity()) makeRoom(data, 1);
        data.push_back(std::move(value));
    }
    /// Doubles; never has room for more than kMaxRows rows, so that only who grows need check.
    template <class T>
    static void makeRoom(std::vector<T>& data, std::size_t more);
    template <class T>
    static void pushRange(std::vector<T>& to, const std::vector<T>& from, uint32_t begin,
                          uint32_t size);

    const TypeTable* types_;  // outlives the builder
    TypeId type_;
    TypeKind kind_;
    Column::Rows rows_;
    std::vector<ColumnBuilder> children_;
};

/// A column of one element type without rows, and one with `rows` zero values.
Ref<Column> emptyColumn(const TypeTable& types, TypeId element);
Ref<Column> zeroColumn(const TypeTable& types, TypeId element, uint32_t rows);

/// Typed views on a list; the element type must be the named one.
std::span<const int64_t> intsOf(const ListObject& list);
std::span<const double> floatsOf(const ListObject& list);
std::string_view textAt(const ListObject& list, uint32_t index);
Value elementAt(const ListObject& list, uint32_t index);

}  // namespace cst
