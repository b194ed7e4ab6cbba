#pragma once

#include "engine/base/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Puts edits in the order of the text and joins those that only take away and touch each other.
/// Edits must not overlap otherwise (checked). Of several at one place the order stays.
std::vector<TextEdit> orderedEdits(std::vector<TextEdit> edits);

/// The text after edits that are ordered and do not overlap.
std::string appliedEdits(std::string_view text, const std::vector<TextEdit>& edits);

/// The edits of the text after `edits` that give back the text before, to the byte.
std::vector<TextEdit> invertedEdits(std::string_view before, const std::vector<TextEdit>& edits);

/// Where a place of the text before is in the text after; behind what is inserted right there.
/// What stands in a part that is taken away is where that was.
uint32_t placeAfter(uint32_t before, const std::vector<TextEdit>& edits);

}  // namespace cst
