#include "engine/json/decode.h"

#include "engine/json/decoder.h"
#include "engine/json/decoder_out.h"
#include "engine/json/fault.h"

#include <string>

namespace cst {

namespace {

/// A document and its tokens, in a state in which a Decoder can walk it.
class Document {
public:
    explicit Document(std::string_view text) : text_(text) {}

    /// False: it is not JSON. `tooBig` is set if it is not known what it is.
    bool index() {
        const TokenIndex::State state = tokens_.build(text_);
        tooBig_ = state == TokenIndex::State::TooBig;
        if (state != TokenIndex::State::Good) {
            return false;
        }
        const char last = text_[tokens_.offsets()[tokens_.size() - 1]];
        if (last == '}' || last == ']') {
            return true;
        }
        // A scalar alone. Reading one may look at the byte behind it, so there must be one.
        padded_ = std::string(text_) + std::string(16, ' ');
        text_ = padded_;
        return tokens_.size() == 1;
    }
    bool tooBig() const { return tooBig_; }
    std::string_view text() const { return text_; }
    const TokenIndex& tokens() const { return tokens_; }

private:
    std::string_view text_;
    std::string padded_;
    TokenIndex tokens_;
    bool tooBig_ = false;
};

Error malformed(std::string_view json, const JsonLimits& limits, const FaultRoot& root) {
    const auto fault = findFault(json, limits.maxDepth, root);
    if (!fault) {
        return {"R007", "malformed JSON", std::string(root.name)};
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
    Document document(json);
    if (document.index()) {
        for (const auto care : {Decoder::Care::FirstTry, Decoder::Care::Careful}) {
            Decoder decoder(*root.shapes, document.text(), document.tokens(), limits, care);
            if (walk(decoder) && decoder.atEnd()) {
                errors = decoder.takeErrors();
                return true;
            }
            if (decoder.stop() != Decoder::Stop::Duplicate) {
                break;
            }
        }
    } else if (document.tooBig()) {
        errors = {tooLarge(json.size(), UINT32_MAX, root.name)};
        return false;
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

struct InputDecoder::Impl {
    std::vector<JsonField> fields;
    ShapeTable shapes;
    KeyTable names;
    std::vector<ShapeId> ids;

    Impl(const TypeTable& types, std::vector<JsonField> f) : fields(std::move(f)), shapes(types) {
        std::vector<std::string_view> all;
        for (const JsonField& field : fields) {
            all.push_back(field.name);
            ids.push_back(shapes.add(field.type, field.aliases));
        }
        names = KeyTable(std::move(all));
    }
};

InputDecoder::InputDecoder(const TypeTable& types, std::vector<JsonField> fields)
    : impl_(std::make_unique<Impl>(types, std::move(fields))) {}
InputDecoder::~InputDecoder() = default;
InputDecoder::InputDecoder(InputDecoder&&) noexcept = default;
InputDecoder& InputDecoder::operator=(InputDecoder&&) noexcept = default;

DecodedInputs InputDecoder::decode(std::string_view json, const JsonLimits& limits) const {
    DecodedInputs result;
    const FaultRoot root{&impl_->shapes, &impl_->names, impl_->ids, ""};
    const auto reset = [&] {
        result.values.assign(impl_->fields.size(), Value());
        result.given.assign(impl_->fields.size(), false);
        result.unknown.clear();
    };
    uint8_t kind = kJsonObject;
    const auto walk = [&](Decoder& decoder) {
        reset();
        kind = jsonKindOf(decoder.head());
        return kind == kJsonObject ? decoder.inputs(impl_->names, impl_->ids, result)
                                   : decoder.skip();
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

DecodedInputs decodeInputs(const TypeTable& types, std::span<const JsonField> fields,
                           std::string_view json, const JsonLimits& limits) {
    return InputDecoder(types, {fields.begin(), fields.end()}).decode(json, limits);
}

DecodedValue decodeValue(const TypeTable& types, const JsonField& field, std::string_view json,
                         const JsonLimits& limits) {
    ShapeTable shapes(types);
    const ShapeId id = shapes.add(field.type, field.aliases);
    const FaultRoot root{&shapes, nullptr, {&id, 1}, field.name};
    DecodedValue result;
    const auto walk = [&](Decoder& decoder) {
        result.value = Value();
        return decoder.value(id, Place{nullptr, Place::Kind::Root, field.name},
                             ValueOut{&result.value});
    };
    if (!decodeDocument(json, limits, root, result.errors, walk)) {
        result.value = Value();
    }
    return result;
}

}  // namespace cst
