#include "engine/value/cell.h"

namespace cst {

Cell::Cell(const Column& column, uint32_t row) {
    if (const auto* boxed = std::get_if<BoxedRows>(&column.rows)) {
        value_ = &boxed->data[row];
    } else {
        column_ = &column;
        row_ = row;
    }
}

CellList Cell::asList() const {
    if (value_ != nullptr) {
        const ListObject& list = value_->asList();
        return {list.column.get(), list.begin, list.size};
    }
    const auto& lists = std::get<ListRows>(column_->rows);
    const uint32_t begin = lists.beginOf(row_);
    return {lists.child.get(), begin, lists.ends[row_] - begin};
}

Cell Cell::field(std::size_t index) const {
    if (value_ != nullptr) return Cell(value_->asRecord().fields()[index]);
    return {*std::get<RecordRows>(column_->rows).fields[index], row_};
}

uint32_t Cell::absent() const {
    return value_ != nullptr ? value_->absent()
                             : std::get<OptionalRows>(column_->rows).absent[row_];
}

Cell Cell::innermost() const {
    if (value_ != nullptr) return *this;
    return {*std::get<OptionalRows>(column_->rows).child, row_};
}

TypeId innermostType(const TypeTable& types, TypeId type) {
    while (types.kind(type) == TypeKind::Optional) type = types.element(type);
    return type;
}

TypeId memberWithTag(const TypeTable& types, TypeId unionType, TypeId tag) {
    for (const TypeId member : types[unionType].args) {
        if (types.canonical(member) == tag) return member;
    }
    return {};
}

}  // namespace cst
