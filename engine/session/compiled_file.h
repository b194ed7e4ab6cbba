#pragma once

#include "engine/session/compiled_parts.h"

#include <memory>
#include <optional>
#include <string>

namespace cst {

// The parts of a compiled text as bytes, for the process that runs next. Small rather than quick to
// copy: the longer part of reading such bytes is making sure who wrote them.
//
// - types: each row of the table that occurs, behind those that it is made of
// - texts: each that occurs, once
// - the parts, field by field as compiled_form.h has them; types and texts by their number
// Numbers take seven bits a byte, the lowest first; hashes, times and constants are copied.
// Functions are named by their numbers: the bytes are good for one registry only.

/// Appends. Cost: O(what is kept). The same parts give the same bytes.
void encodeParts(std::string& out, const CompiledParts& parts, const TypeTable& types);

/// In:     any bytes, from `begin` on to the end. What is made points into them.
///         `functions`: how many there are. `textSize`: of the text that was compiled.
/// Out:    nothing if the bytes are not such. What comes out has all its indices and ranges within
///         their bounds; that its plan may be run has to be known of whoever wrote the bytes.
/// Cost:   O(bytes). Types are interned.
std::optional<CompiledParts> decodeParts(const std::shared_ptr<const std::string>& bytes,
                                         std::size_t begin, TypeTable& types, std::size_t functions,
                                         uint32_t textSize);

}  // namespace cst
