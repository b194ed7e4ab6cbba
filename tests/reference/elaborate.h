#pragma once

#include "engine/syntax/tree.h"
#include "tests/reference/expression.h"

#include <vector>

namespace cst::reference {

/// Works out types and conversions of a valid file, language §3 to §7. Throws Invalid where the
/// file is not valid, Unsupported where it uses what the reference leaves out.
/// `library` outlives the result.
Program elaborate(const SyntaxTree& tree, const std::vector<Function>& library, TypeTable& types);

}  // namespace cst::reference
