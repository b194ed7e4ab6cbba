#pragma once

#include "engine/syntax/tree.h"

#include <string>

namespace cst {

/// The text of a tree in the one form that all pipelines have; format.cpp says what that is.
/// In:   a tree without errors: CST_CHECK. What is wrong in another way, such as a type, may be.
/// Out:  parses to the same tree, with the same comments in the same order. Formatting it again
///       changes nothing.
/// Cost: O(bytes × log bytes), no recursion.
std::string format(const SyntaxTree& tree);

}  // namespace cst
