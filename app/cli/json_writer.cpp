#include "app/cli/json_writer.h"

#include "engine/json/encode.h"

#include <array>
#include <charconv>
#include <cmath>

namespace cst {

void JsonWriter::separate() {
    if (needsComma_) {
        out_.append(',');
    }
    needsComma_ = true;
}

void JsonWriter::open(char bracket) {
    separate();
    out_.append(bracket);
    needsComma_ = false;
}

void JsonWriter::close(char bracket) {
    out_.append(bracket);
    needsComma_ = true;
}

void JsonWriter::key(std::string_view name) {
    separate();
    encodeText(out_, name);
    out_.append(':');
    needsComma_ = false;
}

void JsonWriter::text(std::string_view value) {
    separate();
    encodeText(out_, value);
}

void JsonWriter::integer(int64_t value) {
    separate();
    out_.append(std::to_string(value));
}

void JsonWriter::number(double value) {
    separate();
    if (!std::isfinite(value)) {
        out_.append("null");
        return;
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out_.append(std::string_view(digits.data(), static_cast<std::size_t>(end.ptr - digits.data())));
}

void JsonWriter::boolean(bool value) {
    separate();
    out_.append(value ? "true" : "false");
}

void JsonWriter::null() {
    separate();
    out_.append("null");
}

void JsonWriter::value(const TypeTable& types, TypeId type, const Value& value) {
    separate();
    encodeValue(out_, types, type, value);
}

void JsonWriter::raw(std::string_view json) {
    separate();
    out_.append(json);
}

}  // namespace cst
