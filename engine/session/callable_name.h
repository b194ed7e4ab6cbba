#pragma once

#include "engine/session/edit_tree.h"
#include "engine/types/signature.h"

#include <string>

namespace cst {

/// How a function is called right before a declaration, by language §5.4: its simple name, an alias
/// and the rest, or its whole name.
struct CallableName {
    std::string text;
    bool needsUse = false;  // nothing else means it: `use` of its namespace must be added
};
CallableName callableName(const EditTree& tree, FunctionId function, uint32_t declaration);

}  // namespace cst
