#pragma once

#include "engine/plan/operation.h"
#include "engine/syntax/tree.h"

namespace cst {

/// The options of a call as its operation and the pools have them.
struct LoweredOptions {
    SyntaxId fallback;  // its expression; none if there is no such option
    bool isLazy = false;
};

/// Reads what stands after `with`, sets the operation's options, and adds a row to the pools where
/// a run has to do something about them. The text was checked.
LoweredOptions lowerOptions(const SyntaxTree& tree, SyntaxId call, Pools& pools,
                            Operation& operation);

}  // namespace cst
