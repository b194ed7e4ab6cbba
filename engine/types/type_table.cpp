// How types are interned
// ----------------------
// A row is found by its key: the kind, the ids of its parts and the names of its fields, as bytes.
// Parts are interned before the whole, so equal structure means equal ids means equal keys, and
// building a type costs O(its own parts), however deep they go.
//
// Each row also knows its canonical row: the same kind over canonical parts, record fields sorted
// by name. It is interned together with the row, so `same()` is one comparison of ids.
//
// Readers take no lock. A row lies in a chunk that never moves, is complete before `count_`
// passes it, and nobody can hold its id earlier than that.

#include "engine/types/type_table.h"

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/base/seen.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace cst {
namespace {

// A record that holds another one twice, thirty levels deep, would need a gigabyte of text.
constexpr std::size_t kMaxTextBytes = 32768;
// Value keeps the depth at which an Optional is None in one byte.
constexpr uint32_t kMaxOptionalDepth = 255;

void appendNumber(std::string& key, uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) {
        key.push_back(static_cast<char>((number >> shift) & 0xFFU));
    }
}

std::string keyOf(const TypeRow& row) {
    std::string key;
    key.push_back(static_cast<char>(row.kind));
    if (row.kind == TypeKind::Parameter) appendNumber(key, row.parameter);
    for (const TypeId arg : row.args) appendNumber(key, arg.index);
    for (const FieldType& field : row.fields) {
        appendNumber(key, field.type.index);
        appendNumber(key, static_cast<uint32_t>(field.name.size()));
        key += field.name;
    }
    return key;
}

std::string parameterName(uint32_t index) {
    static constexpr std::array<std::string_view, 3> kNames = {"T", "U", "K"};
    return index < kNames.size() ? std::string(kNames[index]) : "T" + std::to_string(index);
}

/// Joins the texts of `ids` by `separator`.
std::string listed(const TypeTable& types, std::span<const TypeId> ids,
                   std::string_view separator) {
    std::string text;
    for (const TypeId id : ids) {
        if (!text.empty()) text += separator;
        text += types.text(id);
    }
    return text;
}

std::string recordText(const TypeTable& types, const std::vector<FieldType>& fields) {
    if (fields.empty()) return "{}";
    std::string text;
    for (const FieldType& field : fields) {
        text += text.empty() ? "{ " : ", ";
        text += field.name;
        text += ": ";
        text += types.text(field.type);
    }
    return text + " }";
}

/// Language §3.2.
std::string textOf(const TypeTable& types, const TypeRow& row) {
    switch (row.kind) {
    case TypeKind::Error: return "?";
    case TypeKind::Nothing: return "Nothing";
    case TypeKind::String: return "String";
    case TypeKind::Int: return "Int";
    case TypeKind::Float: return "Float";
    case TypeKind::Boolean: return "Boolean";
    case TypeKind::List: return "List<" + types.text(row.args[0]) + ">";
    case TypeKind::Optional: return "Optional<" + types.text(row.args[0]) + ">";
    case TypeKind::Map: return "Map<" + listed(types, row.args, ", ") + ">";
    case TypeKind::Record: return recordText(types, row.fields);
    case TypeKind::Union: return listed(types, row.args, " | ");
    case TypeKind::Function: {
        const std::span<const TypeId> args(row.args);
        return "(" + listed(types, args.first(args.size() - 1), ", ") + ") => " +
               types.text(args.back());
    }
    case TypeKind::Parameter: return parameterName(row.parameter);
    }
    return {};
}

/// Cuts a text that nobody can read anyway, between two code points.
std::string shortened(std::string text) {
    if (text.size() <= kMaxTextBytes) return text;
    text.resize(kMaxTextBytes);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0) {
        text.pop_back();
    }
    return text + "…";
}

uint32_t depthOf(const TypeTable& types, const TypeRow& row) {
    uint32_t depth = 0;
    for (const TypeId arg : row.args) depth = std::max(depth, types[arg].depth);
    for (const FieldType& field : row.fields) depth = std::max(depth, types[field.type].depth);
    return depth + 1;
}

}  // namespace

uint64_t nameBit(std::string_view name) {
    return uint64_t{1} << (std::hash<std::string_view>()(name) % 64);
}

namespace {

void indexNames(TypeRow& row) {
    row.byName.resize(row.fields.size());
    std::iota(row.byName.begin(), row.byName.end(), 0U);
    std::sort(row.byName.begin(), row.byName.end(),
              [&](uint32_t a, uint32_t b) { return row.fields[a].name < row.fields[b].name; });
    for (const FieldType& field : row.fields) {
        row.nameBits |= nameBit(field.name);
    }
}

}  // namespace

TypeTable::TypeTable() {
    const std::lock_guard lock(mutex_);
    for (const TypeKind kind : {TypeKind::Error, TypeKind::Nothing, TypeKind::String, TypeKind::Int,
                                TypeKind::Float, TypeKind::Boolean}) {
        TypeRow row;
        row.kind = kind;
        internLocked(std::move(row));
    }
    CST_CHECK(kind(types::kError) == TypeKind::Error && kind(types::kBoolean) == TypeKind::Boolean,
              "the first types have fixed ids");
}

TypeTable::~TypeTable() = default;

const TypeRow& TypeTable::operator[](TypeId id) const {
    CST_DCHECK(id.index < size(), "type id out of range");
    return chunks_[id.index / kChunkRows][id.index % kChunkRows];
}

TypeId TypeTable::intern(TypeRow row) {
    std::string key = keyOf(row);
    const std::lock_guard lock(mutex_);
    return internKeyed(std::move(row), std::move(key));
}

TypeId TypeTable::internLocked(TypeRow row) {
    std::string key = keyOf(row);
    return internKeyed(std::move(row), std::move(key));
}

/// Under the lock, too.
TypeId TypeTable::internKeyed(TypeRow row, std::string key) {
    if (const auto found = byKey_.find(key); found != byKey_.end()) return found->second;

    const TypeId other = makeCanonicalLocked(row);
    std::string text = textOf(*this, row);
    row.textHash = hashBytes(text).low;
    row.text = shortened(std::move(text));
    row.depth = depthOf(*this, row);
    if (row.kind == TypeKind::Record) indexNames(row);
    if (row.kind == TypeKind::Optional) {
        row.optionalDepth = (*this)[row.args[0]].optionalDepth + 1;
    }

    const std::size_t index = count_.load(std::memory_order_relaxed);
    CST_CHECK(index < kChunkRows * kChunks, "too many types");
    const TypeId id(index);
    row.canonical = other.hasValue() ? other : id;
    auto& chunk = chunks_[index / kChunkRows];
    if (!chunk) chunk = std::make_unique<TypeRow[]>(kChunkRows);
    chunk[index % kChunkRows] = std::move(row);
    count_.store(index + 1, std::memory_order_release);
    byKey_.emplace(std::move(key), id);
    return id;
}

TypeId TypeTable::makeCanonicalLocked(const TypeRow& row) {
    TypeRow sorted;
    sorted.kind = row.kind;
    sorted.parameter = row.parameter;
    bool changed = false;
    for (const TypeId arg : row.args) {
        sorted.args.push_back(canonical(arg));
        changed = changed || sorted.args.back() != arg;
    }
    for (const FieldType& field : row.fields) {
        sorted.fields.push_back({field.name, canonical(field.type)});
        changed = changed || sorted.fields.back().type != field.type;
    }
    const auto byName = [](const FieldType& a, const FieldType& b) { return a.name < b.name; };
    if (!std::is_sorted(sorted.fields.begin(), sorted.fields.end(), byName)) {
        std::sort(sorted.fields.begin(), sorted.fields.end(), byName);
        changed = true;
    }
    return changed ? internLocked(std::move(sorted)) : TypeId();
}

TypeId TypeTable::list(TypeId element) {
    TypeRow row;
    row.kind = TypeKind::List;
    row.args = {element};
    return intern(std::move(row));
}

TypeId TypeTable::optional(TypeId element) {
    if ((*this)[element].optionalDepth >= kMaxOptionalDepth) return element;
    TypeRow row;
    row.kind = TypeKind::Optional;
    row.args = {element};
    return intern(std::move(row));
}

TypeId TypeTable::map(TypeId key, TypeId value) {
    TypeRow row;
    row.kind = TypeKind::Map;
    row.args = {key, value};
    return intern(std::move(row));
}

TypeId TypeTable::record(std::vector<FieldType> fields) {
    TypeRow row;
    row.kind = TypeKind::Record;
    row.fields = std::move(fields);
    return intern(std::move(row));
}

TypeId TypeTable::unionOf(std::span<const TypeId> members) {
    std::vector<TypeId> flat;
    Seen<TypeId> known;  // canonical
    const auto add = [&](TypeId member) {
        if (member != types::kNothing && known.add(canonical(member))) {
            flat.push_back(member);
        }
    };
    for (const TypeId member : members) {
        if (kind(member) == TypeKind::Union) {
            for (const TypeId inner : (*this)[member].args) add(inner);
        } else {
            add(member);
        }
    }
    if (flat.empty()) return types::kNothing;
    if (std::find(flat.begin(), flat.end(), types::kError) != flat.end()) return types::kError;
    if (flat.size() == 1) return flat[0];
    std::stable_sort(flat.begin(), flat.end(), [&](TypeId a, TypeId b) { return tag(a) < tag(b); });
    TypeRow row;
    row.kind = TypeKind::Union;
    row.args = std::move(flat);
    return intern(std::move(row));
}

TypeId TypeTable::function(std::span<const TypeId> parameters, TypeId result) {
    TypeRow row;
    row.kind = TypeKind::Function;
    row.args.assign(parameters.begin(), parameters.end());
    row.args.push_back(result);
    return intern(std::move(row));
}

TypeId TypeTable::parameter(uint32_t index) {
    TypeRow row;
    row.kind = TypeKind::Parameter;
    row.parameter = index;
    return intern(std::move(row));
}

const TypeRow* TypeTable::record(TypeId id) const {
    const TypeRow& row = (*this)[id];
    return row.kind == TypeKind::Record ? &row : nullptr;
}

int TypeTable::fieldIndex(const TypeRow& record, std::string_view name) {
    const auto found = std::lower_bound(record.byName.begin(), record.byName.end(), name,
                                        [&](uint32_t field, std::string_view wanted) {
                                            return record.fields[field].name < wanted;
                                        });
    const bool isThere = found != record.byName.end() && record.fields[*found].name == name;
    return isThere ? static_cast<int>(*found) : -1;
}

}  // namespace cst
