#pragma once

#include "engine/json/pieces.h"
#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <cstdint>
#include <string_view>

namespace cst {

/// Writes JSON in pieces to a sink, keys in the order they are given. Commas are its business;
/// nesting is the caller's. The rest gets out with the last word: flush() or the end of its life.
/// Not thread safe.
class JsonWriter {
public:
    explicit JsonWriter(TextSink sink) : sink_(std::move(sink)) {}

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }
    void key(std::string_view name);
    void text(std::string_view value);
    void integer(int64_t value);
    void number(double value);  // shortest digits; whole numbers without a fraction
    void boolean(bool value);
    void null();
    void value(const TypeTable& types, TypeId type, const Value& value);
    void raw(std::string_view json);  // a whole value, already encoded
    /// Behind the last bracket. Text is lines.
    void endLine() { out_.append('\n'); }
    void flush() { out_.flush(); }

    void field(std::string_view name, std::string_view value) { key(name), text(value); }
    void field(std::string_view name, const char* value) { key(name), text(value); }
    void field(std::string_view name, bool value) { key(name), boolean(value); }
    void field(std::string_view name, uint32_t value) { key(name), integer(value); }
    void field(std::string_view name, double value) { key(name), number(value); }

private:
    void open(char bracket);
    void close(char bracket);
    void separate();

    const TextSink sink_;
    Pieces out_{sink_};
    bool needsComma_ = false;
};

}  // namespace cst
