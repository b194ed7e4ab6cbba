#include "engine/value/cell.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace cst {
namespace {

bool equalCells(const TypeTable& types, TypeId type, const Cell& a, const Cell& b);

bool equalLists(const TypeTable& types, TypeId element, CellList a, CellList b) {
    if (a.size != b.size) return false;
    if (a.size == 0) return true;
    if (element == types::kInt) {
        const auto* ints = &std::get<IntRows>(a.column->rows).data[a.begin];
        return std::equal(ints, ints + a.size, &std::get<IntRows>(b.column->rows).data[b.begin]);
    }
    for (uint32_t i = 0; i < a.size; ++i) {
        if (!equalCells(types, element, Cell(*a.column, a.begin + i),
                        Cell(*b.column, b.begin + i))) {
            return false;
        }
    }
    return true;
}

bool equalRecords(const TypeTable& types, const TypeRow& type, const Cell& a, const Cell& b) {
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        if (!equalCells(types, type.fields[i].type, a.field(i), b.field(i))) return false;
    }
    return true;
}

/// Finds the entry of a map that has a given key: by hash for texts, by search for all others.
class KeyFinder {
public:
    KeyFinder(const TypeTable& types, TypeId keyType, const MapObject& map)
        : types_(types), keyType_(keyType), map_(map) {
        if (keyType != types::kString || map.size == 0) return;
        const auto& texts = std::get<TextRows>(map.keys->rows);
        for (uint32_t i = 0; i < map.size; ++i) byText_.emplace(texts.at(i), i);
    }

    /// Row of the key; the map's size if it has none.
    uint32_t find(const Cell& key) const {
        if (keyType_ == types::kString) {
            const auto found = byText_.find(key.asText());
            return found == byText_.end() ? map_.size : found->second;
        }
        uint32_t row = 0;
        while (row < map_.size && !equalCells(types_, keyType_, key, Cell(*map_.keys, row))) ++row;
        return row;
    }

private:
    const TypeTable& types_;  // this and the map outlive the finder, which is a local variable
    TypeId keyType_;
    const MapObject& map_;
    std::unordered_map<std::string_view, uint32_t> byText_;
};

bool equalMaps(const TypeTable& types, const TypeRow& type, const MapObject& a,
               const MapObject& b) {
    if (a.size != b.size) return false;
    const KeyFinder finder(types, type.args[0], b);
    for (uint32_t i = 0; i < a.size; ++i) {
        const uint32_t other = finder.find(Cell(*a.keys, i));
        if (other == b.size ||
            !equalCells(types, type.args[1], Cell(*a.values, i), Cell(*b.values, other))) {
            return false;
        }
    }
    return true;
}

/// Language §4.11.
bool equalCells(const TypeTable& types, TypeId type, const Cell& a, const Cell& b) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::String: return a.asText() == b.asText();
    case TypeKind::Int: return a.asInt() == b.asInt();
    case TypeKind::Float: return a.asFloat() == b.asFloat();
    case TypeKind::Boolean: return a.asBool() == b.asBool();
    case TypeKind::List: return equalLists(types, row.args[0], a.asList(), b.asList());
    case TypeKind::Record: return equalRecords(types, row, a, b);
    case TypeKind::Map: return equalMaps(types, row, a.asMap(), b.asMap());
    case TypeKind::Optional:
        if (a.absent() != b.absent()) return false;
        return a.absent() != 0 ||
               equalCells(types, innermostType(types, type), a.innermost(), b.innermost());
    case TypeKind::Union: {
        const TaggedObject& left = a.asTagged();
        const TaggedObject& right = b.asTagged();
        return left.tag == right.tag && equalCells(types, memberWithTag(types, type, left.tag),
                                                   Cell(left.value), Cell(right.value));
    }
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: return true;  // there are no values of these
    }
    return true;
}

}  // namespace

bool equals(const TypeTable& types, TypeId type, const Value& a, const Value& b) {
    return equalCells(types, type, Cell(a), Cell(b));
}

int compareKeys(const TypeTable& types, TypeId type, const Value& a, const Value& b) {
    const auto sign = [](const auto& x, const auto& y) { return (x > y) - (x < y); };
    switch (types.kind(type)) {
    case TypeKind::Int: return sign(a.asInt(), b.asInt());
    case TypeKind::Float: {
        const double x = a.asFloat();
        const double y = b.asFloat();
        if (std::isnan(x) || std::isnan(y)) {
            return static_cast<int>(std::isnan(x)) - static_cast<int>(std::isnan(y));
        }
        return sign(x, y);
    }
    case TypeKind::String: return sign(a.asText().compare(b.asText()), 0);
    default: CST_CHECK(false, "keys are Int, Float or String"); return 0;
    }
}

}  // namespace cst
