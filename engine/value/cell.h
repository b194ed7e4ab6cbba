#pragma once

#include "engine/value/column.h"
#include "engine/value/objects.h"

namespace cst {

/// The rows of a list, wherever the list itself stands.
struct CellList {
    const Column* column;
    uint32_t begin;
    uint32_t size;
};

/// Reads one value in place: a Value, or a row of a column for which no Value is made. Like a
/// Value it must be asked for what its type says.
/// Borrows: good for as long as the Value or Column it looks at.
class Cell {
public:
    explicit Cell(const Value& value) : value_(&value) {}
    /// Rows that hold Values anyway are read from there.
    Cell(const Column& column, uint32_t row) {
        if (const auto* boxed = std::get_if<BoxedRows>(&column.rows)) {
            value_ = &boxed->data[row];
        } else {
            column_ = &column;
            row_ = row;
        }
    }

    int64_t asInt() const {
        return value_ != nullptr ? value_->asInt() : std::get<IntRows>(column_->rows).data[row_];
    }
    double asFloat() const {
        return value_ != nullptr ? value_->asFloat()
                                 : std::get<FloatRows>(column_->rows).data[row_];
    }
    bool asBool() const {
        return value_ != nullptr ? value_->asBool()
                                 : std::get<BoolRows>(column_->rows).data[row_] != 0;
    }
    std::string_view asText() const {
        return value_ != nullptr ? value_->asText() : std::get<TextRows>(column_->rows).at(row_);
    }
    CellList asList() const {
        if (value_ != nullptr) {
            const ListObject& list = value_->asList();
            return {list.column.get(), list.begin, list.size};
        }
        const auto& lists = std::get<ListRows>(column_->rows);
        const uint32_t begin = lists.beginOf(row_);
        return {lists.child.get(), begin, lists.ends[row_] - begin};
    }
    Cell field(std::size_t index) const {
        if (value_ != nullptr) return Cell(value_->asRecord().fields()[index]);
        return {*std::get<RecordRows>(column_->rows).fields[index], row_};
    }
    const MapObject& asMap() const { return value_->asMap(); }
    const TaggedObject& asTagged() const { return value_->asTagged(); }
    /// Optional: as Value::absent, and the innermost value where that is 0.
    uint32_t absent() const {
        return value_ != nullptr ? value_->absent()
                                 : std::get<OptionalRows>(column_->rows).absent[row_];
    }
    /// The Value that it looks at; null for a row of a column.
    const Value* value() const { return value_; }
    /// A value of its own. Cost: as Column::at().
    Value toValue() const { return value_ != nullptr ? *value_ : column_->at(row_); }
    Cell innermost() const {
        if (value_ != nullptr) return *this;
        return {*std::get<OptionalRows>(column_->rows).child, row_};
    }

private:
    const Value* value_ = nullptr;
    const Column* column_ = nullptr;
    uint32_t row_ = 0;
};

/// The innermost type of an Optional; the type itself for all others.
TypeId innermostType(const TypeTable& types, TypeId type);
/// The member of a union that a tag names; no value if there is none.
TypeId memberWithTag(const TypeTable& types, TypeId unionType, TypeId tag);

}  // namespace cst
