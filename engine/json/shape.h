#pragma once

#include "engine/types/type_table.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cst {

/// Kinds of JSON values, told by their first byte; a set of them is the sum.
enum JsonKind : uint8_t {
    kJsonNull = 1,
    kJsonBool = 2,
    kJsonNumber = 4,
    kJsonString = 8,
    kJsonArray = 16,
    kJsonObject = 32,
};
/// 0 for a byte with which no value begins.
uint8_t jsonKindOf(char first);

/// Names of record fields or inputs, to be found fast.
class KeyTable {
public:
    KeyTable() = default;
    explicit KeyTable(std::vector<std::string_view> names);

    /// Position of a name; -1 if it is not there.
    int find(std::string_view name) const;
    std::size_t size() const { return names_.size(); }
    std::string_view operator[](std::size_t i) const { return names_[i]; }
    /// No name holds a byte that JSON would escape: the bytes of a key can be compared directly.
    bool plain() const { return plain_; }

private:
    std::vector<std::string_view> names_;  // owned by the type table or the input fields
    std::vector<int32_t> buckets_;         // open addressing, -1 = free; empty for few names
    bool plain_ = true;
};

using ShapeId = uint32_t;

/// What the JSON of one type looks like. Everything that depends on the type alone stands here,
/// so that decoding asks the type table nothing.
struct Shape {
    TypeId type;
    TypeKind kind = TypeKind::Error;
    uint8_t accepts = 0;            // JsonKinds a value may begin with
    uint32_t optionalDepth = 0;     // Optional: as TypeRow; its child is the innermost type
    KeyTable names;                 // Record
    std::vector<ShapeId> children;  // List, Optional: one; Map: key, value; Record; Union
    std::vector<TypeId> tags;       // Union: canonical type of each member
    std::vector<std::pair<std::string, uint32_t>> tagNames;  // Union: text → member
};

/// An alias name that may stand as a union tag.
using TypeAlias = std::pair<std::string, TypeId>;

/// The shapes of a type and all types in it, each once.
/// Immutable after the last add(): shared by any number of threads.
class ShapeTable {
public:
    explicit ShapeTable(const TypeTable& types) : types_(&types) {}

    ShapeId add(TypeId type, const std::vector<TypeAlias>& aliases);
    const Shape& operator[](ShapeId id) const { return shapes_[id]; }
    std::size_t size() const { return shapes_.size(); }
    const TypeTable& types() const { return *types_; }

private:
    ShapeId addNew(TypeId type, const std::vector<TypeAlias>& aliases);
    void addUnion(Shape& shape, const TypeRow& row, const std::vector<TypeAlias>& aliases);

    const TypeTable* types_;  // outlives the table
    std::vector<Shape> shapes_;
    std::unordered_map<TypeId, ShapeId> known_;  // of the input being added: aliases differ
};

}  // namespace cst
