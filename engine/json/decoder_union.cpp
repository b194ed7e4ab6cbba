#include "engine/json/decoder.h"
#include "engine/json/decoder_out.h"

// Unions: `{"tag": …, "value": …}` says itself which member it is; anything else is tried. An
// object goes to the record member with most fields that fits it; if no record does, and for
// everything that is no object, exactly one member must fit (language §11.1, §14).
//
// Trying is cheap because only members that may begin with such a token are tried, the first
// misfit ends a try, and nothing is built. Unions in members of unions multiply the tries, but
// not beyond the length of the type's text, in which every one of those members is written out.

namespace cst {

template <class Out>
bool Decoder::unionValue(const Shape& shape, const Place& place, Out out) {
    const std::size_t start = tokens_.position();
    const uint8_t kind = jsonKindOf(head());
    if (kind == kJsonObject) {
        Tagged tagged;
        if (!findTag(tagged)) {
            return false;
        }
        const std::size_t end = tokens_.position();
        const int32_t named = memberNamed(shape, tagged);
        if (stop_ != Stop::None) {
            return false;
        }
        if (named >= 0) {
            tokens_.seek(tagged.value);
            ++depth_;
            const Place inside{&place, Place::Kind::Field, "value"};
            const bool good = member(shape, named, inside, out);
            --depth_;
            tokens_.seek(end);
            return good;
        }
    } else if (!skip()) {
        return false;
    }
    const Choice choice = choose(shape, kind, start);
    if (stop_ != Stop::None) {
        return false;
    }
    tokens_.seek(start);
    if (choice.rival >= 0 && !trying_) {
        const TypeTable& types = shapes_.types();
        const auto nameOf = [&](int32_t i) {
            return "`" + types.text(shapes_[shape.children[static_cast<std::size_t>(i)]].type) +
                   "`";
        };
        misfit(place, "expected `" + types.text(shape.type) + "`, found " + found() +
                          ", which fits both " + nameOf(choice.member) + " and " +
                          nameOf(choice.rival) + ": write {\"tag\": …, \"value\": …}");
        out.zero(types, shape.type);
        return skip();
    }
    if (choice.member < 0 || choice.rival >= 0) {
        return reject(shape, place, out);
    }
    return member(shape, choice.member, place, out);
}

template <class Out>
bool Decoder::member(const Shape& shape, int32_t index, const Place& place, Out out) {
    const auto i = static_cast<std::size_t>(index);
    if constexpr (Out::kKeeps) {
        Value inner;
        if (!value(shape.children[i], place, ValueOut{&inner})) {
            return false;
        }
        out.put(makeTagged(shape.tags[i], std::move(inner)));
        return true;
    } else {
        return value(shape.children[i], place, out);
    }
}

/// Walks over the object in hand and notes where the values of "tag" and "value" are.
bool Decoder::findTag(Tagged& tagged) {
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
        std::string_view name;
        if (head() != '"' || !readText(name)) {
            return malformed();
        }
        const bool isTag = name == "tag";
        const bool isValue = name == "value";
        if (!colon()) {
            return false;
        }
        if (isTag) {
            tagged.tag = tokens_.position();
        } else if (isValue) {
            tagged.value = tokens_.position();
        }
        if (!skip()) {
            return false;
        }
    }
    return leave();
}

/// The member that the tag names; -1 if there is no tag, or none that is valid.
int32_t Decoder::memberNamed(const Shape& shape, const Tagged& tagged) {
    if (tagged.tag == 0 || tagged.value == 0) {
        return -1;
    }
    tokens_.seek(tagged.tag);
    std::string_view name;
    if (head() != '"' || !readText(name)) {
        return -1;
    }
    for (const auto& [text, index] : shape.tagNames) {
        if (text == name) {
            return static_cast<int32_t>(index);
        }
    }
    return -1;
}

Decoder::Choice Decoder::choose(const Shape& shape, uint8_t kind, std::size_t start) {
    Choice choice;
    std::size_t candidates = 0;
    for (std::size_t i = 0; i < shape.children.size(); ++i) {
        if ((shapes_[shape.children[i]].accepts & kind) != 0) {
            ++candidates;
            choice.member = static_cast<int32_t>(i);
        }
    }
    // Only one that may fit: decoding it names the errors inside, which says more than that the
    // whole does not fit. Of a scalar there is no inside.
    if (candidates == 1 && !trying_ && (kind == kJsonObject || kind == kJsonArray)) {
        return choice;
    }
    choice = {};
    if (kind == kJsonObject) {
        choice = largestRecord(shape, start);
        if (choice.member >= 0 || stop_ != Stop::None) {
            return choice;
        }
    }
    for (std::size_t i = 0; i < shape.children.size(); ++i) {
        const Shape& candidate = shapes_[shape.children[i]];
        if ((candidate.accepts & kind) == 0 || candidate.kind == TypeKind::Record ||
            !fits(shape.children[i], start)) {
            continue;
        }
        const auto kindOf = [&](int32_t m) {
            return shapes_[shape.children[static_cast<std::size_t>(m)]].kind;
        };
        if (choice.member < 0) {
            choice.member = static_cast<int32_t>(i);
        } else if (candidate.kind == TypeKind::Int && kindOf(choice.member) == TypeKind::Float) {
            choice.member = static_cast<int32_t>(i);
        } else if (choice.rival < 0) {
            choice.rival = static_cast<int32_t>(i);
        }
    }
    return choice;
}

Decoder::Choice Decoder::largestRecord(const Shape& shape, std::size_t start) {
    Choice choice;
    std::size_t most = 0;
    for (std::size_t i = 0; i < shape.children.size(); ++i) {
        const Shape& candidate = shapes_[shape.children[i]];
        const std::size_t fields = candidate.children.size();
        if (candidate.kind != TypeKind::Record || (choice.member >= 0 && fields < most) ||
            !fits(shape.children[i], start)) {
            continue;
        }
        if (choice.member < 0 || fields > most) {
            choice = {static_cast<int32_t>(i), -1};
            most = fields;
        } else {
            choice.rival = static_cast<int32_t>(i);
        }
    }
    return choice;
}

/// Would the value at a token be of the type? Nothing is recorded; the token in hand is another
/// one afterwards. Where it stops for another
/// reason than a misfit, stop() says so and the result means nothing.
bool Decoder::fits(ShapeId id, std::size_t start) {
    const bool outer = std::exchange(trying_, true);
    tokens_.seek(start);
    const uint32_t depth = depth_;
    const uint64_t elements = elements_;
    const bool good = value(id, Place{}, NoOut{});
    trying_ = outer;
    depth_ = depth;
    elements_ = elements;
    if (stop_ == Stop::Misfit) {
        stop_ = Stop::None;
    }
    return good;
}

template bool Decoder::unionValue(const Shape&, const Place&, NoOut);
template bool Decoder::unionValue(const Shape&, const Place&, ColumnOut);
template bool Decoder::unionValue(const Shape&, const Place&, ValueOut);

}  // namespace cst
