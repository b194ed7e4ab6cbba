#pragma once

#include "engine/base/hash.h"
#include "engine/base/id.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cst {

using TypeId = Id<struct TypeTag>;

enum class TypeKind : uint8_t {
    Error,    // reported already: compatible with everything
    Nothing,  // bottom: the element type of `[]`
    String,
    Int,
    Float,
    Boolean,
    List,       // element
    Optional,   // element
    Map,        // key, value
    Record,     // fields, in the order they were written
    Union,      // members, sorted by canonical text, at least two, none a union
    Function,   // parameters, then the result
    Parameter,  // a type parameter of a native signature: T, U, K
};

struct FieldType {
    std::string name;
    TypeId type;
};

/// One interned type. `args` and `fields` mean what the kind says.
struct TypeRow {
    TypeKind kind = TypeKind::Error;
    uint32_t parameter = 0;         // Parameter: 0, 1, …
    uint32_t optionalDepth = 0;     // Optional: 1 + that of its element; else 0
    uint32_t depth = 1;             // levels of nesting: 1 for Int, 2 for List<Int>
    uint64_t textHash = 0;          // of the whole text: the same in every process
    TypeId canonical;               // the same type with all record fields sorted by name
    std::vector<TypeId> args;       // List, Optional, Map, Union, Function
    std::vector<FieldType> fields;  // Record
    std::vector<uint32_t> byName;   // Record: indices of fields, sorted by name
    uint64_t nameBits = 0;          // Record: one bit a name; a subtype has all that this one has
    std::string text;               // as people read it, fields in declared order; a text of
                                    // more than 32 KB is cut
};

/// The bit of a field's name in TypeRow::nameBits. The same in one process only.
uint64_t nameBit(std::string_view name);

namespace types {
inline constexpr TypeId kError{0U};
inline constexpr TypeId kNothing{1U};
inline constexpr TypeId kString{2U};
inline constexpr TypeId kInt{3U};
inline constexpr TypeId kFloat{4U};
inline constexpr TypeId kBoolean{5U};
}  // namespace types

/// Every type once. Two ids are the same type (equal in the sense of the language) if their
/// `canonical` is the same id; the ids themselves also tell the written order of fields apart.
/// Grows only. Thread safe: interning takes a lock, reading a row by id takes none.
class TypeTable {
public:
    TypeTable();
    ~TypeTable();
    TypeTable(const TypeTable&) = delete;
    TypeTable& operator=(const TypeTable&) = delete;

    const TypeRow& operator[](TypeId id) const;
    TypeKind kind(TypeId id) const { return (*this)[id].kind; }
    TypeId canonical(TypeId id) const { return (*this)[id].canonical; }
    bool same(TypeId a, TypeId b) const { return a == b || canonical(a) == canonical(b); }

    TypeId list(TypeId element);
    /// An Optional of 255 levels is its own Optional: Value keeps the level in a byte.
    TypeId optional(TypeId element);
    TypeId map(TypeId key, TypeId value);
    /// Field names must be distinct (the caller reports duplicates).
    TypeId record(std::vector<FieldType> fields);
    /// Flattens, drops duplicates and Nothing; one member left is that member itself. A member
    /// that is Error makes it Error.
    TypeId unionOf(std::span<const TypeId> members);
    TypeId function(std::span<const TypeId> parameters, TypeId result);
    TypeId parameter(uint32_t index);

    /// `{ a: Int, b: List<String> }`: declared order of fields.
    const std::string& text(TypeId id) const { return (*this)[id].text; }
    /// The same with all fields sorted by name: union tags.
    const std::string& tag(TypeId id) const { return (*this)[canonical(id)].text; }

    TypeId element(TypeId id) const { return (*this)[id].args[0]; }  // List, Optional
    const TypeRow* record(TypeId id) const;                          // null if it is no record
    /// Index of a field of a record; -1 if it has none of that name. O(log fields).
    static int fieldIndex(const TypeRow& record, std::string_view name);
    std::size_t size() const { return count_.load(std::memory_order_acquire); }

private:
    static constexpr std::size_t kChunkRows = 1024;
    static constexpr std::size_t kChunks = 4096;

    TypeId intern(TypeRow row);
    TypeId internLocked(TypeRow row);
    TypeId internKeyed(TypeRow row, std::string key);
    TypeId makeCanonicalLocked(const TypeRow& row);

    std::array<std::unique_ptr<TypeRow[]>, kChunks> chunks_;
    std::atomic<std::size_t> count_ = 0;
    std::mutex mutex_;
    std::unordered_map<std::string, TypeId> byKey_;  // guarded by mutex_
};

}  // namespace cst
