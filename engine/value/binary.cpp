#include "engine/value/binary.h"

#include "engine/base/hash.h"
#include "engine/value/binary_writer.h"
#include "engine/value/cell.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace cst {

static_assert(std::endian::native == std::endian::little, "blocks are copied as they stand");

namespace {

constexpr std::string_view kMagic = "CSTV";
constexpr uint32_t kVersion = 1;  // saved: a new number for every change of the form

struct Header {
    char magic[4];
    uint32_t version;
    Hash128 type;
    Hash128 content;
};
static_assert(sizeof(Header) == 40);

/// The text of a type says all about it: names and order of fields, members of unions.
Hash128 fingerprint(const TypeTable& types, TypeId type) {
    return hashBytes(types.text(type));
}

/// Every function says false, or nothing, where the bytes are not as written.
class Reader {
public:
    Reader(std::string_view bytes, const TypeTable& types) : bytes_(bytes), types_(types) {}

    bool value(TypeId type, Value& to);
    Ref<Column> rows(TypeId element, uint32_t size);  // null
    bool atEnd() const { return bytes_.empty(); }

private:
    template <class T>
    bool number(T& to) {
        if (bytes_.size() < sizeof to) return false;
        std::memcpy(&to, bytes_.data(), sizeof to);
        bytes_.remove_prefix(sizeof to);
        return true;
    }
    template <class T>
    bool block(std::vector<T>& to, uint32_t size) {
        if (bytes_.size() / sizeof(T) < size) return false;
        to.resize(size);
        if (size > 0) std::memcpy(to.data(), bytes_.data(), size * sizeof(T));
        bytes_.remove_prefix(size * sizeof(T));
        return true;
    }
    /// Ends of rows never go back.
    template <class T>
    bool ends(std::vector<T>& to, uint32_t size) {
        return block(to, size) && std::is_sorted(to.begin(), to.end());
    }
    bool text(uint64_t size, std::string_view& to) {
        if (bytes_.size() < size) return false;
        to = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return true;
    }
    Ref<Column> list(TypeId element) {
        uint32_t size = 0;
        return number(size) && size <= Column::kMaxRows ? rows(element, size) : Ref<Column>();
    }
    bool map(const TypeRow& row, Value& to);
    bool member(const TypeRow& row, Value& to);
    bool read(TypeId element, uint32_t size, Column::Rows& to);

    std::string_view bytes_;  // what is left
    const TypeTable& types_;  // outlives the reader, which is a local variable
};

bool Reader::value(TypeId type, Value& to) {
    const TypeRow& row = types_[type];
    switch (row.kind) {
    case TypeKind::Int: {
        int64_t number = 0;
        if (!this->number(number)) return false;
        to = Value::ofInt(number);
        return true;
    }
    case TypeKind::Float: {
        double number = 0;
        if (!this->number(number)) return false;
        to = Value::ofFloat(number);
        return true;
    }
    case TypeKind::Boolean: {
        uint8_t number = 0;
        if (!this->number(number) || number > 1) return false;
        to = Value::ofBool(number == 1);
        return true;
    }
    case TypeKind::String: {
        uint64_t size = 0;
        std::string_view text;
        if (!number(size) || size > UINT32_MAX || !this->text(size, text)) return false;
        to = Value::ofText(text);
        return true;
    }
    case TypeKind::List: {
        Ref<Column> column = list(row.args[0]);
        if (!column) return false;
        to = makeList(std::move(column));
        return true;
    }
    case TypeKind::Record: {
        std::vector<Value> slots(row.fields.size());
        for (std::size_t i = 0; i < slots.size(); ++i) {
            if (!value(row.fields[i].type, slots[i])) return false;
        }
        to = makeRecord(slots);
        return true;
    }
    case TypeKind::Optional: {
        uint8_t absent = 0;
        if (!number(absent) || absent > row.optionalDepth) return false;
        if (absent == 0) return value(innermostType(types_, type), to);
        to = Value::none(absent);
        return true;
    }
    case TypeKind::Map: return map(row, to);
    case TypeKind::Union: return member(row, to);
    default: return false;  // no value of it exists
    }
}

bool Reader::map(const TypeRow& row, Value& to) {
    Ref<Column> keys = list(row.args[0]);
    if (!keys) return false;
    Ref<Column> values = list(row.args[1]);
    if (!values || values->size() != keys->size()) return false;
    to = makeMap(std::move(keys), std::move(values));
    return true;
}

bool Reader::member(const TypeRow& row, Value& to) {
    uint32_t index = 0;
    Value inner;
    if (!number(index) || index >= row.args.size() || !value(row.args[index], inner)) return false;
    to = makeTagged(types_.canonical(row.args[index]), std::move(inner));
    return true;
}

Ref<Column> Reader::rows(TypeId element, uint32_t size) {
    if (size == 0) return emptyColumn(types_, element);
    Column::Rows rows;
    if (!read(element, size, rows)) return {};
    return Ref<Column>::adopt(new Column(std::move(rows)));
}

bool Reader::read(TypeId element, uint32_t size, Column::Rows& to) {
    const TypeRow& row = types_[element];
    switch (row.kind) {
    case TypeKind::Int: return block(to.emplace<IntRows>().data, size);
    case TypeKind::Float: return block(to.emplace<FloatRows>().data, size);
    case TypeKind::Boolean: {
        auto& data = to.emplace<BoolRows>().data;
        return block(data, size) &&
               std::all_of(data.begin(), data.end(), [](uint8_t b) { return b <= 1; });
    }
    case TypeKind::String: {
        auto& texts = to.emplace<TextRows>();
        std::string_view chars;
        if (!ends(texts.ends, size) || !text(texts.ends.back(), chars)) return false;
        texts.chars = chars;
        return true;
    }
    case TypeKind::List: {
        auto& lists = to.emplace<ListRows>();
        if (!ends(lists.ends, size) || lists.ends.back() > Column::kMaxRows) return false;
        lists.child = rows(row.args[0], lists.ends.back());
        return static_cast<bool>(lists.child);
    }
    case TypeKind::Record: {
        auto& records = to.emplace<RecordRows>();
        records.size = size;
        for (const FieldType& field : row.fields) {
            records.fields.push_back(rows(field.type, size));
            if (!records.fields.back()) return false;
        }
        return true;
    }
    case TypeKind::Optional: {
        auto& optionals = to.emplace<OptionalRows>();
        if (!block(optionals.absent, size)) return false;
        for (const uint8_t absent : optionals.absent) {
            if (absent > row.optionalDepth) return false;
        }
        optionals.child = rows(innermostType(types_, element), size);
        return static_cast<bool>(optionals.child);
    }
    default: {
        auto& values = to.emplace<BoxedRows>().data;
        // Every one takes a byte at least, but 16 in memory: so they are not made in advance.
        for (uint32_t i = 0; i < size; ++i) {
            if (!value(element, values.emplace_back())) return false;
        }
        return true;
    }
    }
}

Error refused(const char* why) {
    return {"", std::string("these bytes cannot be read as a value: ") + why, ""};
}

}  // namespace

void encodeBinary(std::string& out, const TypeTable& types, TypeId type, const Value& value) {
    const std::size_t begin = out.size();
    out.append(sizeof(Header), '\0');
    BinaryWriter(out, types).cell(type, Cell(value));
    Header header{{}, kVersion, fingerprint(types, type), {}};
    std::memcpy(header.magic, kMagic.data(), sizeof header.magic);
    header.content = hashBytes(std::string_view(out).substr(begin + sizeof header));
    std::memcpy(out.data() + begin, &header, sizeof header);
}

Result<Value> decodeBinary(const TypeTable& types, TypeId type, std::string_view bytes) {
    Header header;
    if (bytes.size() < sizeof header || !bytes.starts_with(kMagic)) {
        return refused("they are something else");
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    bytes.remove_prefix(sizeof header);
    if (header.version != kVersion) return refused("another version wrote them");
    if (header.type != fingerprint(types, type)) return refused("they are of another type");
    if (header.content != hashBytes(bytes)) return refused("they are damaged or cut short");
    Reader reader(bytes, types);
    Value value;
    if (!reader.value(type, value) || !reader.atEnd()) return refused("their sizes do not fit");
    return value;
}

}  // namespace cst
