#include "engine/value/cell.h"
#include "engine/value/kernels.h"

#include <charconv>

namespace cst {
namespace {

void appendCell(std::string& out, const TypeTable& types, TypeId type, const Cell& cell);

void appendInt(std::string& out, int64_t value) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

void appendList(std::string& out, const TypeTable& types, TypeId element, CellList list) {
    out.push_back('[');
    for (uint32_t i = 0; i < list.size; ++i) {
        if (i > 0) out += ", ";
        appendCell(out, types, element, Cell(*list.column, list.begin + i));
    }
    out.push_back(']');
}

void appendRecord(std::string& out, const TypeTable& types, const TypeRow& type, const Cell& cell) {
    out.push_back('{');
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        if (i > 0) out += ", ";
        out += type.fields[i].name;
        out += ": ";
        appendCell(out, types, type.fields[i].type, cell.field(i));
    }
    out.push_back('}');
}

void appendMap(std::string& out, const TypeTable& types, const TypeRow& type,
               const MapObject& map) {
    out.push_back('{');
    for (uint32_t i = 0; i < map.size; ++i) {
        if (i > 0) out += ", ";
        appendCell(out, types, type.args[0], Cell(*map.keys, i));
        out += ": ";
        appendCell(out, types, type.args[1], Cell(*map.values, i));
    }
    out.push_back('}');
}

/// Language §4.12.
void appendCell(std::string& out, const TypeTable& types, TypeId type, const Cell& cell) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::String: out += cell.asText(); return;
    case TypeKind::Int: appendInt(out, cell.asInt()); return;
    case TypeKind::Float: appendFloatText(out, cell.asFloat()); return;
    case TypeKind::Boolean: out += cell.asBool() ? "true" : "false"; return;
    case TypeKind::List: appendList(out, types, row.args[0], cell.asList()); return;
    case TypeKind::Record: appendRecord(out, types, row, cell); return;
    case TypeKind::Map: appendMap(out, types, row, cell.asMap()); return;
    case TypeKind::Optional:
        if (cell.absent() == 0) {
            appendCell(out, types, innermostType(types, type), cell.innermost());
        }
        return;
    case TypeKind::Union: {
        const TaggedObject& tagged = cell.asTagged();
        appendCell(out, types, memberWithTag(types, type, tagged.tag), Cell(tagged.value));
        return;
    }
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: return;  // there are no values of these
    }
}

}  // namespace

void appendText(std::string& out, const TypeTable& types, TypeId type, const Value& value) {
    appendCell(out, types, type, Cell(value));
}

}  // namespace cst
