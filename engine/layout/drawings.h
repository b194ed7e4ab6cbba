#pragma once

#include "engine/plan/graph.h"

#include <string>

namespace cst {

/// The graph in Graphviz' language, left to right; names and labels escaped.
std::string drawDot(const Graph& graph, const class TypeTable& types);

}  // namespace cst
