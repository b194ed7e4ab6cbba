#include "engine/session/scoped_names.h"

#include "engine/session/compiled_text.h"

#include <algorithm>
#include <optional>

namespace cst {
namespace {

bool isGlobal(BindingKind kind) {
    return kind == BindingKind::Input || kind == BindingKind::Assignment;
}

class Scopes {
public:
    explicit Scopes(const CheckedTree& checked)
        : checked_(checked), tree_(*checked.tree), ofBinding_(checked.bindings.size()) {}

    std::vector<ScopedName> names();

private:
    /// Where the next token begins, or the line that it is the first of, or the block ends. What is
    /// half written ends where its last token does, and the cursor stands behind that.
    uint32_t nextToken(uint32_t from) const {
        const std::vector<Token>& tokens = tree_.lexed.tokens;
        const auto begin = tokens.begin() + checked_.block.firstToken;
        const auto end = tokens.begin() + checked_.block.tokenEnd;
        const auto next =
            std::lower_bound(begin, end, from, [](const Token& token, uint32_t offset) {
                return token.range.begin < offset;
            });
        if (next == end) {
            return kEndOfBlock;
        }
        return next->startsLine ? tree_.text->lineStart(tree_.text->line(next->range.begin))
                                : next->range.begin;
    }

    SourceRange behind(SyntaxId declaration) const {
        const SyntaxNode& node = tree_[declaration];
        return {node.hasError ? nextToken(node.range.end) : node.range.end, kEndOfText};
    }
    void set(BindingId binding, SourceRange scope) {
        if (binding.hasValue()) {
            ofBinding_[binding.index] = scope;
        }
    }
    void setInside(SyntaxId id);

    const CheckedTree& checked_;
    const SyntaxTree& tree_;
    std::vector<std::optional<SourceRange>> ofBinding_;  // none: it was bound once more
};

void Scopes::setInside(SyntaxId id) {
    const SyntaxNode& node = tree_[id];
    const SourceRange scope{node.range.begin, nextToken(node.range.end)};
    if (node.kind == SyntaxKind::Lambda) {
        for (const SyntaxId child : tree_.children(id)) {
            if (tree_[child].kind == SyntaxKind::LambdaParameter) {
                set(checked_.bindingOf[child.index], scope);
            }
        }
    } else if (node.kind == SyntaxKind::MatchCase) {
        const auto found = checked_.cases.find(id);
        if (found != checked_.cases.end()) {
            set(found->second.narrowed, scope);
            for (const BindingId field : found->second.fields) {
                set(field, scope);
            }
        }
    }
}

std::vector<ScopedName> Scopes::names() {
    bool hasLocals = false;
    for (uint32_t i = 0; i < checked_.bindings.size(); ++i) {
        const Binding& binding = checked_.bindings[BindingId(i)];
        if (isGlobal(binding.kind)) {
            ofBinding_[i] = behind(binding.declaration);
        } else {
            hasLocals = hasLocals || binding.kind != BindingKind::External;
        }
    }
    for (uint32_t i = checked_.block.firstNode; hasLocals && i < checked_.block.nodeEnd; ++i) {
        setInside(SyntaxId(i));
    }
    std::vector<ScopedName> names;
    names.reserve(ofBinding_.size());
    for (uint32_t i = 0; i < ofBinding_.size(); ++i) {
        if (ofBinding_[i]) {
            const Binding& binding = checked_.bindings[BindingId(i)];
            names.push_back({binding.name, binding.type, *ofBinding_[i]});
        }
    }
    return names;
}

}  // namespace

std::vector<ScopedName> scopedNames(const CheckedTree& checked) {
    return Scopes(checked).names();
}

}  // namespace cst
