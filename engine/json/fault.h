#pragma once

#include "engine/json/shape.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cst {

/// What the document's types are, so far as paths need it: a map's entry is written `m["key"]`,
/// a record's field `r.key`.
struct FaultRoot {
    const ShapeTable* shapes = nullptr;
    const KeyTable* inputs = nullptr;   // null: the document is one value, of shape ids[0]
    std::span<const ShapeId> ids = {};  // of the inputs
    std::string_view name = {};         // path of the one value
};

/// The first place where a document breaks the grammar of RFC 8259.
struct JsonFault {
    std::size_t offset = 0;
    std::string path;  // of the innermost value that was begun
    std::string what;  // "expected `,` or `]`, found `}`"
};

/// Looks for it byte by byte: slow and plain. Decoding calls it only to explain what it stumbled
/// over; tests use it as a second opinion.
std::optional<JsonFault> findFault(std::string_view json, uint32_t maxDepth, const FaultRoot& root);

}  // namespace cst
