#pragma once

#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace cst {

struct Column;

/// Text of more than 14 bytes; the bytes follow the head in the same allocation.
struct TextObject : Object {
    explicit TextObject(uint32_t n) : Object(ObjectKind::Text), size(n) {}
    uint32_t size;
    const char* data() const { return reinterpret_cast<const char*>(this + 1); }
    std::string_view view() const { return {data(), size}; }
};

/// Rows [begin, begin + size) of a column that other lists may share.
struct ListObject : Object {
    ListObject(Ref<Column> c, uint32_t b, uint32_t n)
        : Object(ObjectKind::List), column(std::move(c)), begin(b), size(n) {}
    Ref<Column> column;
    uint32_t begin;
    uint32_t size;
};

/// One slot per field, in the written order of its type; the slots follow the head (so the head
/// ends where a Value may begin).
struct alignas(Value) RecordObject : Object {
    explicit RecordObject(uint32_t n) : Object(ObjectKind::Record), size(n) {}
    uint32_t size;
    std::span<const Value> fields() const {
        return {reinterpret_cast<const Value*>(this + 1), size};
    }
};

/// Entries in order of insertion, keys unique; both columns have the same length.
struct MapObject : Object {
    MapObject(Ref<Column> k, Ref<Column> v, uint32_t n)
        : Object(ObjectKind::Map), keys(std::move(k)), values(std::move(v)), size(n) {}
    Ref<Column> keys;
    Ref<Column> values;
    uint32_t size;
};

/// A value of a union: which member it is (canonical type) and the member's own value. Never read
/// the value as the tag says: its fields stand in the order of the member, see memberWithTag().
struct TaggedObject : Object {
    TaggedObject(TypeId t, Value v) : Object(ObjectKind::Tagged), tag(t), value(std::move(v)) {}
    TypeId tag;
    Value value;
};

/// Moves the slots into a new record.
Value makeRecord(std::span<Value> slots);
Value makeTagged(TypeId canonicalMember, Value value);
Value makeList(Ref<Column> column);  // all its rows
Value makeList(Ref<Column> column, uint32_t begin, uint32_t size);
/// The keys must be unique, both columns equally long.
Value makeMap(Ref<Column> keys, Ref<Column> values);

}  // namespace cst
