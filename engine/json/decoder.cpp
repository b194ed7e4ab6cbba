#include "engine/json/decoder.h"

#include "engine/json/decoder_out.h"
#include "engine/json/json_number.h"
#include "engine/json/short_number.h"

#include <algorithm>
#include <array>
#include <string>
#include <type_traits>

// One pass over the tokens in document order. Types direct it: a list goes element by element
// into the builder of its column, a record key by key into the builders of its fields, so that
// nothing is made per element but the rows themselves.
//
// A builder cannot take a row back. So when a key stands twice in an object whose first value is
// in its row already, the whole document is decoded again, Care::Careful: before an object is
// entered its keys are looked through, and all but the last of each are skipped.

namespace cst {

/// A set of small numbers.
class Decoder::SlotSet {
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

template <class Out>
bool Decoder::value(ShapeId id, const Place& place, Out out) {
    const Shape& shape = shapes_[id];
    if constexpr (std::is_same_v<Out, ValueOut>) {
        if (shape.isUnread) {
            return unread(shape, place, *out.to);
        }
    }
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

/// Checks a value by walking over it, and keeps its bytes.
bool Decoder::unread(const Shape& shape, const Place& place, Value& to) {
    const char* const begin = tokens_.begin();
    const std::size_t start = tokens_.position();
    const std::size_t misfits = misfits_;
    if (!value(shape.eager, place, NoOut{})) {
        return false;
    }
    if (misfits_ != misfits) {
        to = zeroValue(shapes_.types(), shape.type);  // nothing may run then
        return true;
    }
    std::string_view bytes(begin, tokens_.position() - start);
    while (isJsonBlank(bytes.back())) {
        bytes.remove_suffix(1);
    }
    to = shapes_.unreadValue(shape.eager, bytes);
    return true;
}

template <class Out>
bool Decoder::integer(const Shape& shape, const Place& place, Out out) {
    if (jsonKindOf(head()) != kJsonNumber) {
        return reject(shape, place, out);
    }
    int64_t result = 0;
    if (!readShortInt(tokens_.begin(), tokens_.tokenEnd(), result)) {
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
    double result = 0;
    if (!readShortFloat(tokens_.begin(), tokens_.tokenEnd(), result)) {
        NumberText number;
        if (!scanNumber(tokens_.begin(), tokens_.textEnd(), number)) {
            return malformed();
        }
        if (toFloat(number, result) != NumberFit::Fits) {
            return reject(shape, place, out, ", which is out of range");
        }
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
    if (!(c == 't' ? word("true") : word("false"))) {
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

/// The elements of the list in hand, each read by read(place). Inlined into list() for each kind
/// of scalar: nothing stands between two numbers but their tokens.
template <class Read>
bool Decoder::elements(const Place& place, const Read& read) {
    Place step{&place, Place::Kind::Index};
    if (!enter()) {
        return false;
    }
    if (head() != ']') {
        while (true) {
            if (!another(step) || !read(step)) {
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
    return leave();
}

template <class Out>
bool Decoder::list(const Shape& shape, const Place& place, Out out) {
    if (head() != '[') {
        return reject(shape, place, out);
    }
    const ShapeId id = shape.children[0];
    const Shape& element = shapes_[id];
    auto rows = out.elements(shapes_.types(), element.type);
    bool good = false;
    switch (element.kind) {
    case TypeKind::Float:
        good = elements(place,
                        [&](const Place& step) { return floating(element, step, rows.element()); });
        break;
    case TypeKind::Int:
        good = elements(place,
                        [&](const Place& step) { return integer(element, step, rows.element()); });
        break;
    case TypeKind::String:
        good =
            elements(place, [&](const Place& step) { return text(element, step, rows.element()); });
        break;
    default:
        good = elements(place, [&](const Place& step) { return value(id, step, rows.element()); });
    }
    if (good) {
        rows.close();
    }
    return good;
}

namespace {

constexpr auto kWrittenOrder = [] {
    std::array<int32_t, 64> order{};
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int32_t>(i);
    return order;
}();

/// A scalar in [begin, end) if it takes no second look; sixteen bytes behind `end` are readable.
template <class Out>
bool quickScalar(TypeKind kind, const char* begin, const char* end, Out out) {
    const std::string_view text(begin, static_cast<std::size_t>(end - begin));
    switch (kind) {
    case TypeKind::Int: {
        int64_t value = 0;
        if (!readShortInt(begin, end, value)) return false;
        out.integer(value);
        return true;
    }
    case TypeKind::Float: {
        double value = 0;
        if (!readShortFloat(begin, end, value)) return false;
        out.floating(value);
        return true;
    }
    case TypeKind::Boolean:
        if (text != "true" && text != "false") return false;
        out.boolean(*begin == 't');
        return true;
    case TypeKind::String:
        if (*begin != '"' || hasEscapeNear(text)) return false;
        out.text(text.substr(1, text.size() - 2));
        return true;
    default: return false;
    }
}

}  // namespace

/// Reads fields of a record for as long as they come in the order of the record before, are
/// scalars, and nothing about them takes a second look: nearly all fields there are. Four tokens
/// at once (`,` or nothing, the key, `:`, the value), with the cursor in a register.
/// Before and after: the token in hand is the one behind field `position` - 1.
template <class Fields>
std::size_t Decoder::quickFields(const Shape& shape, const std::vector<int32_t>& guesses,
                                 Fields& fields, std::size_t position, SlotSet& seen) {
    constexpr std::ptrdiff_t kFar = 16;
    const auto [base, first, limit] = tokens_.ahead();
    const char* const textEnd = tokens_.textEnd();
    const int32_t* const order = guesses.empty() ? kWrittenOrder.data() : guesses.data();
    const std::size_t count = std::min(shape.kinds.size(), kWrittenOrder.size());
    const uint32_t* token = first;
    for (; position < count && limit - token > 4; ++position) {
        const uint32_t* key = token;
        if (position > 0 && base[*key++] != ',') break;
        const auto slot = static_cast<std::size_t>(order[position]);
        const char* const name = base + key[0];
        const char* const begin = base + key[2];
        const char* const end = TokenStream::withoutBlanks(base + key[3]);
        if (slot >= count || textEnd - end < kFar || *name != '"' || base[key[1]] != ':' ||
            !shape.names.matchesFar(slot, name + 1, textEnd) || seen.has(slot) ||
            !quickScalar(shape.kinds[slot], begin, end, fields.field(slot))) {
            break;
        }
        seen.add(slot);
        token = key + 3;
    }
    tokens_.moveTo(token);
    return position;
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
    std::vector<int32_t>& guesses = guesses_[id];
    Place step{&place, Place::Kind::Field};
    if (!enter()) {
        return false;
    }
    for (std::size_t position = 0;; ++position) {
        if (last.empty()) {
            position = quickFields(shape, guesses, fields, position, seen);
        }
        if (head() == '}') {
            break;
        }
        if (position > 0) {
            if (head() != ',') {
                return malformed();
            }
            tokens_.next();
        }
        int32_t found = -1;
        if (!key(shape.names, guesses, position, found)) {
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
        int32_t found = -1;
        if (!key(names, guesses, position, found)) {
            return false;
        }
        if (found < 0 && unknownSeen_.insert(std::string(otherKey_)).second) {
            out.unknown.emplace_back(otherKey_);
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

bool Decoder::tooMany(const Place& place) {
    errors_ = {{0,
                {"R007",
                 "the document has more than " + std::to_string(limits_.maxElements) +
                     " list elements and map entries, which is the limit",
                 pathOf(place)}}};
    stop_ = Stop::TooMany;
    return false;
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
    if (errors.size() == kMaxErrors && misfits_ > kMaxErrors) {
        const std::size_t more = misfits_ - kMaxErrors;
        errors.push_back({"R007",
                          "… and " + std::to_string(more) + " more value" + (more == 1 ? "" : "s") +
                              " that do not fit",
                          ""});
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
