#include "engine/json/encode.h"

#include "engine/json/pieces.h"
#include "engine/text/utf8.h"
#include "engine/value/cell.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
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

/// Are all eight bytes plain? A byte below 0x20, a quote or a backslash is a zero, or below zero,
/// after the subtraction; such a borrow may make the bytes above look wrong, but never right.
bool arePlain(uint64_t word) {
    constexpr uint64_t kOnes = 0x0101010101010101;
    const uint64_t quotes = word ^ kOnes * '"';
    const uint64_t slashes = word ^ kOnes * '\\';
    return (((word - kOnes * 0x20) | (quotes - kOnes) | (slashes - kOnes) | word) & (kOnes << 7)) ==
           0;
}

void appendEscaped(Pieces& out, std::string_view text, std::size_t& at) {
    static constexpr char kHex[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
        const Utf8Step step = utf8Decode(text, at);
        out.append(step.valid ? text.substr(at, step.length) : std::string_view("\uFFFD"));
        at += step.length;
        return;
    }
    ++at;
    switch (byte) {
    case '"': out.append("\\\""); return;
    case '\\': out.append("\\\\"); return;
    case '\b': out.append("\\b"); return;
    case '\f': out.append("\\f"); return;
    case '\n': out.append("\\n"); return;
    case '\r': out.append("\\r"); return;
    case '\t': out.append("\\t"); return;
    default:
        out.append("\\u00");
        out.append(kHex[byte >> 4]);
        out.append(kHex[byte & 15]);
    }
}

/// Copies bytes from text[at] on as long as they are plain, at most up to `end`.
char* copyPlain(char* to, std::string_view text, std::size_t& at, std::size_t end) {
    uint64_t word;
    for (; end - at >= sizeof word; at += sizeof word, to += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (!arePlain(word)) break;
        std::memcpy(to, &word, sizeof word);
    }
    while (at < end && kPlainBytes.plain[static_cast<unsigned char>(text[at])]) {
        *to++ = text[at++];
    }
    return to;
}

void writeText(Pieces& out, std::string_view text) {
    constexpr std::size_t kAtOnce = 1024;
    out.append('"');
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(at + kAtOnce, text.size());
        out.wrote(copyPlain(out.room(kAtOnce), text, at, end));
        if (at < end) appendEscaped(out, text, at);
    }
    out.append('"');
}

void writeInt(Pieces& out, int64_t value) {
    char* const digits = out.room(kNumberBytes);
    out.wrote(std::to_chars(digits, digits + kNumberBytes, value).ptr);
}

/// Numbers with at most four decimals, as prices are, in a fifth of the time that the shortest
/// digits of any double take. Digits and power of ten are exact as doubles, so if their quotient is
/// the value, they read back as it; and no two numbers of up to fifteen digits are one double, so
/// there is no shorter way to write it.
bool writeShortDecimal(Pieces& out, double value) {
    constexpr double kScale = 1e4;
    const double size = std::fabs(value);
    if (!(size >= 0.01 && size < 1e10)) return false;  // beyond them `1e-04` may be shorter
    const double rounded = std::floor(size * kScale + 0.5);
    if (rounded / kScale != size) return false;
    auto digits = static_cast<uint64_t>(rounded);
    char* to = out.room(kNumberBytes);
    if (value < 0) *to++ = '-';
    to = std::to_chars(to, to + kNumberBytes - 8, digits / 10000).ptr;
    *to++ = '.';
    digits %= 10000;
    do {
        *to++ = static_cast<char>('0' + digits / 1000);
        digits = digits % 1000 * 10;
    } while (digits != 0);
    out.wrote(to);
    return true;
}

void writeFloat(Pieces& out, double value) {
    if (writeShortDecimal(out, value)) return;
    if (!std::isfinite(value)) {
        out.append(std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        return;
    }
    // Up to here integral values are written in full, with `.0`; to_chars would write 1e+06.
    constexpr double kInFull = 1e15;
    char* const digits = out.room(kNumberBytes);
    const bool isInFull = std::fabs(value) < kInFull && value == std::trunc(value) &&
                          !(value == 0 && std::signbit(value));
    char* end = isInFull
                    ? std::to_chars(digits, digits + kNumberBytes, static_cast<int64_t>(value)).ptr
                    : std::to_chars(digits, digits + kNumberBytes, value).ptr;
    if (std::find_if(digits, end, [](char c) { return c == '.' || c == 'e'; }) == end) {
        *end++ = '.';
        *end++ = '0';
    }
    out.wrote(end);
}

/// A text that stands between values. Short ones, which nearly all are, are copied as a block of
/// a fixed size, which costs no call; what is copied too much is written over.
class Prefix {
public:
    explicit Prefix(std::string text) : text_(std::move(text)), size_(text_.size()) {
        text_.resize(std::max(size_, kBlock));
    }
    void write(Pieces& out) const {
        if (size_ > kBlock) {
            out.append(text_);
            return;
        }
        char* const to = out.room(kBlock);
        std::memcpy(to, text_.data(), kBlock);
        out.wrote(to + size_);
    }

private:
    static constexpr std::size_t kBlock = 32;
    std::string text_;
    std::size_t size_;
};

/// How the values of one type are written.
struct Writer {
    TypeKind kind = TypeKind::Error;
    std::vector<Writer> children;  // List, Optional (innermost), Map (key, value), fields …
    std::vector<Prefix> prefixes;  // Record: `{"a":`, `,"b":`; Union: `{"tag":"Int","value":`
    std::vector<TypeId> tags;      // Union
    bool isObject = false;         // Map: with String keys
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
            writer.prefixes.emplace_back(prefix + ':');
            writer.children.push_back(writerOf(types, field.type));
        }
        break;
    case TypeKind::Union:
        for (const TypeId member : row.args) {
            std::string prefix = "{\"tag\":";
            encodeText(prefix, types.tag(member));
            writer.prefixes.emplace_back(prefix + ",\"value\":");
            writer.tags.push_back(types.canonical(member));
            writer.children.push_back(writerOf(types, member));
        }
        break;
    default: break;
    }
    return writer;
}

void write(Pieces& out, const Writer& writer, const Cell& cell);

void writeList(Pieces& out, const Writer& element, const CellList& list) {
    out.append('[');
    const uint32_t end = list.begin + list.size;
    for (uint32_t row = list.begin; row < end && !out.isStopped(); ++row) {
        if (row != list.begin) out.append(',');
        write(out, element, Cell(*list.column, row));
    }
    out.append(']');
}

void writeMap(Pieces& out, const Writer& writer, const MapObject& map) {
    out.append(writer.isObject ? '{' : '[');
    for (uint32_t row = 0; row < map.size && !out.isStopped(); ++row) {
        if (row != 0) out.append(',');
        if (!writer.isObject) out.append('[');
        write(out, writer.children[0], Cell(*map.keys, row));
        out.append(writer.isObject ? ':' : ',');
        write(out, writer.children[1], Cell(*map.values, row));
        if (!writer.isObject) out.append(']');
    }
    out.append(writer.isObject ? '}' : ']');
}

void writeUnion(Pieces& out, const Writer& writer, const TaggedObject& tagged) {
    for (std::size_t i = 0; i < writer.tags.size(); ++i) {
        if (writer.tags[i] == tagged.tag) {
            writer.prefixes[i].write(out);
            write(out, writer.children[i], Cell(tagged.value));
            out.append('}');
            return;
        }
    }
    CST_CHECK(false, "a union value has the tag of no member");
}

void write(Pieces& out, const Writer& writer, const Cell& cell) {
    switch (writer.kind) {
    case TypeKind::String: writeText(out, cell.asText()); return;
    case TypeKind::Int: writeInt(out, cell.asInt()); return;
    case TypeKind::Float: writeFloat(out, cell.asFloat()); return;
    case TypeKind::Boolean: out.append(cell.asBool() ? "true" : "false"); return;
    case TypeKind::List: writeList(out, writer.children[0], cell.asList()); return;
    case TypeKind::Optional:
        if (cell.absent() != 0) {
            out.append("null");
        } else {
            write(out, writer.children[0], cell.innermost());
        }
        return;
    case TypeKind::Map: writeMap(out, writer, cell.asMap()); return;
    case TypeKind::Record:
        for (std::size_t i = 0; i < writer.children.size(); ++i) {
            writer.prefixes[i].write(out);
            write(out, writer.children[i], cell.field(i));
        }
        out.append(writer.children.empty() ? "{}" : "}");
        return;
    case TypeKind::Union: writeUnion(out, writer, cell.asTagged()); return;
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: out.append("null"); return;  // no value of it exists
    }
}

}  // namespace

void encodeValue(Pieces& out, const TypeTable& types, TypeId type, const Value& value) {
    write(out, writerOf(types, type), Cell(value));
}

void encodeValue(std::string& out, const TypeTable& types, TypeId type, const Value& value) {
    Pieces pieces(out);
    encodeValue(pieces, types, type, value);
}

bool encodeValue(const TextSink& sink, const TypeTable& types, TypeId type, const Value& value) {
    Pieces out(sink);
    encodeValue(out, types, type, value);
    out.flush();
    return !out.isStopped();
}

void encodeText(Pieces& out, std::string_view text) {
    writeText(out, text);
}

void encodeText(std::string& out, std::string_view text) {
    Pieces pieces(out);
    writeText(pieces, text);
}

void encodeFloat(std::string& out, double value) {
    Pieces pieces(out);
    writeFloat(pieces, value);
}

}  // namespace cst
