#pragma once

#include "engine/types/type_table.h"
#include "engine/value/cell.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace cst {

/// A part of a value, for somebody who looks around in it: the whole, an element of a list, a
/// field, an entry of a map. It says what it is and what is in it; nothing is decoded but what is
/// asked for, and no Value is made on the way. Borrows from the value and the type table. Any
/// thread; cost of each call where none is given: O(1), the members of a union aside.
class ValuePart {
public:
    ValuePart(const TypeTable& types, TypeId type, Cell cell);
    ValuePart(const TypeTable& types, TypeId type, const Value& value)
        : ValuePart(types, type, Cell(value)) {}

    /// As it is declared.
    TypeId type() const { return type_; }
    /// Of what is there: of an Optional that has a value the type of that, of a union the member.
    TypeId innerType() const { return inner_; }
    /// Of innerType(); an Optional is None, a union is one whose tag means nothing.
    TypeKind kind() const { return types_->kind(inner_); }
    bool isNone() const { return kind() == TypeKind::Optional; }

    /// Elements of a list, fields of a record, entries of a map; else 0.
    uint32_t size() const;
    /// The element, the field, the value of the entry. `index` < size().
    ValuePart at(uint32_t index) const;
    /// How it is called there: `[7]`, `total`, `"key"`; a long key is cut.
    std::string nameAt(uint32_t index) const;

    /// Appends about `most` bytes of it on one line, much like JSON: keys of records without
    /// quotes, of unions the value. What is cut off, or stands too deep for a line, is an ellipsis.
    /// Cost: O(most).
    void appendShort(std::string& out, std::size_t most) const;
    /// The same without quotes and escapes around a text that stands alone, as in a table.
    void appendPlain(std::string& out, std::size_t most) const;

    /// A value of its own, of type(). Cost: as Column::at().
    Value value() const;

    const Cell& cell() const { return cell_; }

private:
    const TypeTable* types_;
    TypeId type_;
    TypeId inner_;
    Cell cell_;   // of inner_
    Cell outer_;  // of type_
};

}  // namespace cst
