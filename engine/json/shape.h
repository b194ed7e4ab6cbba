#pragma once

#include "engine/json/json_chars.h"
#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cst {

/// Names of record fields or inputs, to be found fast.
class KeyTable {
public:
    KeyTable() = default;
    explicit KeyTable(const std::vector<std::string_view>& names);

    /// Position of a name; -1 if it is not there.
    int find(std::string_view name) const;
    std::size_t size() const { return size_; }
    std::string_view operator[](std::size_t i) const { return names_[i].text; }

    /// Do the bytes of a JSON string, from behind its opening quote, spell name i and end there?
    /// Says no for names and strings with escapes. Nothing at `limit` is read.
    bool matches(std::size_t i, const char* key, const char* limit) const {
        if (static_cast<std::size_t>(limit - key) < sizeof(uint64_t)) {
            return matchesSlowly(i, key, limit);
        }
        return matchesFar(i, key, limit);
    }
    /// The same where eight bytes from `key` on are readable.
    bool matchesFar(std::size_t i, const char* key, const char* limit) const {
        const Name& name = names_[i];
        uint64_t start;
        std::memcpy(&start, key, sizeof start);
        return ((start ^ name.start) & name.mask) == 0 &&
               (name.text.size() < sizeof start || matchesSlowly(i, key, limit));
    }

private:
    struct Name {
        std::string_view text;  // owned by the type table or the input fields
        uint64_t start = 0;     // its first bytes and, within eight bytes, the quote behind it
        uint64_t mask = 0;
        bool plain = true;  // holds no byte that JSON would escape
    };
    bool matchesSlowly(std::size_t i, const char* key, const char* limit) const;

    std::vector<Name> names_;
    std::size_t size_ = 0;
    std::vector<int32_t> buckets_;  // open addressing, -1 = free; empty for few names
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
    std::vector<TypeKind> kinds;    // Record: of the children
    std::vector<TypeId> tags;       // Union: canonical type of each member
    std::vector<std::pair<std::string, uint32_t>> tagNames;  // Union: text → member
    bool isUnread = false;  // check it and keep its bytes; `eager` is the same type, read at once
    ShapeId eager = 0;
};

/// An alias name that may stand as a union tag.
using TypeAlias = std::pair<std::string, TypeId>;

/// Makes the value that stands for unread bytes of a shape.
using UnreadMaker = std::function<Value(ShapeId, std::string_view bytes)>;

/// The shapes of a type and all types in it, each once.
/// Immutable after the last add(): shared by any number of threads.
class ShapeTable {
public:
    explicit ShapeTable(const TypeTable& types) : types_(&types) {}

    ShapeId add(TypeId type, const std::vector<TypeAlias>& aliases);
    /// The same shape with everything below `path` marked as unread, JsonField::unread.
    ShapeId withUnread(ShapeId id, std::span<const std::string> path);
    void setUnreadMaker(UnreadMaker maker) { maker_ = std::move(maker); }
    Value unreadValue(ShapeId id, std::string_view bytes) const { return maker_(id, bytes); }
    const Shape& operator[](ShapeId id) const { return shapes_[id]; }
    std::size_t size() const { return shapes_.size(); }
    const TypeTable& types() const { return *types_; }

private:
    ShapeId addNew(TypeId type, const std::vector<TypeAlias>& aliases);
    void addUnion(Shape& shape, const TypeRow& row, const std::vector<TypeAlias>& aliases);

    const TypeTable* types_;  // outlives the table
    std::vector<Shape> shapes_;
    UnreadMaker maker_;
    std::unordered_map<TypeId, ShapeId> known_;  // of the input being added: aliases differ
};

}  // namespace cst
