#include "engine/session/text_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <utility>

namespace cst {

bool isBuiltinType(std::string_view name) {
    constexpr std::array<std::string_view, 9> kBuiltin{
        "String", "Int", "Float", "Boolean", "List", "Seq", "Candidates", "Map", "Optional"};
    return std::find(kBuiltin.begin(), kBuiltin.end(), name) != kBuiltin.end();
}

/// Walks the tree once, in the order of the text. Scopes are those of language §4.19, §4.20, §5.
class NameResolver {
public:
    explicit NameResolver(const SyntaxTree& tree) : tree_(tree) {}

    TextNames run() {
        out_.declared_.resize(tree_.declarations.size());
        for (; number_ < tree_.declarations.size(); ++number_) {
            declare(tree_.declarations[number_]);
        }
        return std::move(out_);
    }

private:
    using Meanings = std::unordered_map<std::string_view, TextNameId>;

    void declare(SyntaxId id);
    void declareName(SyntaxId id);
    void declareAlias(SyntaxId use);
    void guess(SyntaxId id, std::size_t firstUse, std::size_t firstName);
    void visit(SyntaxId id);
    void visitChildren(SyntaxId id) {
        for (const SyntaxId child : tree_.children(id)) {
            visit(child);
        }
    }
    void visitLambda(SyntaxId id);
    void visitCase(SyntaxId id);
    void visitCall(SyntaxId id);

    TextNameId add(TextNameKind kind, SourceRange place) {
        const std::string_view name = tree_.text->slice(place);
        out_.taken_[name] = true;
        return out_.names.add({kind, name, place, number_});
    }
    void use(SourceRange place, TextNameId name) {
        if (!place.empty()) {
            out_.uses.push_back({place, name, number_});
        }
    }
    void useVariable(SourceRange place);
    void useType(SourceRange place) {
        const std::string_view name = tree_.text->slice(place);
        if (!isBuiltinType(name)) {
            const auto found = types_.find(name);
            use(place, found == types_.end() ? TextNameId() : found->second);
        }
    }
    TextNameId global(std::string_view name) const {
        const auto found = out_.variables_.find(name);
        return found == out_.variables_.end() ? TextNameId() : found->second.back();
    }

    const SyntaxTree& tree_;
    TextNames out_;
    uint32_t number_ = 0;  // of the declaration at hand
    Meanings types_;
    Meanings aliases_;
    std::unordered_map<std::string, TextNameId> functions_;           // by whole name
    std::unordered_map<std::string_view, std::string_view> aliasOf_;  // alias → namespace
    std::vector<std::pair<std::string_view, TextNameId>> locals_;     // innermost last
};

void NameResolver::declare(SyntaxId id) {
    const std::size_t firstUse = out_.uses.size();
    const std::size_t firstName = out_.names.size();
    const SyntaxNode& node = tree_[id];
    visitChildren(id);
    if (node.kind == SyntaxKind::OutDecl && !node.name.empty()) {
        useVariable(node.name);
    } else if (node.kind == SyntaxKind::UseDecl) {
        declareAlias(id);
    } else if (!node.name.empty()) {
        declareName(id);
    }
    if (node.hasError || node.kind == SyntaxKind::BrokenDecl) {
        guess(id, firstUse, firstName);
    }
}

void NameResolver::declareName(SyntaxId id) {
    const SyntaxNode& node = tree_[id];
    const std::string_view name = tree_.name(id);
    if (node.kind == SyntaxKind::TypeDecl) {
        if (!isBuiltinType(name) && !types_.contains(name)) {
            types_[name] = add(TextNameKind::Type, node.name);
        }
        return;
    }
    const bool isInput = node.kind == SyntaxKind::InDecl;
    const bool binds =
        isInput ? !global(name).hasValue() : node.kind == SyntaxKind::Assign && name != "_";
    if (binds) {
        const TextNameId added =
            add(isInput ? TextNameKind::Input : TextNameKind::Variable, node.name);
        out_.variables_[name].push_back(added);
        out_.declared_[number_] = added;
    }
}

void NameResolver::declareAlias(SyntaxId use) {
    for (const SyntaxId alias : tree_.children(use)) {
        const SourceRange place = tree_[alias].name;
        const std::string_view name = tree_.text->slice(place);
        if (place.empty()) {
            continue;
        }
        if (const auto known = aliases_.find(name); known != aliases_.end()) {
            this->use(place, known->second);
            continue;
        }
        aliases_[name] = add(TextNameKind::Alias, place);
        aliasOf_[name] = tree_.name(use);
    }
}

/// Words between the nodes of what could not be read. They mean what they would mean in a
/// statement there; fields, functions and names of fields are left out.
void NameResolver::guess(SyntaxId id, std::size_t firstUse, std::size_t firstName) {
    const uint32_t begin = tree_[id].range.begin;
    const uint32_t end = number_ + 1 < tree_.declarations.size()
                             ? tree_[tree_.declarations[number_ + 1]].range.begin
                             : tree_.text->size();
    const std::vector<Token>& tokens = tree_.lexed.tokens;
    const auto first =
        std::lower_bound(tokens.begin(), tokens.end(), begin,
                         [](const Token& token, uint32_t at) { return token.range.begin < at; });
    std::unordered_set<uint32_t> known{tree_[id].name.begin};
    for (std::size_t i = firstUse; i < out_.uses.size(); ++i) {
        known.insert(out_.uses[i].place.begin);
    }
    for (std::size_t i = firstName; i < out_.names.size(); ++i) {
        known.insert(out_.names[TextNameId(i)].place.begin);
    }
    const std::size_t ofReadNodes = out_.uses.size();
    for (auto token = first; token != tokens.end() && token->range.begin < end; ++token) {
        if (token->kind != TokenKind::Ident || known.contains(token->range.begin)) {
            continue;
        }
        const bool isMember = token != tokens.begin() && (token - 1)->kind == TokenKind::Dot;
        const TokenKind next = (token + 1)->kind;  // the last one is EndOfFile
        const TextNameId name = global(tree_.text->slice(token->range));
        if (!isMember && next != TokenKind::Colon && next != TokenKind::LeftParen &&
            name.hasValue()) {
            use(token->range, name);
        }
    }
    if (ofReadNodes != out_.uses.size()) {
        std::sort(out_.uses.begin() + static_cast<std::ptrdiff_t>(firstUse), out_.uses.end(),
                  [](const NameUse& a, const NameUse& b) { return a.place < b.place; });
    }
}

/// The depth is bounded by SyntaxTree::kMaxHeight.
void NameResolver::visit(SyntaxId id) {
    const SyntaxNode& node = tree_[id];
    switch (node.kind) {
    case SyntaxKind::Variable: useVariable(node.name); break;
    case SyntaxKind::TypeName: useType(node.name); break;
    case SyntaxKind::Lambda: visitLambda(id); break;
    case SyntaxKind::MatchCase: visitCase(id); break;
    case SyntaxKind::Call: visitCall(id); break;
    case SyntaxKind::Alias: break;  // see declareAlias()
    default: visitChildren(id); break;
    }
}

void NameResolver::visitLambda(SyntaxId id) {
    const std::size_t outside = locals_.size();
    for (const SyntaxId child : tree_.children(id)) {
        visit(child);
        if (tree_[child].kind == SyntaxKind::LambdaParameter && !tree_[child].name.empty()) {
            locals_.emplace_back(tree_.name(child),
                                 add(TextNameKind::Parameter, tree_[child].name));
        }
    }
    locals_.resize(outside);
}

void NameResolver::visitCase(SyntaxId id) {
    const std::size_t outside = locals_.size();
    for (const SyntaxId child : tree_.children(id)) {
        if (tree_[child].kind == SyntaxKind::PatternIs) {
            useType(tree_[child].name);
        } else if (tree_[child].kind == SyntaxKind::PatternRecord) {
            for (const SyntaxId part : tree_.children(child)) {
                locals_.emplace_back(tree_.name(part),
                                     add(TextNameKind::PatternField, tree_[part].name));
            }
        } else {
            visit(child);
        }
    }
    locals_.resize(outside);
}

void NameResolver::visitCall(SyntaxId id) {
    SourceRange place = tree_[id].name;
    std::string_view name = tree_.text->slice(place);
    std::string whole(name);
    const std::size_t dot = name.find('.');
    if (const auto alias = aliases_.find(name.substr(0, dot)); alias != aliases_.end()) {
        const uint32_t length = static_cast<uint32_t>(alias->first.size());
        use({place.begin, place.begin + length}, alias->second);
        place.begin += std::min(length + 1, place.length());
        whole.replace(0, length, aliasOf_[alias->first]);
    }
    if (!place.empty()) {
        const auto found = functions_.find(whole);
        const TextNameId function =
            found != functions_.end()
                ? found->second
                : functions_.emplace(whole, add(TextNameKind::Function, place)).first->second;
        if (found == functions_.end()) {
            out_.names[function].place = {};
        }
        use(place, function);
    }
    visitChildren(id);
}

void NameResolver::useVariable(SourceRange place) {
    const std::string_view name = tree_.text->slice(place);
    const auto local = std::find_if(locals_.rbegin(), locals_.rend(),
                                    [&](const auto& row) { return row.first == name; });
    use(place, local != locals_.rend() ? local->second : global(name));
}

TextNameId TextNames::visible(std::string_view name, uint32_t declaration) const {
    const auto found = variables_.find(name);
    if (found == variables_.end()) {
        return {};
    }
    for (auto each = found->second.rbegin(); each != found->second.rend(); ++each) {
        if (names[*each].declaration < declaration) {
            return *each;
        }
    }
    return {};
}

std::vector<TextNameId> TextNames::allVisible(uint32_t declaration) const {
    std::vector<TextNameId> result;
    for (uint32_t i = 0; i < declaration && i < declared_.size(); ++i) {
        const TextNameId name = declared_[i];
        if (name.hasValue() && visible(names[name].name, declaration) == name) {
            result.push_back(name);
        }
    }
    return result;
}

TextNames textNames(const SyntaxTree& tree) {
    return NameResolver(tree).run();
}

}  // namespace cst
