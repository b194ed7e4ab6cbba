#include "tests/value/literal.h"

#include "engine/value/column.h"
#include "engine/value/objects.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace cst::test {
namespace {

class ValueReader {
public:
    ValueReader(const TypeTable& types, std::string_view text) : types_(types), text_(text) {}

    Value read(TypeId type) {
        const TypeRow& row = types_[type];
        switch (row.kind) {
        case TypeKind::Int: return Value::ofInt(std::strtoll(number().c_str(), nullptr, 10));
        case TypeKind::Float: return Value::ofFloat(std::strtod(number().c_str(), nullptr));
        case TypeKind::Boolean: return Value::ofBool(take("true") || (expect("false"), false));
        case TypeKind::String: return readText();
        case TypeKind::Optional:
            if (take("none")) return Value::none(row.optionalDepth);
            expect("some");
            return read(row.args[0]);
        case TypeKind::List: return readList(row.args[0]);
        case TypeKind::Record: return readRecord(row);
        case TypeKind::Map: return readMap(row);
        case TypeKind::Union: return readTagged(row);
        default: CST_CHECK(false, "no values of this type"); return {};
        }
    }
    void end() { CST_CHECK(!take(",") && text_.empty(), "text behind the value"); }

private:
    bool take(std::string_view word) {
        while (!text_.empty() && text_[0] == ' ') text_.remove_prefix(1);
        if (!text_.starts_with(word)) return false;
        text_.remove_prefix(word.size());
        return true;
    }
    void expect(std::string_view word) { CST_CHECK(take(word), "unexpected text in a value"); }
    std::string number() {
        take("");
        const std::size_t end = text_.find_first_of(" ,]}=");
        std::string found(text_.substr(0, end));
        text_.remove_prefix(found.size());
        return found;
    }
    Value readText() {
        expect("\"");
        const std::size_t end = text_.find('"');
        CST_CHECK(end != std::string_view::npos, "text not closed");
        const Value value = Value::ofText(text_.substr(0, end));
        text_.remove_prefix(end + 1);
        return value;
    }
    Value readList(TypeId element) {
        ColumnBuilder builder(types_, element);
        expect("[");
        while (!take("]")) {
            builder.append(read(element));
            take(",");
        }
        return makeList(builder.finish());
    }
    Value readRecord(const TypeRow& row) {
        std::vector<Value> parts;
        expect("{");
        for (const FieldType& field : row.fields) {
            parts.push_back(read(field.type));
            take(",");
        }
        expect("}");
        return makeRecord(parts);
    }
    Value readMap(const TypeRow& row) {
        ColumnBuilder keys(types_, row.args[0]);
        ColumnBuilder values(types_, row.args[1]);
        expect("{");
        while (!take("}")) {
            keys.append(read(row.args[0]));
            expect("=");
            values.append(read(row.args[1]));
            take(",");
        }
        return makeMap(keys.finish(), values.finish());
    }
    Value readTagged(const TypeRow& row) {
        expect("@");
        for (const TypeId member : row.args) {
            if (take(types_.tag(member) + " ")) {
                return makeTagged(types_.canonical(member), read(member));
            }
        }
        CST_CHECK(false, "no such member");
        return {};
    }

    const TypeTable& types_;  // outlives the reader, which is a local variable
    std::string_view text_;
};

TypeId memberOf(const TypeTable& types, TypeId unionType, TypeId tag) {
    for (const TypeId member : types[unionType].args) {
        if (types.canonical(member) == tag) return member;
    }
    return {};
}

std::string showFloat(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%a", value);
    return text;
}

std::string showList(const TypeTable& types, TypeId element, const ListObject& list) {
    std::string out = "[";
    for (uint32_t i = 0; i < list.size; ++i) {
        out += (i > 0 ? ", " : "") + showValue(types, element, elementAt(list, i));
    }
    return out + "]";
}

bool isColumnOf(const TypeTable& types, TypeId element, const Column& column);

bool areRecords(const TypeTable& types, const TypeRow& type, const Column& column) {
    const auto* records = std::get_if<RecordRows>(&column.rows);
    if (records == nullptr || records->fields.size() != type.fields.size()) return false;
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        if (records->fields[i]->size() != records->size) return false;
        if (!isColumnOf(types, type.fields[i].type, *records->fields[i])) return false;
    }
    return true;
}

bool areLists(const TypeTable& types, TypeId element, const Column& column) {
    const auto* lists = std::get_if<ListRows>(&column.rows);
    if (lists == nullptr || !isColumnOf(types, element, *lists->child)) return false;
    for (std::size_t i = 1; i < lists->ends.size(); ++i) {
        if (lists->ends[i] < lists->ends[i - 1]) return false;
    }
    return lists->ends.empty() || lists->ends.back() <= lists->child->size();
}

bool areOptionals(const TypeTable& types, TypeId type, const Column& column) {
    const auto* optionals = std::get_if<OptionalRows>(&column.rows);
    if (optionals == nullptr || optionals->child->size() != column.size()) return false;
    for (const uint8_t absent : optionals->absent) {
        if (absent > types[type].optionalDepth) return false;
    }
    while (types.kind(type) == TypeKind::Optional) type = types.element(type);
    return isColumnOf(types, type, *optionals->child);
}

bool isColumnOf(const TypeTable& types, TypeId element, const Column& column) {
    const TypeRow& row = types[element];
    switch (row.kind) {
    case TypeKind::Int: return std::holds_alternative<IntRows>(column.rows);
    case TypeKind::Float: return std::holds_alternative<FloatRows>(column.rows);
    case TypeKind::Boolean: return std::holds_alternative<BoolRows>(column.rows);
    case TypeKind::String: return std::holds_alternative<TextRows>(column.rows);
    case TypeKind::List: return areLists(types, row.args[0], column);
    case TypeKind::Record: return areRecords(types, row, column);
    case TypeKind::Optional: return areOptionals(types, element, column);
    default: break;
    }
    const auto* boxed = std::get_if<BoxedRows>(&column.rows);
    if (boxed == nullptr) return false;
    for (const Value& value : boxed->data) {
        if (!isWellFormed(types, element, value)) return false;
    }
    return true;
}

bool isRecordOf(const TypeTable& types, const TypeRow& type, const RecordObject& record) {
    if (record.size != type.fields.size()) return false;
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        if (!isWellFormed(types, type.fields[i].type, record.fields()[i])) return false;
    }
    return true;
}

bool isObjectOf(const Value& value, ObjectKind kind) {
    return value.isObject() && value.object()->kind == kind;
}

}  // namespace

Value readValue(const TypeTable& types, TypeId type, std::string_view text) {
    ValueReader reader(types, text);
    Value value = reader.read(type);
    reader.end();
    return value;
}

std::string showValue(const TypeTable& types, TypeId type, const Value& value) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::Int: return std::to_string(value.asInt());
    case TypeKind::Float: return showFloat(value.asFloat());
    case TypeKind::Boolean: return value.asBool() ? "true" : "false";
    case TypeKind::String: return "\"" + std::string(value.asText()) + "\"";
    case TypeKind::Optional:
        if (value.isNone(row.optionalDepth)) return "none";
        return "some " + showValue(types, row.args[0], value);
    case TypeKind::List: return showList(types, row.args[0], value.asList());
    case TypeKind::Record: {
        std::string out = "{";
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            out += (i > 0 ? ", " : "") +
                   showValue(types, row.fields[i].type, value.asRecord().fields()[i]);
        }
        return out + "}";
    }
    case TypeKind::Map: {
        const MapObject& map = value.asMap();
        std::string out = "{";
        for (uint32_t i = 0; i < map.size; ++i) {
            out += (i > 0 ? ", " : "") + showValue(types, row.args[0], map.keys->at(i)) + " = " +
                   showValue(types, row.args[1], map.values->at(i));
        }
        return out + "}";
    }
    case TypeKind::Union: {
        const TaggedObject& tagged = value.asTagged();
        const TypeId member = memberOf(types, type, tagged.tag);
        return "@" + types.tag(member) + " " + showValue(types, member, tagged.value);
    }
    default: return "?";
    }
}

bool isWellFormed(const TypeTable& types, TypeId type, const Value& value) {
    const TypeRow& row = types[type];
    if (row.kind == TypeKind::Optional && value.absent() != 0) {
        return value.absent() <= row.optionalDepth && !value.isObject();
    }
    if (value.absent() != 0) return false;
    switch (row.kind) {
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Boolean: return !value.isObject();
    case TypeKind::String: return !value.isObject() || isObjectOf(value, ObjectKind::Text);
    case TypeKind::Optional: return isWellFormed(types, row.args[0], value);
    case TypeKind::List:
        return isObjectOf(value, ObjectKind::List) &&
               value.asList().begin + value.asList().size <= value.asList().column->size() &&
               isColumnOf(types, row.args[0], *value.asList().column);
    case TypeKind::Record:
        return isObjectOf(value, ObjectKind::Record) && isRecordOf(types, row, value.asRecord());
    case TypeKind::Map:
        return isObjectOf(value, ObjectKind::Map) &&
               isColumnOf(types, row.args[0], *value.asMap().keys) &&
               isColumnOf(types, row.args[1], *value.asMap().values);
    case TypeKind::Union: {
        if (!isObjectOf(value, ObjectKind::Tagged)) return false;
        const TypeId member = memberOf(types, type, value.asTagged().tag);
        return member.hasValue() && isWellFormed(types, member, value.asTagged().value);
    }
    default: return true;  // Nothing: the place under an absent Optional
    }
}

}  // namespace cst::test
