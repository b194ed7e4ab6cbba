#pragma once

#include "engine/session/edit_tree.h"

#include <string>
#include <vector>

namespace cst {

/// The edits that take what is connected to a port away: list elements, pieces of a string, a
/// `fallback` and `out` lines go, anything else becomes a placeholder (placeholder.h). Of the ways
/// that there are the first one that brings no error, else the last.
/// Errors: it is a placeholder already, or nothing that stands in the text.
/// Cost:   a trial or two.
/// `keepsItems`: list elements do not go; for several of one list at once.
Result<std::vector<TextEdit>> emptiedOperand(const EditTree& tree, const NodePlace& consumer,
                                             const GraphEdge& edge, bool keepsItems = false);

}  // namespace cst
