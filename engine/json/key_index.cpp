#include "engine/json/key_index.h"

#include "engine/base/hash.h"
#include "engine/value/cell.h"
#include "engine/value/kernels.h"

#include <bit>

namespace cst {

namespace {

uint64_t mix(uint64_t hash, uint64_t more) {
    hash = (hash ^ more) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 32);
}

/// Equal values have equal hashes: -0.0 is 0.0, and the order of a map's entries does not count.
uint64_t hashCell(const TypeTable& types, TypeId type, const Cell& cell) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::String: return hashBytes(cell.asText()).low;
    case TypeKind::Int: return mix(1, static_cast<uint64_t>(cell.asInt()));
    case TypeKind::Float: return mix(2, std::bit_cast<uint64_t>(cell.asFloat() + 0.0));
    case TypeKind::Boolean: return mix(3, cell.asBool() ? 1 : 0);
    case TypeKind::List: {
        const CellList list = cell.asList();
        uint64_t hash = mix(4, list.size);
        for (uint32_t i = list.begin; i < list.begin + list.size; ++i) {
            hash = mix(hash, hashCell(types, row.args[0], Cell(*list.column, i)));
        }
        return hash;
    }
    case TypeKind::Record: {
        uint64_t hash = 5;
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            hash = mix(hash, hashCell(types, row.fields[i].type, cell.field(i)));
        }
        return hash;
    }
    case TypeKind::Optional:
        if (cell.absent() != 0) {
            return mix(6, cell.absent());
        }
        return hashCell(types, innermostType(types, type), cell.innermost());
    case TypeKind::Map: return mix(7, cell.asMap().size);
    case TypeKind::Union: {
        const TaggedObject& tagged = cell.asTagged();
        const TypeId member = memberWithTag(types, type, tagged.tag);
        return mix(tagged.tag.index, hashCell(types, member, Cell(tagged.value)));
    }
    default: return 0;
    }
}

bool equalRows(const TypeTable& types, TypeId type, const Column& rows, uint32_t a, uint32_t b) {
    if (const auto* texts = std::get_if<TextRows>(&rows.rows)) {
        return texts->at(a) == texts->at(b);
    }
    if (const auto* ints = std::get_if<IntRows>(&rows.rows)) {
        return ints->data[a] == ints->data[b];
    }
    return equals(types, type, rows.at(a), rows.at(b));
}

}  // namespace

std::vector<uint32_t> firstEqualRows(const TypeTable& types, TypeId type, const Column& rows) {
    const uint32_t count = rows.size();
    std::vector<uint32_t> first(count);
    std::size_t size = 8;
    while (size < std::size_t{2} * count) {
        size *= 2;
    }
    constexpr uint32_t kFree = UINT32_MAX;
    std::vector<uint32_t> buckets(size, kFree);
    for (uint32_t i = 0; i < count; ++i) {
        std::size_t at = hashCell(types, type, Cell(rows, i)) & (size - 1);
        while (buckets[at] != kFree && !equalRows(types, type, rows, buckets[at], i)) {
            at = (at + 1) & (size - 1);
        }
        if (buckets[at] == kFree) {
            buckets[at] = i;
        }
        first[i] = buckets[at];
    }
    return first;
}

}  // namespace cst
