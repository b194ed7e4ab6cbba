#include "engine/json/decode.h"

#include "engine/json/decoder.h"
#include "engine/json/decoder_out.h"
#include "engine/json/fault.h"
#include "engine/value/lazy.h"

#include <atomic>
#include <string>

namespace cst {

namespace {

/// The document in a form in which a Decoder can walk it: it may look at the byte behind a number
/// or word, so a document that is one of these gets a blank behind it.
struct Walkable {
    explicit Walkable(std::string_view json) : text(json) {
        const std::size_t first = json.find_first_not_of(kBlanks);
        const std::size_t last = json.find_last_not_of(kBlanks);
        if (first == std::string_view::npos || isBracket(json[last])) return;
        if (isBracket(json[first])) {
            isCut = true;
        } else {
            padded = std::string(json) + ' ';
            text = padded;
        }
    }

    std::string_view text;
    std::string padded;
    bool isCut = false;  // it begins with a bracket and does not end with one

private:
    static constexpr std::string_view kBlanks = " \n\t\r";
    static bool isBracket(char c) { return c == '{' || c == '}' || c == '[' || c == ']'; }
};

Error malformed(std::string_view json, const JsonLimits& limits, const FaultRoot& root) {
    const auto fault = findFault(json, limits.maxDepth, root);
    if (!fault) {
        return {"R007", "the document is too large for the memory", std::string(root.name)};
    }
    return {"R007", "malformed JSON at " + lineAndColumn(json, fault->offset) + ": " + fault->what,
            fault->path};
}

std::string bytesText(std::size_t bytes) {
    return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
}

Error tooLarge(std::size_t bytes, std::size_t limit, std::string_view path) {
    return {"R007", "the document has " + bytesText(bytes) + ", the limit is " + bytesText(limit),
            std::string(path)};
}

/// Runs walk(decoder), which walks over the whole document, once, or again with more care.
/// True: it is JSON, and `errors` are those of the types. False: `errors` has the fault.
template <class Walk>
bool decodeDocument(std::string_view json, const JsonLimits& limits, const FaultRoot& root,
                    std::vector<Error>& errors, const Walk& walk) {
    if (json.size() > limits.maxBytes) {
        errors = {tooLarge(json.size(), limits.maxBytes, root.name)};
        return false;
    }
    const Walkable document(json);
    for (const auto care : {Decoder::Care::FirstTry, Decoder::Care::Careful}) {
        if (document.isCut) break;
        Decoder decoder(*root.shapes, document.text, limits, care);
        if (walk(decoder) && decoder.atEnd()) {
            errors = decoder.takeErrors();
            return true;
        }
        if (decoder.stop() == Decoder::Stop::TooMany) {
            errors = decoder.takeErrors();
            return false;
        }
        if (decoder.stop() != Decoder::Stop::Duplicate) break;
    }
    errors = {malformed(json, limits, root)};
    return false;
}

const char* kindName(uint8_t kind) {
    switch (kind) {
    case kJsonNull: return "null";
    case kJsonBool: return "a boolean";
    case kJsonNumber: return "a number";
    case kJsonString: return "a string";
    default: return "an array";
    }
}

}  // namespace

struct InputDecoder::Impl : std::enable_shared_from_this<InputDecoder::Impl> {
    std::vector<JsonField> fields;
    ShapeTable shapes;
    KeyTable names;
    std::vector<ShapeId> eager;  // by field
    std::vector<ShapeId> lazy;   // likewise, with what is unread
    mutable std::atomic<uint64_t> lateDecodes = 0;

    Impl(const TypeTable& types, std::vector<JsonField> f) : fields(std::move(f)), shapes(types) {
        std::vector<std::string_view> all;
        for (const JsonField& field : fields) {
            all.push_back(field.name);
            eager.push_back(shapes.add(field.type, field.aliases));
            lazy.push_back(eager.back());
            for (const auto& path : field.unread) {
                lazy.back() = shapes.withUnread(lazy.back(), path);
            }
        }
        names = KeyTable(all);
        shapes.setUnreadMaker([this](ShapeId id, std::string_view bytes) {
            std::string text;
            text.reserve(bytes.size() + 1);
            text.append(bytes).push_back(' ');
            const std::size_t size = text.size();
            const Hash128 source = hashBytes(text);
            return makeLazy([self = shared_from_this(), id,
                             text = std::move(text)] { return self->decodeLate(id, text); },
                            size, source);
        });
    }

    const std::vector<ShapeId>& idsFor(std::string_view json, const JsonLimits& limits) const {
        return json.size() < limits.unreadFrom ? eager : lazy;
    }

    /// Bytes that were walked over before, so they are JSON of that shape; a blank behind them.
    Value decodeLate(ShapeId id, const std::string& bytes) const {
        ++lateDecodes;
        JsonLimits limits;
        limits.maxDepth = UINT32_MAX;
        limits.maxElements = UINT64_MAX;
        for (const auto care : {Decoder::Care::FirstTry, Decoder::Care::Careful}) {
            Decoder decoder(shapes, bytes, limits, care);
            Value value;
            if (decoder.value(id, Place{}, ValueOut{&value})) return value;
        }
        CST_CHECK(false, "bytes that were checked do not decode");
        return {};
    }
};

InputDecoder::InputDecoder(const TypeTable& types, std::vector<JsonField> fields)
    : impl_(std::make_shared<Impl>(types, std::move(fields))) {}
InputDecoder::~InputDecoder() = default;
InputDecoder::InputDecoder(InputDecoder&&) noexcept = default;
InputDecoder& InputDecoder::operator=(InputDecoder&&) noexcept = default;

uint64_t InputDecoder::lateDecodes() const {
    return impl_->lateDecodes.load(std::memory_order_relaxed);
}

DecodedInputs InputDecoder::decode(std::string_view json, const JsonLimits& limits) const {
    DecodedInputs result;
    const std::vector<ShapeId>& ids = impl_->idsFor(json, limits);
    const FaultRoot root{&impl_->shapes, &impl_->names, ids, ""};
    const auto reset = [&] {
        result.values.assign(impl_->fields.size(), Value());
        result.given.assign(impl_->fields.size(), false);
        result.unknown.clear();
    };
    uint8_t kind = kJsonObject;
    const auto walk = [&](Decoder& decoder) {
        reset();
        kind = jsonKindOf(decoder.head());
        return kind == kJsonObject ? decoder.inputs(impl_->names, ids, result) : decoder.skip();
    };
    if (!decodeDocument(json, limits, root, result.errors, walk)) {
        reset();
    } else if (kind != kJsonObject) {
        result.errors = {
            {"R007",
             std::string("expected an object with one key per input, found ") + kindName(kind),
             ""}};
    }
    return result;
}

DecodedValue InputDecoder::decodeOne(std::size_t field, std::string_view json,
                                     const JsonLimits& limits) const {
    const ShapeId id = impl_->idsFor(json, limits)[field];
    const std::string& name = impl_->fields[field].name;
    const FaultRoot root{&impl_->shapes, nullptr, {&id, 1}, name};
    DecodedValue result;
    const auto walk = [&](Decoder& decoder) {
        result.value = Value();
        return decoder.value(id, Place{nullptr, Place::Kind::Root, name}, ValueOut{&result.value});
    };
    if (!decodeDocument(json, limits, root, result.errors, walk)) {
        result.value = Value();
    }
    return result;
}

DecodedInputs decodeInputs(const TypeTable& types, std::span<const JsonField> fields,
                           std::string_view json, const JsonLimits& limits) {
    return InputDecoder(types, {fields.begin(), fields.end()}).decode(json, limits);
}

DecodedValue decodeValue(const TypeTable& types, const JsonField& field, std::string_view json,
                         const JsonLimits& limits) {
    return InputDecoder(types, {{field.name, field.type, field.aliases}})
        .decodeOne(0, json, limits);
}

}  // namespace cst
