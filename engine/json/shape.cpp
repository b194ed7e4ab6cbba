#include "engine/json/shape.h"

#include <algorithm>
#include <cstring>

namespace cst {

namespace {

constexpr std::size_t kFewNames = 8;  // so many are compared one by one

/// Cheap and good enough for names: length, first and last eight bytes.
std::size_t hashName(std::string_view name) {
    uint64_t first = 0;
    uint64_t last = 0;
    const std::size_t n = std::min(name.size(), sizeof first);
    std::memcpy(&first, name.data(), n);
    std::memcpy(&last, name.data() + name.size() - n, n);
    uint64_t hash = (first ^ (name.size() * 0x9E3779B97F4A7C15U)) * 0xBF58476D1CE4E5B9U;
    hash = (hash ^ (hash >> 29) ^ last) * 0x94D049BB133111EBU;
    return hash ^ (hash >> 32);
}

}  // namespace

KeyTable::KeyTable(const std::vector<std::string_view>& names) : size_(names.size()) {
    for (const std::string_view text : names) {
        Name name;
        name.text = text;
        name.plain = text.find_first_of("\"\\") == std::string_view::npos;
        const std::string quoted = std::string(text) + '"';
        const std::size_t n = std::min(quoted.size(), sizeof name.start);
        std::memset(&name.mask, 0xFF, n);
        // A name that is not plain starts with a NUL, as no key does.
        if (name.plain) std::memcpy(&name.start, quoted.data(), n);
        names_.push_back(name);
    }
    if (names_.size() <= kFewNames) {
        return;
    }
    std::size_t size = 16;
    while (size < 2 * names_.size()) {
        size *= 2;
    }
    buckets_.assign(size, -1);
    for (std::size_t i = 0; i < names_.size(); ++i) {
        std::size_t at = hashName(names_[i].text) & (size - 1);
        while (buckets_[at] >= 0) {
            at = (at + 1) & (size - 1);
        }
        buckets_[at] = static_cast<int32_t>(i);
    }
}

bool KeyTable::matchesSlowly(std::size_t i, const char* key, const char* limit) const {
    const std::string_view text = names_[i].text;
    return names_[i].plain && static_cast<std::size_t>(limit - key) > text.size() &&
           key[text.size()] == '"' && std::memcmp(key, text.data(), text.size()) == 0;
}

int KeyTable::find(std::string_view name) const {
    if (buckets_.empty()) {
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (names_[i].text == name) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }
    const std::size_t mask = buckets_.size() - 1;
    for (std::size_t at = hashName(name) & mask; buckets_[at] >= 0; at = (at + 1) & mask) {
        if (names_[static_cast<std::size_t>(buckets_[at])].text == name) {
            return buckets_[at];
        }
    }
    return -1;
}

ShapeId ShapeTable::add(TypeId type, const std::vector<TypeAlias>& aliases) {
    known_.clear();
    return addNew(type, aliases);
}

ShapeId ShapeTable::withUnread(ShapeId id, std::span<const std::string> path) {
    Shape copy = shapes_[id];
    if (copy.isUnread) return id;
    if (path.empty()) {
        const bool isLarge = copy.kind == TypeKind::List || copy.kind == TypeKind::Map ||
                             copy.kind == TypeKind::Union || copy.kind == TypeKind::Record;
        if (!isLarge) return id;
        copy.isUnread = true;
        copy.eager = id;
    } else {
        const int slot = copy.kind == TypeKind::Record ? copy.names.find(path[0]) : -1;
        if (slot < 0) return id;
        ShapeId& child = copy.children[static_cast<std::size_t>(slot)];
        child = withUnread(child, path.subspan(1));
    }
    shapes_.push_back(std::move(copy));
    return static_cast<ShapeId>(shapes_.size() - 1);
}

ShapeId ShapeTable::addNew(TypeId type, const std::vector<TypeAlias>& aliases) {
    if (const auto found = known_.find(type); found != known_.end()) {
        return found->second;
    }
    const TypeRow& row = (*types_)[type];
    Shape shape;
    shape.type = type;
    shape.kind = row.kind;
    switch (row.kind) {
    case TypeKind::String: shape.accepts = kJsonString; break;
    case TypeKind::Int:
    case TypeKind::Float: shape.accepts = kJsonNumber; break;
    case TypeKind::Boolean: shape.accepts = kJsonBool; break;
    case TypeKind::List:
        shape.accepts = kJsonArray;
        shape.children = {addNew(row.args[0], aliases)};
        break;
    case TypeKind::Map:
        shape.accepts = kJsonArray;
        if (types_->kind(row.args[0]) == TypeKind::String) {
            shape.accepts |= kJsonObject;
        }
        shape.children = {addNew(row.args[0], aliases), addNew(row.args[1], aliases)};
        break;
    case TypeKind::Optional: {
        TypeId inner = row.args[0];
        while (types_->kind(inner) == TypeKind::Optional) {
            inner = types_->element(inner);
        }
        shape.optionalDepth = row.optionalDepth;
        shape.children = {addNew(inner, aliases)};
        shape.accepts = kJsonNull | shapes_[shape.children[0]].accepts;
        break;
    }
    case TypeKind::Record: {
        shape.accepts = kJsonObject;
        std::vector<std::string_view> names;
        for (const FieldType& field : row.fields) {
            names.push_back(field.name);
            shape.children.push_back(addNew(field.type, aliases));
            shape.kinds.push_back(types_->kind(field.type));
        }
        shape.names = KeyTable(names);
        break;
    }
    case TypeKind::Union: addUnion(shape, row, aliases); break;
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: break;  // no value of it exists: nothing is accepted
    }
    shapes_.push_back(std::move(shape));
    const auto id = static_cast<ShapeId>(shapes_.size() - 1);
    known_.emplace(type, id);
    return id;
}

void ShapeTable::addUnion(Shape& shape, const TypeRow& row, const std::vector<TypeAlias>& aliases) {
    shape.accepts = kJsonObject;  // with a tag
    for (const TypeId member : row.args) {
        const auto index = static_cast<uint32_t>(shape.children.size());
        shape.children.push_back(addNew(member, aliases));
        shape.accepts |= shapes_[shape.children.back()].accepts;
        shape.tags.push_back(types_->canonical(member));
        shape.tagNames.emplace_back(types_->tag(member), index);
    }
    for (const TypeAlias& alias : aliases) {
        for (uint32_t index = 0; index < row.args.size(); ++index) {
            if (types_->same(alias.second, row.args[index])) {
                shape.tagNames.emplace_back(alias.first, index);
            }
        }
    }
}

}  // namespace cst
