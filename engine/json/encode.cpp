#include "engine/json/encode.h"

#include "engine/text/utf8.h"
#include "engine/value/cell.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

// Values are read through Cells, so a row of a column is written from where it stands. What
// depends on the type alone (`{"id":`, `,"name":`, the tags of unions) is made once per call and
// type, as a tree of Writers.

namespace cst {

namespace {

constexpr std::size_t kNumberBytes = 32;  // the longest double has 24

/// Bytes that stand for themselves between quotes, in a table of 256.
struct PlainBytes {
    bool plain[256] = {};
    constexpr PlainBytes() {
        for (int c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
    }
};
constexpr PlainBytes kPlainBytes;

void appendEscaped(std::string& out, std::string_view text, std::size_t& at) {
    static constexpr char kHex[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
        const Utf8Step step = utf8Decode(text, at);
        out += step.valid ? text.substr(at, step.length) : std::string_view("\uFFFD");
        at += step.length;
        return;
    }
    ++at;
    out += '\\';
    switch (byte) {
    case '"': out += '"'; return;
    case '\\': out += '\\'; return;
    case '\b': out += 'b'; return;
    case '\f': out += 'f'; return;
    case '\n': out += 'n'; return;
    case '\r': out += 'r'; return;
    case '\t': out += 't'; return;
    default:
        out += "u00";
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
    }
}

void encodeInt(std::string& out, int64_t value) {
    char digits[kNumberBytes];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, static_cast<std::size_t>(end - digits));
}

/// How the values of one type are written.
struct Writer {
    TypeKind kind = TypeKind::Error;
    std::vector<Writer> children;       // List, Optional (innermost), Map (key, value), fields …
    std::vector<std::string> prefixes;  // Record: `{"a":`, `,"b":`; Union: `{"tag":"Int","value":`
    std::vector<TypeId> tags;           // Union
    bool isObject = false;              // Map: with String keys
};

Writer writerOf(const TypeTable& types, TypeId type) {
    const TypeRow& row = types[type];
    Writer writer;
    writer.kind = row.kind;
    switch (row.kind) {
    case TypeKind::List: writer.children.push_back(writerOf(types, row.args[0])); break;
    case TypeKind::Optional:
        writer.children.push_back(writerOf(types, innermostType(types, type)));
        break;
    case TypeKind::Map:
        writer.children.push_back(writerOf(types, row.args[0]));
        writer.children.push_back(writerOf(types, row.args[1]));
        writer.isObject = types.kind(row.args[0]) == TypeKind::String;
        break;
    case TypeKind::Record:
        for (const FieldType& field : row.fields) {
            std::string prefix = writer.prefixes.empty() ? "{" : ",";
            encodeText(prefix, field.name);
            writer.prefixes.push_back(prefix + ':');
            writer.children.push_back(writerOf(types, field.type));
        }
        break;
    case TypeKind::Union:
        for (const TypeId member : row.args) {
            std::string prefix = "{\"tag\":";
            encodeText(prefix, types.tag(member));
            writer.prefixes.push_back(prefix + ",\"value\":");
            writer.tags.push_back(types.canonical(member));
            writer.children.push_back(writerOf(types, member));
        }
        break;
    default: break;
    }
    return writer;
}

void write(std::string& out, const Writer& writer, const Cell& cell);

void writeList(std::string& out, const Writer& element, const CellList& list) {
    out += '[';
    const uint32_t end = list.begin + list.size;
    for (uint32_t row = list.begin; row < end; ++row) {
        if (row != list.begin) out += ',';
        write(out, element, Cell(*list.column, row));
    }
    out += ']';
}

void writeMap(std::string& out, const Writer& writer, const MapObject& map) {
    out += writer.isObject ? '{' : '[';
    for (uint32_t row = 0; row < map.size; ++row) {
        if (row != 0) out += ',';
        if (!writer.isObject) out += '[';
        write(out, writer.children[0], Cell(*map.keys, row));
        out += writer.isObject ? ':' : ',';
        write(out, writer.children[1], Cell(*map.values, row));
        if (!writer.isObject) out += ']';
    }
    out += writer.isObject ? '}' : ']';
}

void writeUnion(std::string& out, const Writer& writer, const TaggedObject& tagged) {
    for (std::size_t i = 0; i < writer.tags.size(); ++i) {
        if (writer.tags[i] == tagged.tag) {
            out += writer.prefixes[i];
            write(out, writer.children[i], Cell(tagged.value));
            out += '}';
            return;
        }
    }
    CST_CHECK(false, "a union value has the tag of no member");
}

void write(std::string& out, const Writer& writer, const Cell& cell) {
    switch (writer.kind) {
    case TypeKind::String: encodeText(out, cell.asText()); return;
    case TypeKind::Int: encodeInt(out, cell.asInt()); return;
    case TypeKind::Float: encodeFloat(out, cell.asFloat()); return;
    case TypeKind::Boolean: out += cell.asBool() ? "true" : "false"; return;
    case TypeKind::List: writeList(out, writer.children[0], cell.asList()); return;
    case TypeKind::Optional:
        if (cell.absent() != 0) {
            out += "null";
        } else {
            write(out, writer.children[0], cell.innermost());
        }
        return;
    case TypeKind::Map: writeMap(out, writer, cell.asMap()); return;
    case TypeKind::Record:
        for (std::size_t i = 0; i < writer.children.size(); ++i) {
            out += writer.prefixes[i];
            write(out, writer.children[i], cell.field(i));
        }
        out += writer.children.empty() ? "{}" : "}";
        return;
    case TypeKind::Union: writeUnion(out, writer, cell.asTagged()); return;
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: out += "null"; return;  // no value of it exists
    }
}

}  // namespace

void encodeValue(std::string& out, const TypeTable& types, TypeId type, const Value& value) {
    write(out, writerOf(types, type), Cell(value));
}

void encodeText(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plainFrom = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        if (kPlainBytes.plain[static_cast<unsigned char>(text[at])]) {
            ++at;
            continue;
        }
        out.append(text, plainFrom, at - plainFrom);
        appendEscaped(out, text, at);
        plainFrom = at;
    }
    out.append(text, plainFrom, at - plainFrom);
    out += '"';
}

void encodeFloat(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
        return;
    }
    // Up to here integral values are written in full, with `.0`; to_chars would write 1e+06.
    constexpr double kInFull = 1e15;
    char digits[kNumberBytes];
    if (std::fabs(value) < kInFull && value == std::trunc(value) &&
        !(value == 0 && std::signbit(value))) {
        char* end = std::to_chars(digits, digits + sizeof digits, static_cast<int64_t>(value)).ptr;
        *end++ = '.';
        *end++ = '0';
        out.append(digits, static_cast<std::size_t>(end - digits));
        return;
    }
    char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    if (std::find_if(digits, end, [](char c) { return c == '.' || c == 'e'; }) == end) {
        *end++ = '.';
        *end++ = '0';
    }
    out.append(digits, static_cast<std::size_t>(end - digits));
}

}  // namespace cst
