#pragma once

#include "engine/base/diagnostic.h"
#include "engine/plan/graph.h"
#include "engine/text/source_text.h"

#include <optional>
#include <string_view>

namespace cst {

/// The edit that gives the call of a node this limit: changes its `timeout`, or adds one.
/// Nothing if the node is no call of the text.
/// Cost: parses the text. Any thread.
std::optional<TextEdit> timeoutEdit(const SourceText& text, const GraphNode& node,
                                    std::string_view duration);

}  // namespace cst
