#include "engine/session/callable_name.h"

#include "engine/syntax/characters.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace cst {
namespace {

struct Use {
    std::string_view nameSpace;
    std::string_view alias;  // "" = none
};

std::vector<Use> usesBefore(const EditTree& tree, uint32_t declaration) {
    std::vector<Use> uses;
    for (uint32_t i = 0; i < declaration; ++i) {
        const SyntaxId id = tree.tree.declarations[i];
        const bool isGood = tree.tree[id].kind == SyntaxKind::UseDecl && !tree.tree[id].hasError &&
                            tree.snapshot.functions->isNamespace(tree.tree.name(id));
        if (isGood) {
            const std::span<const SyntaxId> alias = tree.tree.children(id);
            uses.push_back({tree.tree.name(id),
                            alias.empty() ? std::string_view() : tree.tree.name(alias[0])});
        }
    }
    return uses;
}

}  // namespace

CallableName callableName(const EditTree& tree, FunctionId function, uint32_t declaration) {
    const SignatureTable& signatures = *tree.snapshot.functions;
    const Signature& signature = signatures[function];
    const std::vector<Use> uses = usesBefore(tree, declaration);
    const auto isImported = [&](const std::string& nameSpace) {
        return nameSpace.empty() || uses.empty() ||
               std::any_of(uses.begin(), uses.end(), [&](const Use& use) {
                   return use.alias.empty() && use.nameSpace == nameSpace;
               });
    };
    const auto isAlias = [&](std::string_view name) {
        return std::any_of(uses.begin(), uses.end(),
                           [&](const Use& use) { return use.alias == name; });
    };
    const auto same = signatures.bySimpleName(signature.name);
    const auto candidates = std::count_if(same.begin(), same.end(), [&](FunctionId each) {
        return isImported(signatures[each].nameSpace);
    });
    if (isImported(signature.nameSpace) && candidates == 1 && !isAlias(signature.name) &&
        wordKind(signature.name) == TokenKind::Ident) {
        return {signature.name};
    }
    const std::string whole = signature.qualifiedName();
    for (const Use& use : uses) {
        const std::size_t size = use.nameSpace.size();
        if (!use.alias.empty() && whole.starts_with(use.nameSpace) && whole.size() > size &&
            whole[size] == '.') {
            return {std::string(use.alias) + whole.substr(size)};
        }
    }
    // `use a.b as stdlib` hides every whole name that begins so.
    const bool isHidden = isAlias(std::string_view(whole).substr(0, whole.find('.')));
    return isHidden ? CallableName{signature.name, true} : CallableName{whole};
}

}  // namespace cst
