#pragma once

#include "engine/json/pieces.h"
#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <memory>
#include <string>
#include <string_view>

namespace cst {

/// Appends a value as JSON, language §11.2: floats always with fraction or exponent, shortest
/// digits that round-trip; records with the static type's fields in declared order; a map with
/// String keys as object, other maps as array of pairs; unions as {"tag", "value"}.
/// Cost: O(output), no value is built per list element.
void encodeValue(std::string& out, const TypeTable& types, TypeId type, const Value& value);

/// The same in pieces of a few KB as they come about, so that the text never stands in memory as a
/// whole. False: the sink wanted no more (the disk is full, the reader has gone).
/// Memory: that of one piece, whatever the value.
bool encodeValue(const TextSink& sink, const TypeTable& types, TypeId type, const Value& value);

void encodeValue(Pieces& out, const TypeTable& types, TypeId type, const Value& value);

/// The same for many values of one type: what depends on the type alone is worked out once.
/// Immutable: any thread uses it.
class ValueEncoder {
public:
    ValueEncoder(const TypeTable& types, TypeId type);
    ~ValueEncoder();
    ValueEncoder(ValueEncoder&&) noexcept;
    ValueEncoder& operator=(ValueEncoder&&) noexcept;
    void encode(Pieces& out, const Value& value) const;

private:
    struct Impl;
    std::unique_ptr<const Impl> impl_;
};

/// Appends a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
void encodeText(std::string& out, std::string_view text);
void encodeText(Pieces& out, std::string_view text);
/// Appends a JSON number as above, `NaN` and infinities as strings.
void encodeFloat(std::string& out, double value);

/// The same with line breaks and two blanks per level; short arrays and objects stay on a line of
/// at most `width` columns. For people; parses to the same value.
std::string prettyValue(const TypeTable& types, TypeId type, const Value& value,
                        std::size_t width = 80);
/// In pieces, as above. Memory: that of one piece and a line.
bool prettyValue(const TextSink& sink, const TypeTable& types, TypeId type, const Value& value,
                 std::size_t width = 80);

}  // namespace cst
