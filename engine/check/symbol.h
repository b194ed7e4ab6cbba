#pragma once

#include "engine/base/id.h"
#include "engine/base/name_table.h"
#include "engine/base/source_range.h"
#include "engine/syntax/tree.h"
#include "engine/types/type_table.h"

#include <cstdint>

namespace cst {

/// Names one declaration of a document for as long as it stands there, however its text changes.
using SymbolId = Id<struct SymbolTag>;

/// Names one block of a document: declarations that are parsed and checked together.
using BlockId = Id<struct BlockTag>;

/// A declaration as all others see it.
struct Symbol {
    SyntaxKind kind = SyntaxKind::BrokenDecl;
    NameId name;  // none: it has none, or it is missing
    BlockId block;
    uint32_t number = 0;  // among the declarations of its block
    SourceRange range;    // in the tree of its block, likewise `place`
    SourceRange place;    // of the name

    /// What the check found: what changes here changes what depends on it.
    struct Meaning {
        bool binds = false;  // from here on its name means this
        bool broken = false;
        TypeId type;
        uint32_t binding = 1;  // of the bindings of its name: 2 = the first rebinding
        friend bool operator==(const Meaning&, const Meaning&) = default;
    };
    Meaning meaning;
};

}  // namespace cst
