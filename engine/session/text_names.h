#pragma once

#include "engine/base/id.h"
#include "engine/syntax/tree.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cst {

using TextNameId = Id<struct TextNameTag>;

enum class TextNameKind : uint8_t {
    Input,
    Variable,
    Parameter,     // of a lambda
    PatternField,  // `{ f }` in a match case: a field of the value, so its name is not free
    Type,
    Alias,     // use … as NAME
    Function,  // of the library: it has no place in the text
};

/// One meaning of a name: each rebinding is one of its own.
struct TextName {
    TextNameKind kind = TextNameKind::Variable;
    std::string_view name;     // in the text
    SourceRange place;         // where it is declared; empty for a function
    uint32_t declaration = 0;  // the one that it stands in, by number in the tree
};

struct NameUse {
    SourceRange place;
    TextNameId name;  // none: nothing of this name is known here
    uint32_t declaration = 0;
};

/// What every name of a text means, by the places of declarations alone: also of a text that does
/// not compile. In a declaration that could not be read, words that can only be names count.
/// Immutable. The tree outlives it.
class TextNames {
public:
    Table<TextNameId, TextName> names;  // in the order of the text, functions by their first call
    std::vector<NameUse> uses;          // in the order of the text

    /// The input or variable that a name means right before a declaration. O(rebindings).
    TextNameId visible(std::string_view name, uint32_t declaration) const;
    /// What that declaration gives a name to, if it is an input or a statement that does.
    TextNameId declaredBy(uint32_t declaration) const { return declared_[declaration]; }
    /// Inputs and variables that are known right before a declaration, those that are hidden left
    /// out; in the order of the text.
    std::vector<TextNameId> allVisible(uint32_t declaration) const;
    /// Whatever is so called somewhere in the text: variable, parameter, type, function or alias.
    bool isTaken(std::string_view name) const { return taken_.contains(name); }

private:
    friend class NameResolver;
    std::unordered_map<std::string_view, std::vector<TextNameId>> variables_;  // global ones
    std::unordered_map<std::string_view, bool> taken_;
    std::vector<TextNameId> declared_;  // by declaration
};

/// Cost: O(nodes).
TextNames textNames(const SyntaxTree& tree);

/// `String`, `List` and the like: types that no text declares.
bool isBuiltinType(std::string_view name);

}  // namespace cst
