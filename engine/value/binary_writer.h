#pragma once

#include "engine/base/check.h"
#include "engine/value/cell.h"
#include "engine/value/kernels.h"

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace cst {

/// Writes values in the form of value/binary.h, header apart, to anything that has
/// `append(const char*, std::size_t)`; with `bool take(const Cell&)` it may have its own way with
/// some values. Source: value/binary.h.
template <class Out>
class BinaryWriter {
public:
    BinaryWriter(Out& out, const TypeTable& types) : out_(out), types_(types) {}

    void cell(TypeId type, const Cell& cell);
    void rows(TypeId element, const Column& column, uint32_t begin, uint32_t size);

private:
    template <class T>
    void number(T value) {
        block(&value, 1);
    }
    template <class T>
    void block(const T* data, std::size_t count) {
        out_.append(reinterpret_cast<const char*>(data), count * sizeof(T));
    }
    void list(TypeId element, const Column& column, uint32_t begin, uint32_t size) {
        number(size);
        rows(element, column, begin, size);
    }
    template <class T>
    void ends(const std::vector<T>& all, T shift, uint32_t begin, uint32_t size) {
        for (uint32_t row = begin; row < begin + size; ++row) number<T>(all[row] - shift);
    }

    Out& out_;
    const TypeTable& types_;  // both outlive the writer, which is a local variable
};

template <class Out>
void BinaryWriter<Out>::cell(TypeId type, const Cell& cell) {
    if constexpr (requires { out_.take(cell); }) {
        if (out_.take(cell)) return;
    }
    const TypeRow& row = types_[type];
    switch (row.kind) {
    case TypeKind::Int: number(cell.asInt()); return;
    case TypeKind::Float: number(cell.asFloat()); return;
    case TypeKind::Boolean: number<uint8_t>(cell.asBool() ? 1 : 0); return;
    case TypeKind::String:
        number<uint64_t>(cell.asText().size());
        out_.append(cell.asText().data(), cell.asText().size());
        return;
    case TypeKind::List: {
        const CellList rows = cell.asList();
        list(row.args[0], *rows.column, rows.begin, rows.size);
        return;
    }
    case TypeKind::Record:
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            this->cell(row.fields[i].type, cell.field(i));
        }
        return;
    case TypeKind::Optional:
        number(static_cast<uint8_t>(cell.absent()));
        if (cell.absent() == 0) this->cell(innermostType(types_, type), cell.innermost());
        return;
    case TypeKind::Map: {
        const MapObject& map = cell.asMap();
        list(row.args[0], *map.keys, 0, map.size);
        list(row.args[1], *map.values, 0, map.size);
        return;
    }
    case TypeKind::Union: {
        const TaggedObject& tagged = cell.asTagged();
        for (uint32_t i = 0; i < row.args.size(); ++i) {
            if (types_.canonical(row.args[i]) != tagged.tag) continue;
            number(i);
            this->cell(row.args[i], Cell(tagged.value));
            return;
        }
        CST_CHECK(false, "a union value has the tag of no member");
        return;
    }
    default: return;  // no value of it exists
    }
}

/// Rows [begin, begin + size) of a column.
template <class Out>
void BinaryWriter<Out>::rows(TypeId element, const Column& column, uint32_t begin, uint32_t size) {
    if (size == 0) return;  // `[]` is a column of Nothing, whatever its type says
    if (const auto* ints = std::get_if<IntRows>(&column.rows)) {
        block(ints->data.data() + begin, size);
    } else if (const auto* floats = std::get_if<FloatRows>(&column.rows)) {
        block(floats->data.data() + begin, size);
    } else if (const auto* bools = std::get_if<BoolRows>(&column.rows)) {
        block(bools->data.data() + begin, size);
    } else if (const auto* texts = std::get_if<TextRows>(&column.rows)) {
        const uint64_t first = begin == 0 ? 0 : texts->ends[begin - 1];
        ends<uint64_t>(texts->ends, first, begin, size);
        out_.append(texts->chars.data() + first, texts->ends[begin + size - 1] - first);
    } else if (const auto* lists = std::get_if<ListRows>(&column.rows)) {
        const uint32_t first = lists->beginOf(begin);
        ends<uint32_t>(lists->ends, first, begin, size);
        rows(types_[element].args[0], *lists->child, first, lists->ends[begin + size - 1] - first);
    } else if (const auto* records = std::get_if<RecordRows>(&column.rows)) {
        const auto& fields = types_[element].fields;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            rows(fields[i].type, *records->fields[i], begin, size);
        }
    } else if (const auto* optionals = std::get_if<OptionalRows>(&column.rows)) {
        block(optionals->absent.data() + begin, size);
        rows(innermostType(types_, element), *optionals->child, begin, size);
    } else {
        for (uint32_t row = begin; row < begin + size; ++row) cell(element, Cell(column, row));
    }
}

}  // namespace cst
