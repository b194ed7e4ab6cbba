#pragma once

#include "engine/base/diagnostic.h"
#include "engine/base/id.h"
#include "engine/check/symbol.h"
#include "engine/syntax/tree.h"
#include "engine/types/signature.h"
#include "engine/types/type_table.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cst {

using BindingId = Id<struct BindingTag>;

enum class BindingKind : uint8_t {
    Input,         // in x: T
    Assignment,    // x = e
    Parameter,     // of a lambda
    PatternField,  // { f } in a match case
    Narrowed,      // the scrutinee of a match, inside one case
    External,      // an input or an assignment of another block
};

/// One meaning of a name.
struct Binding {
    std::string_view name;  // in the text of the tree
    BindingKind kind = BindingKind::Assignment;
    SyntaxId declaration;  // InDecl, Assign, LambdaParameter, NamePart or MatchCase
    TypeId type;
    uint32_t number = 1;  // of the bindings of this name: 2 = its first rebinding
    bool broken = false;  // type is Error because something in its declaration is wrong
    bool used = false;
    BindingId narrows = {};  // Narrowed: the binding it stands for
    SymbolId symbol = {};    // Input, Assignment, External: its declaration
};

struct CheckedInput {
    BindingId binding;
    SyntaxId declaration;
    std::vector<SyntaxId> examples;  // the expressions that fit the type
};

struct CheckedOutput {
    std::string_view name;
    BindingId binding;
    SyntaxId declaration;
};

/// What a match case stands for.
struct CheckedCase {
    std::vector<TypeId> tags;       // canonical members it takes, those of earlier cases left out
    std::vector<BindingId> fields;  // PatternRecord: one per NamePart
    BindingId narrowed;             // none if the scrutinee is no plain variable
};

/// What is to be kept of the check of a block, for as long as its text and what it depends on stay.
struct BlockFacts {
    std::vector<Diagnostic> diagnostics;  // ranges as in the tree, even of what is not in it
    std::vector<NameId> names;            // whose declarations, or lack of them, it depends on
    std::vector<SymbolId> uses;           // declarations that it uses; each once
    std::vector<NameId> early;            // names that it uses before their declaration
    std::size_t mergedFields = 0;
    std::size_t errors = 0;
    bool isVolatile = false;  // some diagnostic depends on what is not in `names`: check it again
                              // whenever anything has changed
};

/// A block with a meaning for every expression, as far as there is one.
/// Rows indexed by SyntaxId hold no value where the node has none; only those of the block count.
struct CheckedTree {
    std::shared_ptr<const SyntaxTree> tree;
    SyntaxBlock block;
    std::vector<TypeId> typeOf;          // of expressions and type expressions. Operator: of the
                                         // chain up to and including its right operand
    std::vector<TypeId> convertTo;       // of expressions: what the consumer converts it to
    std::vector<BindingId> bindingOf;    // of Variable nodes and declarations
    std::vector<FunctionId> functionOf;  // of Call nodes
    std::vector<bool> broken;            // by declaration of the block: no node will come of it
    Table<BindingId, Binding> bindings;
    std::vector<CheckedInput> inputs;    // in source order
    std::vector<CheckedOutput> outputs;  // in source order; of two with one name the last
    std::unordered_map<SyntaxId, CheckedCase> cases;  // by MatchCase
    BlockFacts facts;
};

}  // namespace cst
