#pragma once

#include "engine/base/diagnostic.h"
#include "engine/check/imports.h"
#include "engine/check/symbol_table.h"
#include "engine/text/source_text.h"

#include <span>
#include <vector>

namespace cst {

/// How often each declaration of a document is used, kept up from one check to the next.
/// Not thread safe.
class Usage {
public:
    void add(std::span<const SymbolId> uses);
    void drop(std::span<const SymbolId> uses);
    uint32_t of(SymbolId symbol) const {
        return symbol.index < uses_.size() ? uses_[symbol.index] : 0;
    }

private:
    std::vector<uint32_t> uses_;  // by symbol
};

/// A name that is used at a place before it is declared: an error there, but a use.
struct EarlyUse {
    NameId name;
    uint32_t block = 0;  // its order
};

/// What is declared and never used, as warnings with ranges of the text.
/// In:     all blocks are checked. `isReadable`: there is no syntax error; else variables are left
///         out, for their use may stand in what could not be read.
/// Cost:   O(symbols), some nanoseconds each; and O(size of the result).
std::vector<Diagnostic> unusedDeclarations(const SymbolTable& symbols, const Imports& imports,
                                           const Usage& usage, std::span<const EarlyUse> early,
                                           const SourceText& text, bool isReadable);

}  // namespace cst
