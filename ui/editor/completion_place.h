#pragma once

#include "engine/base/source_range.h"
#include "engine/session/snapshot.h"

#include <cstdint>
#include <string>

namespace cst {

/// What is being written where the cursor stands.
struct CompletionPlace {
    enum class Kind {
        Nothing,     // a comment, a string, a number, a name that is new
        Expression,  // a value, or the beginning of a declaration
        Member,      // behind a dot: a field, or the rest of a function's qualified name
        Output,      // behind `out`: a name
        Type,        // behind `in name:` and `type Name =`
        Namespace,   // behind `use`
    };
    Kind kind = Kind::Nothing;
    /// What is replaced: the word under the cursor; of a namespace with its dots.
    SourceRange word;
    /// Member: what stands before the last dot, `order.customer`; "" if that is no plain path.
    std::string owner;
};

/// Cost: O(tokens).
CompletionPlace completionPlace(const Snapshot& snapshot, uint32_t cursor);

/// Letters, digits, `_` and `-`: what a name is typed with.
bool isNameCharacter(char c);

}  // namespace cst
