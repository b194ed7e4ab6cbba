#pragma once

#include "engine/types/type_table.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "engine/value/objects.h"
#include "engine/value/value.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

// Where a Decoder puts what it reads. Three classes with the same members, given by value:
//
//   integer, floating, boolean, text   a scalar
//   none(depth)                        an Optional without a value
//   some()                             where the value of an Optional goes; then closeSome()
//   elements(types, element)           an object with element() for each element, then close()
//   fields(n)                          an object with field(i) for each field, then close()
//   put(value)                         a finished map or union
//   zero(types, type)                  what stands in for a value that does not fit
//   kKeeps                             is anything kept at all?

/// Nowhere: only the fit is asked for.
struct NoOut {
    static constexpr bool kKeeps = false;

    struct Elements {
        NoOut element() { return {}; }
        void close() {}
    };
    struct Fields {
        NoOut field(std::size_t) { return {}; }
        void close() {}
    };
    void integer(int64_t) {}
    void floating(double) {}
    void boolean(bool) {}
    void text(std::string_view) {}
    void none(uint32_t) {}
    NoOut some() { return {}; }
    void closeSome() {}
    Elements elements(const TypeTable&, TypeId) { return {}; }
    Fields fields(std::size_t) { return {}; }
    void put(Value) {}
    void zero(const TypeTable&, TypeId) {}
};

/// A new row of a column.
struct ColumnOut {
    static constexpr bool kKeeps = true;
    ColumnBuilder* to;

    struct Elements {
        ColumnBuilder* list;
        ColumnOut element() { return {&list->child(0)}; }
        void close() { list->closeList(); }
    };
    struct Fields {
        ColumnBuilder* record;
        ColumnOut field(std::size_t index) { return {&record->child(index)}; }
        void close() { record->closeRecord(); }
    };
    void integer(int64_t value) { to->appendInt(value); }
    void floating(double value) { to->appendFloat(value); }
    void boolean(bool value) { to->appendBool(value); }
    void text(std::string_view value) { to->appendText(value); }
    void none(uint32_t depth) { to->appendNone(depth); }
    ColumnOut some() { return {&to->child(0)}; }
    void closeSome() { to->closeSome(); }
    Elements elements(const TypeTable&, TypeId) { return {to}; }
    Fields fields(std::size_t) { return {to}; }
    void put(const Value& value) { to->append(value); }
    void zero(const TypeTable&, TypeId) { to->appendZero(); }
};

/// A Value of its own.
struct ValueOut {
    static constexpr bool kKeeps = true;
    Value* to;

    struct Elements {
        Value* to;
        ColumnBuilder rows;
        ColumnOut element() { return {&rows}; }
        void close() { *to = makeList(rows.finish()); }
    };
    struct Fields {
        Value* to;
        std::vector<Value> slots;
        ValueOut field(std::size_t index) { return {&slots[index]}; }
        void close() { *to = makeRecord(slots); }
    };
    void integer(int64_t value) { *to = Value::ofInt(value); }
    void floating(double value) { *to = Value::ofFloat(value); }
    void boolean(bool value) { *to = Value::ofBool(value); }
    void text(std::string_view value) { *to = Value::ofText(value); }
    void none(uint32_t depth) { *to = Value::none(depth); }
    ValueOut some() { return *this; }  // Some has the bits of the value itself
    void closeSome() {}
    Elements elements(const TypeTable& types, TypeId element) {
        return {to, ColumnBuilder(types, element)};
    }
    Fields fields(std::size_t count) { return {to, std::vector<Value>(count)}; }
    void put(Value value) { *to = std::move(value); }
    void zero(const TypeTable& types, TypeId type) { *to = zeroValue(types, type); }
};

}  // namespace cst
