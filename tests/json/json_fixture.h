#pragma once

#include "engine/json/decode.h"
#include "engine/json/encode.h"
#include "tests/json/type_text.h"

#include <QByteArray>

#include <string>
#include <string_view>

/// Decodes one value called `x` and says what came out, as one text that tables can hold: the
/// value as JSON, or a line `path: message` per error.
struct Json {
    cst::TypeTable types;
    cst::JsonLimits limits;
    std::vector<std::pair<std::string, cst::TypeId>> aliases;

    cst::TypeId type(std::string_view text) { return TypeText(types, text).read(); }

    cst::DecodedValue decode(std::string_view typeText, std::string_view json) {
        return cst::decodeValue(types, {"x", type(typeText), aliases}, json, limits);
    }
    QByteArray result(std::string_view typeText, std::string_view json) {
        const cst::DecodedValue decoded = decode(typeText, json);
        return decoded.errors.empty() ? encode(type(typeText), decoded.value)
                                      : text(decoded.errors);
    }
    QByteArray encode(cst::TypeId type, const cst::Value& value) const {
        std::string out;
        cst::encodeValue(out, types, type, value);
        return QByteArray::fromStdString(out);
    }
    static QByteArray text(const std::vector<cst::Error>& errors) {
        std::string out;
        for (const cst::Error& error : errors) {
            out += (out.empty() ? "" : "\n") + error.path + ": " + error.message;
        }
        return QByteArray::fromStdString(out);
    }
    static std::string_view view(const QByteArray& bytes) {
        return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
    }
};
