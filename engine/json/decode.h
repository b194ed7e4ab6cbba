#pragma once

#include "engine/base/result.h"
#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

struct JsonLimits {
    std::size_t maxBytes = 256UL << 20;  // of the document
    uint32_t maxDepth = 256;             // of arrays and objects in one another
    /// Elements of lists and entries of maps in all, wherever they stand.
    uint64_t maxElements = 100'000'000;
    /// So much of the document is split into tokens at a time. They take up to four times as much
    /// memory, which should stay in the second-level cache. No limit on anything.
    std::size_t windowBytes = 128UL << 10;
    /// Documents of fewer bytes have nothing unread: it would save two microseconds at most. What
    /// is unread takes half to nearly all of the time of decoding it; reading it late takes twice
    /// that.
    std::size_t unreadFrom = 4096;
};

/// What a named input must look like.
struct JsonField {
    std::string name;
    TypeId type;
    std::vector<std::pair<std::string, TypeId>>
        aliases;  // declared type names usable as union tags
    /// What nobody is expected to read: paths of record fields from this one on, as {"customer",
    /// "notes"}; {} is the field itself. A list, map, union or record there is checked like all
    /// else, so that every R007 is known, but kept as its bytes and decoded when it is first read,
    /// which any reader does without knowing (value/lazy.h). A path that leads through anything but
    /// records, or to a scalar or an Optional, changes nothing: in columns values are never lazy.
    std::vector<std::vector<std::string>> unread = {};
};

/// What came in for each named input.
struct DecodedInputs {
    std::vector<Value> values;         // by index of the field; meaningless where not given
    std::vector<bool> given;           // by index of the field
    std::vector<std::string> unknown;  // keys that no field has, in document order, each once
    std::vector<Error> errors;         // R007 with path and message, in document order
};

struct DecodedValue {
    Value value;
    std::vector<Error> errors;  // empty = good
};

/// Decodes an object with one member per input straight into typed values, in one pass.
/// In:     any bytes; no terminating or padding bytes needed.
/// Errors: in the result, the first hundred and how many more there are: R007 with the path
///         (`orders[3].total`, `m["key"]`), the expected type and what stood there. Malformed JSON,
///         invalid UTF-8, trailing bytes, too many bytes or elements, or too deep: one R007 with
///         the path reached and the line and column.
/// Cost:   O(bytes). Lists go into columns without a value per element.
/// Source: language §11.1 and §14.
DecodedInputs decodeInputs(const TypeTable& types, std::span<const JsonField> fields,
                           std::string_view json, const JsonLimits& limits);

/// The same for many documents with the same inputs, as the lines of a batch: what depends on the
/// types alone is worked out once. Thread safe; `types` outlives it.
class InputDecoder {
public:
    InputDecoder(const TypeTable& types, std::vector<JsonField> fields);
    ~InputDecoder();
    InputDecoder(InputDecoder&&) noexcept;
    InputDecoder& operator=(InputDecoder&&) noexcept;

    DecodedInputs decode(std::string_view json, const JsonLimits& limits) const;
    /// The value of one field alone; paths in errors begin with its name.
    DecodedValue decodeOne(std::size_t field, std::string_view json,
                           const JsonLimits& limits) const;

    /// How many unread values of all its documents were read after all, and so decoded.
    uint64_t lateDecodes() const;

private:
    struct Impl;
    std::shared_ptr<const Impl> impl_;  // also held by unread values
};

/// Decodes one value, all of it at once. Paths in errors begin with the name of the field.
DecodedValue decodeValue(const TypeTable& types, const JsonField& field, std::string_view json,
                         const JsonLimits& limits);

}  // namespace cst
