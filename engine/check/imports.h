#pragma once

#include "engine/check/symbol.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cst {

/// A `use` that brings a namespace.
struct Import {
    SymbolId symbol;
    std::string nameSpace;
    bool aliased = false;
    bool repeats = false;  // another one; it was reported
};

/// The `use` lines of a text, in its order. What they bring is the same for all that stands below
/// them, so if one changes, all are read again and everything is checked again.
struct Imports {
    std::vector<Import> rows;
    std::unordered_map<std::string, std::size_t> aliases;          // explicit → first row
    std::unordered_map<std::string, std::size_t> implicitAliases;  // last segment → first row
    SymbolId first;  // that named a namespace; from there on simple names need an import
    /// Paths, last segments and aliases of those that failed.
    std::vector<std::pair<std::string, SymbolId>> failed;
};

}  // namespace cst
