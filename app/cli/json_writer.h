#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cst {

/// Appends JSON with keys in the order they are written. Commas are its business; nesting is the
/// caller's. Not thread safe.
class JsonWriter {
public:
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
    void raw(std::string_view json);  // a whole value, already encoded

    void field(std::string_view name, std::string_view value) { key(name), text(value); }
    void field(std::string_view name, const char* value) { key(name), text(value); }
    void field(std::string_view name, bool value) { key(name), boolean(value); }
    void field(std::string_view name, uint32_t value) { key(name), integer(value); }
    void field(std::string_view name, double value) { key(name), number(value); }

    const std::string& str() const { return out_; }

private:
    void open(char bracket);
    void close(char bracket);
    void separate();

    std::string out_;
    bool needsComma_ = false;
};

}  // namespace cst
