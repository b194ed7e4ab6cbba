#include "engine/json/decoder.h"

#include "engine/json/decoder_out.h"
#include "engine/json/json_number.h"

#include <algorithm>
#include <string>

// One pass over the tokens in document order. Types direct it: a list goes element by element
// into the builder of its column, a record key by key into the builders of its fields, so that
// nothing is made per element but the rows themselves.
//
// A builder cannot take a row back. So when a key stands twice in an object whose first value is
// in its row already, the whole document is decoded again, Care::Careful: before an object is
// entered its keys are looked through, and all but the last of each are skipped.

namespace cst {

namespace {

/// A set of small numbers.
class SlotSet {
public:
    explicit SlotSet(std::size_t limit) : more_(limit > 64 ? (limit - 1) / 64 : 0) {}
    /// False if it was there already.
    bool add(std::size_t slot) {
        uint64_t& word = slot < 64 ? first_ : more_[slot / 64 - 1];
        const uint64_t bit = uint64_t{1} << (slot % 64);
        const bool fresh = (word & bit) == 0;
        word |= bit;
        size_ += fresh;
        return fresh;
    }
    bool has(std::size_t slot) const {
        const uint64_t word = slot < 64 ? first_ : more_[slot / 64 - 1];
        return (word >> (slot % 64) & 1) != 0;
    }
    std::size_t size() const { return size_; }

private:
    std::size_t size_ = 0;
    uint64_t first_ = 0;
    std::vector<uint64_t> more_;
};

}  // namespace

template <class Out>
bool Decoder::value(ShapeId id, const Place& place, Out out) {
    const Shape& shape = shapes_[id];
    switch (shape.kind) {
    case TypeKind::Int: return integer(shape, place, out);
    case TypeKind::Float: return floating(shape, place, out);
    case TypeKind::Boolean: return boolean(shape, place, out);
    case TypeKind::String: return text(shape, place, out);
    case TypeKind::List: return list(shape, place, out);
    case TypeKind::Optional: return optional(shape, place, out);
    case TypeKind::Record: return record(id, place, out);
    case TypeKind::Map: return map(shape, place, out);
    case TypeKind::Union: return unionValue(shape, place, out);
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: break;
    }
    return reject(shape, place, out);
}

template <class Out>
bool Decoder::integer(const Shape& shape, const Place& place, Out out) {
    if (jsonKindOf(head()) != kJsonNumber) {
        return reject(shape, place, out);
    }
    int64_t result = 0;
    if (!readShortInt(tokens_.begin(), result)) {
        NumberText number;
        if (!scanNumber(tokens_.begin(), tokens_.textEnd(), number)) {
            return malformed();
        }
        switch (toInt(number, result)) {
        case NumberFit::HasFraction: return reject(shape, place, out, ", which is not integral");
        case NumberFit::OutOfRange: return reject(shape, place, out, ", which is out of range");
        case NumberFit::Fits: break;
        }
    }
    out.integer(result);
    tokens_.next();
    return true;
}

template <class Out>
bool Decoder::floating(const Shape& shape, const Place& place, Out out) {
    if (jsonKindOf(head()) != kJsonNumber) {
        return reject(shape, place, out);
    }
    NumberText number;
    if (!scanNumber(tokens_.begin(), tokens_.textEnd(), number)) {
        return malformed();
    }
    double result = 0;
    if (toFloat(number, result) != NumberFit::Fits) {
        return reject(shape, place, out, ", which is out of range");
    }
    out.floating(result);
    tokens_.next();
    return true;
}

template <class Out>
bool Decoder::boolean(const Shape& shape, const Place& place, Out out) {
    const char c = head();
    if (c != 't' && c != 'f') {
        return reject(shape, place, out);
    }
    if (!word(c == 't' ? "true" : "false")) {
        return false;
    }
    out.boolean(c == 't');
    return true;
}

template <class Out>
bool Decoder::text(const Shape& shape, const Place& place, Out out) {
    if (head() != '"') {
        return reject(shape, place, out);
    }
    std::string_view result;
    if (!readText(result)) {
        return false;
    }
    out.text(result);
    tokens_.next();
    return true;
}

template <class Out>
bool Decoder::optional(const Shape& shape, const Place& place, Out out) {
    if (head() == 'n') {
        if (!word("null")) {
            return false;
        }
        out.none(shape.optionalDepth);
        return true;
    }
    if ((shape.accepts & jsonKindOf(head())) == 0) {
        return reject(shape, place, out);
    }
    if (!value(shape.children[0], place, out.some())) {
        return false;
    }
    out.closeSome();
    return true;
}

template <class Out>
bool Decoder::list(const Shape& shape, const Place& place, Out out) {
    if (head() != '[') {
        return reject(shape, place, out);
    }
    const ShapeId element = shape.children[0];
    auto elements = out.elements(shapes_.types(), shapes_[element].type);
    Place step{&place, Place::Kind::Index};
    if (!enter()) {
        return false;
    }
    if (head() != ']') {
        while (true) {
            if (!value(element, step, elements.element())) {
                return false;
            }
            if (head() != ',') {
                break;
            }
            tokens_.next();
            ++step.index;
        }
        if (head() != ']') {
            return malformed();
        }
    }
    elements.close();
    return leave();
}

template <class Out>
bool Decoder::record(ShapeId id, const Place& place, Out out) {
    const Shape& shape = shapes_[id];
    if (head() != '{') {
        return reject(shape, place, out);
    }
    std::vector<std::size_t> last;
    if (isCareful() && !lastOccurrences(shape.names, last)) {
        return false;
    }
    auto fields = out.fields(shape.children.size());
    SlotSet seen(shape.children.size());
    Place step{&place, Place::Kind::Field};
    if (!enter()) {
        return false;
    }
    for (std::size_t position = 0; head() != '}'; ++position) {
        if (position > 0) {
            if (head() != ',') {
                return malformed();
            }
            tokens_.next();
        }
        if (head() != '"') {
            return malformed();
        }
        const int found = slotOf(shape.names, guesses_[id], position);
        if (found < -1 || !colon()) {
            return false;
        }
        const auto slot = static_cast<std::size_t>(found);
        if (found < 0 || (!last.empty() && last[slot] != tokens_.position())) {
            if (!skip()) {
                return false;
            }
            continue;
        }
        if (!seen.add(slot)) {
            return duplicate();
        }
        step.name = shape.names[slot];
        if (!value(shape.children[slot], step, fields.field(slot))) {
            return false;
        }
    }
    for (std::size_t slot = 0; seen.size() < shape.children.size() && slot < shape.children.size();
         ++slot) {
        step.name = shape.names[slot];
        if (!seen.has(slot) && !absent(shape.children[slot], step, fields.field(slot))) {
            return false;
        }
    }
    fields.close();
    return leave();
}

template <class Out>
bool Decoder::absent(ShapeId id, const Place& place, Out out) {
    const Shape& shape = shapes_[id];
    if (shape.kind == TypeKind::Optional) {
        out.none(shape.optionalDepth);
        return true;
    }
    if (trying_) {
        return misfit();
    }
    const std::string& expected = shapes_.types().text(shape.type);
    misfit(place, "expected `" + expected + "`, found no field of this name");
    out.zero(shapes_.types(), shape.type);
    return true;
}

bool Decoder::inputs(const KeyTable& names, std::span<const ShapeId> shapes, DecodedInputs& out) {
    std::vector<std::size_t> last;
    if (isCareful() && !lastOccurrences(names, last)) {
        return false;
    }
    std::vector<int32_t> guesses;
    if (!enter()) {
        return false;
    }
    for (std::size_t position = 0; head() != '}'; ++position) {
        if (position > 0) {
            if (head() != ',') {
                return malformed();
            }
            tokens_.next();
        }
        if (head() != '"') {
            return malformed();
        }
        const int found = slotOf(names, guesses, position);
        if (found == -1) {
            addUnknown(out.unknown);
        }
        if (found < -1 || !colon()) {
            return false;
        }
        const auto slot = static_cast<std::size_t>(found);
        if (found < 0 || (!last.empty() && last[slot] != tokens_.position())) {
            if (!skip()) {
                return false;
            }
            continue;
        }
        if (out.given[slot]) {
            return duplicate();
        }
        out.given[slot] = true;
        const Place place{nullptr, Place::Kind::Root, names[slot]};
        if (!value(shapes[slot], place, ValueOut{&out.values[slot]})) {
            return false;
        }
    }
    return leave();
}

void Decoder::addUnknown(std::vector<std::string>& unknown) {
    std::string_view name;
    if (readText(name) && unknownSeen_.insert(std::string(name)).second) {
        unknown.emplace_back(name);
    }
}

template <class Out>
bool Decoder::reject(const Shape& shape, const Place& place, Out out, std::string_view more) {
    if (trying_) {
        return misfit();
    }
    const std::string& expected = shapes_.types().text(shape.type);
    misfit(place, "expected `" + expected + "`, found " + found() + std::string(more));
    out.zero(shapes_.types(), shape.type);
    return skip();
}

void Decoder::misfit(const Place& place, const std::string& message) {
    ++misfits_;
    if (errors_.size() < kMaxErrors) {
        errors_.push_back({tokens_.position(), {"R007", message, pathOf(place)}});
    }
}

std::string Decoder::found() const {
    switch (jsonKindOf(head())) {
    case kJsonNull: return "null";
    case kJsonBool: return head() == 't' ? "true" : "false";
    case kJsonNumber: return "the number " + shortened(rawScalar());
    case kJsonString: return "the string " + shortened(rawScalar());
    case kJsonArray: return "an array";
    default: return "an object";
    }
}

std::vector<Error> Decoder::takeErrors() {
    std::stable_sort(errors_.begin(), errors_.end(),
                     [](const Found& a, const Found& b) { return a.token < b.token; });
    std::vector<Error> errors;
    for (Found& found : errors_) {
        errors.push_back(std::move(found.error));
    }
    return errors;
}

template bool Decoder::value(ShapeId, const Place&, NoOut);
template bool Decoder::value(ShapeId, const Place&, ColumnOut);
template bool Decoder::value(ShapeId, const Place&, ValueOut);
template bool Decoder::reject(const Shape&, const Place&, NoOut, std::string_view);
template bool Decoder::reject(const Shape&, const Place&, ColumnOut, std::string_view);
template bool Decoder::reject(const Shape&, const Place&, ValueOut, std::string_view);

}  // namespace cst
