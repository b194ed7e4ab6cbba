#include "engine/value/value_part.h"

#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "engine/value/objects.h"

#include <charconv>
#include <string_view>

namespace cst {
namespace {

constexpr unsigned kDeepest = 6;  // what stands deeper is not told on one line
constexpr std::size_t kLongestKey = 60;
constexpr std::string_view kEllipsis = "…";

/// Cut at a code point's border; true if all of it is there.
bool cutTo(std::string_view& text, std::size_t most) {
    if (text.size() <= most) {
        return true;
    }
    while (most > 0 && (static_cast<uint8_t>(text[most]) & 0xC0U) == 0x80U) {
        --most;
    }
    text = text.substr(0, most);
    return false;
}

/// Writes until it has written enough.
class Line {
public:
    Line(std::string& out, std::size_t most) : out_(out), end_(out.size() + most) {}

    bool isFull() const { return out_.size() >= end_; }
    void part(const ValuePart& part, unsigned depth);
    void plainText(std::string_view text) {
        const bool isWhole = cutTo(text, room());
        out_ += text;
        if (!isWhole) out_ += kEllipsis;
    }
    void quoted(std::string_view text);

private:
    std::size_t room() const { return isFull() ? 0 : end_ - out_.size(); }
    void parts(const ValuePart& part, unsigned depth);

    std::string& out_;
    const std::size_t end_;
};

void Line::quoted(std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    const bool isWhole = cutTo(text, room());
    out_ += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out_ += "\\\""; break;
        case '\\': out_ += "\\\\"; break;
        case '\n': out_ += "\\n"; break;
        case '\r': out_ += "\\r"; break;
        case '\t': out_ += "\\t"; break;
        default:
            if (static_cast<uint8_t>(c) < 0x20) {
                out_ += "\\u00";
                out_ += kHex[static_cast<uint8_t>(c) >> 4U];
                out_ += kHex[static_cast<uint8_t>(c) & 15U];
            } else {
                out_ += c;
            }
        }
    }
    if (!isWhole) out_ += kEllipsis;
    out_ += '"';
}

void Line::parts(const ValuePart& part, unsigned depth) {
    const bool isList = part.kind() == TypeKind::List;
    out_ += isList ? '[' : '{';
    for (uint32_t i = 0; i < part.size(); ++i) {
        if (i > 0) out_ += ", ";
        if (isFull() || depth >= kDeepest) {
            out_ += kEllipsis;
            break;
        }
        if (!isList) {
            out_ += part.nameAt(i);
            out_ += ": ";
        }
        this->part(part.at(i), depth + 1);
    }
    out_ += isList ? ']' : '}';
}

void Line::part(const ValuePart& part, unsigned depth) {
    char digits[20];
    switch (part.kind()) {
    case TypeKind::String: quoted(part.cell().asText()); return;
    case TypeKind::Int:
        out_.append(digits, std::to_chars(digits, digits + sizeof digits, part.cell().asInt()).ptr);
        return;
    case TypeKind::Float: appendFloatText(out_, part.cell().asFloat()); return;
    case TypeKind::Boolean: out_ += part.cell().asBool() ? "true" : "false"; return;
    case TypeKind::List:
    case TypeKind::Map:
    case TypeKind::Record: parts(part, depth); return;
    default: out_ += "null"; return;  // None; there are no values of the others
    }
}

}  // namespace

ValuePart::ValuePart(const TypeTable& types, TypeId type, Cell cell)
    : types_(&types), type_(type), inner_(type), cell_(cell), outer_(cell) {
    // A member of a union may be an Optional, and the value of an Optional a union.
    while (true) {
        const TypeKind kind = types.kind(inner_);
        if (kind == TypeKind::Optional && cell_.absent() == 0) {
            cell_ = cell_.innermost();
            inner_ = innermostType(types, inner_);
        } else if (kind == TypeKind::Union) {
            const TaggedObject& tagged = cell_.asTagged();
            const TypeId member = memberWithTag(types, inner_, tagged.tag);
            if (!member.hasValue()) {
                return;
            }
            inner_ = member;
            cell_ = Cell(tagged.value);
        } else {
            return;
        }
    }
}

uint32_t ValuePart::size() const {
    switch (kind()) {
    case TypeKind::List: return cell_.asList().size;
    case TypeKind::Map: return cell_.asMap().size;
    case TypeKind::Record: return static_cast<uint32_t>((*types_)[inner_].fields.size());
    default: return 0;
    }
}

ValuePart ValuePart::at(uint32_t index) const {
    const TypeRow& row = (*types_)[inner_];
    switch (row.kind) {
    case TypeKind::List: {
        const CellList list = cell_.asList();
        return {*types_, row.args[0], Cell(*list.column, list.begin + index)};
    }
    case TypeKind::Map: return {*types_, row.args[1], Cell(*cell_.asMap().values, index)};
    default: return {*types_, row.fields[index].type, cell_.field(index)};
    }
}

std::string ValuePart::nameAt(uint32_t index) const {
    const TypeRow& row = (*types_)[inner_];
    switch (row.kind) {
    case TypeKind::List: return "[" + std::to_string(index) + "]";
    case TypeKind::Map: {
        std::string name;
        ValuePart(*types_, row.args[0], Cell(*cell_.asMap().keys, index))
            .appendShort(name, kLongestKey);
        return name;
    }
    default: return row.fields[index].name;
    }
}

void ValuePart::appendShort(std::string& out, std::size_t most) const {
    Line(out, most).part(*this, 0);
}

void ValuePart::appendPlain(std::string& out, std::size_t most) const {
    if (kind() == TypeKind::String) {
        Line(out, most).plainText(cell_.asText());
    } else {
        appendShort(out, most);
    }
}

Value ValuePart::value() const {
    return outer_.toValue();
}

}  // namespace cst
