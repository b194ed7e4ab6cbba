#include "engine/json/decoder.h"
#include "engine/json/decoder_out.h"
#include "engine/json/json_text.h"
#include "engine/json/key_index.h"

#include <string>

// Maps: an object where the keys are Strings, an array of pairs for all keys. Of equal keys the
// last value counts and stands where the first key stood; like for records that is only known
// when a second key comes, and then the document is decoded again, Care::Careful.

namespace cst {

template <class Out>
bool Decoder::map(const Shape& shape, const Place& place, Out out) {
    if ((shape.accepts & jsonKindOf(head())) == 0) {
        return reject(shape, place, out);
    }
    Ref<Column> keys;
    if constexpr (Out::kKeeps) {
        ColumnBuilder values(shapes_.types(), shapes_[shape.children[1]].type);
        if (!entries(shape, place, keys, ColumnOut{&values})) {
            return false;
        }
        out.put(makeMap(std::move(keys), values.finish()));
        return true;
    } else {
        return entries(shape, place, keys, NoOut{});
    }
}

template <class Out>
bool Decoder::entries(const Shape& shape, const Place& place, Ref<Column>& keys, Out values) {
    if (isCareful()) {
        return lastEntries(shape, place, keys, values);
    }
    const Shape& keyShape = shapes_[shape.children[0]];
    const ShapeId valueShape = shape.children[1];
    MapKeys found{ColumnBuilder(shapes_.types(), keyShape.type)};
    const auto visit = [&](const Place* entry) {
        if (entry == nullptr) {
            values.zero(shapes_.types(), shapes_[valueShape].type);
            return true;
        }
        return value(valueShape, *entry, values);
    };
    if (!eachEntry(shape, place, found, visit)) {
        return false;
    }
    keys = found.rows.finish();
    if (!found.misfit) {
        const auto first = firstEqualRows(shapes_.types(), keyShape.type, *keys);
        for (uint32_t i = 0; i < first.size(); ++i) {
            if (first[i] != i) {
                return duplicate();
            }
        }
    }
    return true;
}

/// Entries where some keys may be equal: first the keys and where the values are, then the values
/// that count.
template <class Out>
bool Decoder::lastEntries(const Shape& shape, const Place& place, Ref<Column>& keys, Out values) {
    struct Entry {
        std::size_t token;  // of the value; 0 = there is none
        uint32_t depth;
        bool isText;
        uint32_t pair;     // where it is not
        std::string name;  // where it is
    };
    const TypeTable& types = shapes_.types();
    const TypeId keyType = shapes_[shape.children[0]].type;
    const ShapeId valueShape = shape.children[1];
    std::vector<Entry> all;
    MapKeys found{ColumnBuilder(types, keyType)};
    const auto visit = [&](const Place* entry) {
        if (entry == nullptr) {
            all.push_back({0, 0, false, 0, {}});
            return true;
        }
        const bool isText = entry->kind == Place::Kind::Text;
        all.push_back({tokens_.position(), depth_, isText, isText ? 0 : entry->parent->index,
                       std::string(entry->name)});
        return skip();
    };
    if (!eachEntry(shape, place, found, visit)) {
        return false;
    }
    const Ref<Column> allKeys = found.rows.finish();
    std::vector<uint32_t> first = firstEqualRows(types, keyType, *allKeys);
    std::vector<uint32_t> last(first.size());
    for (uint32_t i = 0; i < first.size(); ++i) {
        first[i] = found.misfit ? i : first[i];
        last[first[i]] = i;
    }
    const std::size_t end = tokens_.position();
    const uint32_t depth = depth_;
    for (uint32_t i = 0; i < first.size(); ++i) {
        if (first[i] != i) {
            continue;
        }
        found.rows.appendRows(*allKeys, i, 1);
        const Entry& entry = all[last[i]];
        if (entry.token == 0) {
            values.zero(types, shapes_[valueShape].type);
            continue;
        }
        tokens_.seek(entry.token);
        depth_ = entry.depth;
        const Place pairPlace{&place, Place::Kind::Index, {}, entry.pair};
        const Place step = entry.isText ? Place{&place, Place::Kind::Text, entry.name}
                                        : Place{&pairPlace, Place::Kind::Index, {}, 1};
        if (!value(valueShape, step, values)) {
            return false;
        }
    }
    tokens_.seek(end);
    depth_ = depth;
    keys = found.rows.finish();
    return true;
}

/// Appends every key, and calls visit(place of the entry) with its value in hand, or
/// visit(nullptr) if it has none.
template <class Visit>
bool Decoder::eachEntry(const Shape& shape, const Place& place, MapKeys& keys, const Visit& visit) {
    if (head() == '{') {
        return eachMember(place, keys, visit);
    }
    Place step{&place, Place::Kind::Index};
    if (!enter()) {
        return false;
    }
    if (head() != ']') {
        while (true) {
            if (!another(step) || !pair(shape.children[0], step, keys, visit)) {
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

template <class Visit>
bool Decoder::eachMember(const Place& place, MapKeys& keys, const Visit& visit) {
    std::string name;
    if (!enter()) {
        return false;
    }
    for (bool first = true; head() != '}'; first = false) {
        if (!first) {
            if (head() != ',') {
                return malformed();
            }
            tokens_.next();
        }
        Place step{&place, Place::Kind::Text};
        if (head() != '"' || !readText(step.name)) {
            return malformed();
        }
        if (step.name.data() == scratch_.data()) {
            name = step.name;  // the value may need the scratch text
            step.name = name;
        }
        keys.rows.appendText(step.name);
        if (!colon() || !another(step) || !visit(&step)) {
            return false;
        }
    }
    return leave();
}

template <class Visit>
bool Decoder::pair(ShapeId key, const Place& place, MapKeys& keys, const Visit& visit) {
    if (head() != '[') {
        keys.misfit = true;
        keys.rows.appendZero();
        return notAPair(place) && skip() && visit(nullptr);
    }
    if (!enter()) {
        return false;
    }
    if (head() == ']') {
        keys.misfit = true;
        keys.rows.appendZero();
        return notAPair(place) && visit(nullptr) && leave();
    }
    const std::string_view rawKey = head() == '"' ? rawText() : std::string_view();
    const std::size_t misfits = misfits_;
    if (!value(key, Place{&place, Place::Kind::Index, {}, 0}, ColumnOut{&keys.rows})) {
        return false;
    }
    if (head() == ']') {
        return notAPair(place) && visit(nullptr) && leave();
    }
    if (head() != ',') {
        return malformed();
    }
    // `m["key"]` is the place of the value; `m[0][1]` where the key is no text.
    std::string name;
    Place step{&place, Place::Kind::Index, {}, 1};
    if (misfits_ != misfits) {
        keys.misfit = true;
    } else if (shapes_[key].kind == TypeKind::String) {
        unescape(rawKey, name);
        step = {place.parent, Place::Kind::Text, name};
    }
    tokens_.next();
    if (!visit(&step)) {
        return false;
    }
    if (head() == ',' && !notAPair(place)) {
        return false;
    }
    while (head() == ',') {
        tokens_.next();
        if (!skip()) {
            return false;
        }
    }
    return head() == ']' ? leave() : malformed();
}

/// Records that the element in hand is no pair; false if we only try.
bool Decoder::notAPair(const Place& place) {
    if (trying_) {
        return misfit();
    }
    misfit(place, "expected a pair `[key, value]`, found " +
                      (head() == ']'   ? std::string("an array of less than two elements")
                       : head() == ',' ? std::string("an array of more than two elements")
                                       : found()));
    return true;
}

template bool Decoder::map(const Shape&, const Place&, NoOut);
template bool Decoder::map(const Shape&, const Place&, ColumnOut);
template bool Decoder::map(const Shape&, const Place&, ValueOut);

}  // namespace cst
