#include "engine/json/encode.h"

#include "engine/json/pieces.h"
#include "engine/json/scalar_text.h"
#include "engine/text/utf8.h"
#include "engine/value/cell.h"
#include "engine/value/column.h"

#include <algorithm>
#include <cstring>
#include <vector>

// What depends on the type alone (`{"id":`, `,"name":`, the tags of unions) is made once per call
// and type, as a tree of Writers. A list opens its columns once, as a tree of Rows, and writes each
// row from where it stands. The place in the text is handed from function to function, so that it
// stays in a register.

namespace cst {

namespace {

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

/// A string with its quotes. Up to `readable` bytes can be read, if only to be thrown away.
char* writeText(Pieces& out, char* to, std::string_view text, const char* readable) {
    constexpr std::size_t kStep = 16;
    const char* at = text.data();
    const char* const end = at + text.size();
    to = out.room(to, 2 * kStep);
    *to++ = '"';
    while (at < end) {
        to = out.room(to, 2 * kStep);
        const auto left = static_cast<std::size_t>(end - at);
        std::size_t plain = 0;
        if (static_cast<std::size_t>(readable - at) >= kStep) {
            plain = std::min(copySixteen(to, at), left);
        } else {
            while (plain < left && isPlain(at[plain])) {
                to[plain] = at[plain];
                ++plain;
            }
        }
        at += plain;
        to += plain;
        if (at < end && plain < kStep) {
            std::size_t offset = text.size() - static_cast<std::size_t>(end - at);
            out.wrote(to);
            appendEscaped(out, text, offset);
            to = out.room(0);
            at = text.data() + offset;
        }
    }
    to = out.room(to, 1);
    *to++ = '"';
    return to;
}

char* writeText(Pieces& out, char* to, std::string_view text) {
    return writeText(out, to, text, text.data() + text.size());
}

char* append(Pieces& out, char* to, std::string_view text) {
    out.wrote(to);
    out.append(text);
    return out.room(0);
}

/// A text that stands between values. Short ones, which nearly all are, are copied as a block of
/// a fixed size, which costs no call; what is copied too much is written over.
class Prefix {
public:
    explicit Prefix(std::string text) : text_(std::move(text)), size_(text_.size()) {
        text_.resize(std::max(size_, kBlock));
    }
    /// Room for `more` bytes behind it.
    char* write(Pieces& out, char* to, std::size_t more) const {
        if (size_ > kBlock) return out.room(append(out, to, text_), more);
        to = out.room(to, kBlock + more);
        std::memcpy(to, text_.data(), kBlock);
        return to + size_;
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

/// A column, opened: what its rows are made of, and how they are written. Made once a list, so that
/// a row asks nobody. Borrows from the column and the writer.
struct Rows {
    const Writer* writer = nullptr;
    const int64_t* ints = nullptr;
    const double* floats = nullptr;
    const uint8_t* flags = nullptr;  // Boolean; Optional: as Value::absent
    const TextRows* texts = nullptr;
    const uint32_t* ends = nullptr;   // List: where the rows of its child end
    const Value* values = nullptr;    // any type, boxed
    std::vector<Rows> children = {};  // List, Optional: one; Record: fields
};

Rows opened(const Writer& writer, const Column& column) {
    Rows rows;
    rows.writer = &writer;
    if (const auto* boxed = std::get_if<BoxedRows>(&column.rows)) {
        rows.values = boxed->data.data();
        return rows;
    }
    switch (writer.kind) {
    case TypeKind::Int: rows.ints = std::get<IntRows>(column.rows).data.data(); break;
    case TypeKind::Float: rows.floats = std::get<FloatRows>(column.rows).data.data(); break;
    case TypeKind::Boolean: rows.flags = std::get<BoolRows>(column.rows).data.data(); break;
    case TypeKind::String: rows.texts = &std::get<TextRows>(column.rows); break;
    case TypeKind::List: {
        const auto& lists = std::get<ListRows>(column.rows);
        rows.ends = lists.ends.data();
        rows.children.push_back(opened(writer.children[0], *lists.child));
        break;
    }
    case TypeKind::Optional: {
        const auto& optionals = std::get<OptionalRows>(column.rows);
        rows.flags = optionals.absent.data();
        rows.children.push_back(opened(writer.children[0], *optionals.child));
        break;
    }
    case TypeKind::Record: {
        const auto& fields = std::get<RecordRows>(column.rows).fields;
        rows.children.reserve(fields.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            rows.children.push_back(opened(writer.children[i], *fields[i]));
        }
        break;
    }
    default: break;  // the others have boxed rows
    }
    return rows;
}

char* write(Pieces& out, char* to, const Writer& writer, const Value& value);

char* writeRow(Pieces& out, char* to, const Rows& rows, uint32_t row);

/// From the first rows on it tells how many bytes the list is likely to have, each time at most 64
/// times what it has: rows may become shorter.
char* writeRange(Pieces& out, char* to, const Rows& rows, uint32_t begin, uint32_t end) {
    constexpr std::size_t kAtOnce = 64;
    constexpr std::size_t kMostExpected = 64UL << 20;
    const std::size_t start = out.written(to);
    std::size_t next = kAtOnce;
    to = out.room(to, 2);
    *to++ = '[';
    for (uint32_t row = begin; row < end && !out.isStopped(); ++row) {
        if (row - begin == next) {
            const std::size_t rowsAhead = std::min<std::size_t>(end - row, next * kAtOnce);
            const std::size_t likely = (out.written(to) - start) / next * rowsAhead;
            out.expect(std::min(likely + likely / 16, kMostExpected));
            next *= kAtOnce;
        }
        to = out.room(to, 1 + kNumberBytes);
        if (row != begin) *to++ = ',';
        to = writeRow(out, to, rows, row);
    }
    to = out.room(to, 1);
    *to++ = ']';
    return to;
}

/// Of a record.
char* writeEnd(Pieces& out, char* to, bool isEmpty) {
    to = out.room(to, 2);
    if (isEmpty) *to++ = '{';
    *to++ = '}';
    return to;
}

char* writeBool(char* to, bool value) {
    std::memcpy(to, value ? "true\0\0\0" : "false\0\0", 8);
    return to + (value ? 4 : 5);
}

/// Room for a number has to be there.
char* writeRow(Pieces& out, char* to, const Rows& rows, uint32_t row) {
    if (rows.values != nullptr) return write(out, to, *rows.writer, rows.values[row]);
    switch (rows.writer->kind) {
    case TypeKind::Int: return writeInt(to, rows.ints[row]);
    case TypeKind::Float: return writeFloat(to, rows.floats[row]);
    case TypeKind::Boolean: return writeBool(to, rows.flags[row] != 0);
    case TypeKind::String: {
        const std::string& all = rows.texts->chars;
        return writeText(out, to, rows.texts->at(row), all.data() + all.size());
    }
    case TypeKind::List:
        return writeRange(out, to, rows.children[0], row == 0 ? 0 : rows.ends[row - 1],
                          rows.ends[row]);
    case TypeKind::Optional:
        return rows.flags[row] != 0 ? append(out, to, "null")
                                    : writeRow(out, to, rows.children[0], row);
    case TypeKind::Record: {
        const Prefix* prefix = rows.writer->prefixes.data();
        for (const Rows& field : rows.children) {
            to = prefix++->write(out, to, kNumberBytes);
            to = writeRow(out, to, field, row);
        }
        return writeEnd(out, to, rows.children.empty());
    }
    default: return append(out, to, "null");
    }
}

char* writeMap(Pieces& out, char* to, const Writer& writer, const MapObject& map) {
    const Rows keys = opened(writer.children[0], *map.keys);
    const Rows values = opened(writer.children[1], *map.values);
    to = append(out, to, writer.isObject ? "{" : "[");
    for (uint32_t row = 0; row < map.size && !out.isStopped(); ++row) {
        to = out.room(to, 2 + kNumberBytes);
        if (row != 0) *to++ = ',';
        if (!writer.isObject) *to++ = '[';
        to = writeRow(out, to, keys, row);
        to = out.room(to, 1 + kNumberBytes);
        *to++ = writer.isObject ? ':' : ',';
        to = writeRow(out, to, values, row);
        if (!writer.isObject) to = append(out, to, "]");
    }
    return append(out, to, writer.isObject ? "}" : "]");
}

char* writeUnion(Pieces& out, char* to, const Writer& writer, const TaggedObject& tagged) {
    for (std::size_t i = 0; i < writer.tags.size(); ++i) {
        if (writer.tags[i] == tagged.tag) {
            to = writer.prefixes[i].write(out, to, kNumberBytes);
            return append(out, write(out, to, writer.children[i], tagged.value), "}");
        }
    }
    CST_CHECK(false, "a union value has the tag of no member");
}

/// Room for a number has to be there.
char* write(Pieces& out, char* to, const Writer& writer, const Value& value) {
    switch (writer.kind) {
    case TypeKind::String: return writeText(out, to, value.asText());
    case TypeKind::Int: return writeInt(to, value.asInt());
    case TypeKind::Float: return writeFloat(to, value.asFloat());
    case TypeKind::Boolean: return writeBool(to, value.asBool());
    case TypeKind::List: {
        const ListObject& list = value.asList();
        const Rows rows = opened(writer.children[0], *list.column);
        return writeRange(out, to, rows, list.begin, list.begin + list.size);
    }
    case TypeKind::Optional:
        return value.absent() != 0 ? append(out, to, "null")
                                   : write(out, to, writer.children[0], value);
    case TypeKind::Map: return writeMap(out, to, writer, value.asMap());
    case TypeKind::Record: {
        const Value* field = value.asRecord().fields().data();
        for (std::size_t i = 0; i < writer.children.size(); ++i) {
            to = writer.prefixes[i].write(out, to, kNumberBytes);
            to = write(out, to, writer.children[i], field[i]);
        }
        return writeEnd(out, to, writer.children.empty());
    }
    case TypeKind::Union: return writeUnion(out, to, writer, value.asTagged());
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: break;  // no value of it exists
    }
    return append(out, to, "null");
}

}  // namespace

void encodeValue(Pieces& out, const TypeTable& types, TypeId type, const Value& value) {
    out.wrote(write(out, out.room(kNumberBytes), writerOf(types, type), value));
}

struct ValueEncoder::Impl {
    Writer writer;
};

ValueEncoder::ValueEncoder(const TypeTable& types, TypeId type)
    : impl_(std::make_unique<const Impl>(Impl{writerOf(types, type)})) {}
ValueEncoder::~ValueEncoder() = default;
ValueEncoder::ValueEncoder(ValueEncoder&&) noexcept = default;
ValueEncoder& ValueEncoder::operator=(ValueEncoder&&) noexcept = default;

void ValueEncoder::encode(Pieces& out, const Value& value) const {
    out.wrote(write(out, out.room(kNumberBytes), impl_->writer, value));
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
    out.wrote(writeText(out, out.room(0), text));
}

void encodeText(std::string& out, std::string_view text) {
    Pieces pieces(out);
    encodeText(pieces, text);
}

void encodeFloat(std::string& out, double value) {
    char digits[kNumberBytes];
    out.append(digits, writeFloat(digits, value));
}

}  // namespace cst
