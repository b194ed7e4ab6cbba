#include "engine/base/suggest.h"
#include "engine/check/checker.h"
#include "engine/check/foreign_names.h"
#include "engine/syntax/characters.h"

#include <algorithm>
#include <set>

namespace cst {
namespace {

/// `stdlib.math` of `stdlib.math.add`; "" without a dot.
std::string_view pathBeforeLast(std::string_view dotted) {
    const std::size_t dot = dotted.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : dotted.substr(0, dot);
}

std::string_view lastSegment(std::string_view dotted) {
    return dotted.substr(dotted.rfind('.') + 1);  // npos + 1 == 0
}

std::string joinQuoted(std::span<const FunctionId> functions, const SignatureTable& signatures,
                       std::size_t limit) {
    std::string text;
    for (std::size_t i = 0; i < functions.size() && i < limit; ++i) {
        text += (i == 0 ? "`" : ", `") + signatures[functions[i]].qualifiedName() + "`";
    }
    return text;
}

}  // namespace

BindingId Checker::lookUp(std::string_view name) const {
    for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
        if (local->first == name) {
            return local->second;
        }
    }
    const auto global = globals_.find(name);
    return global == globals_.end() ? BindingId() : global->second;
}

std::vector<std::string_view> Checker::variablesInScope() const {
    std::vector<std::string_view> names;
    for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
        names.push_back(local->first);
    }
    for (const auto& [name, binding] : globals_) {
        // `in = 5` was reported and still binds its name; nobody can have meant it elsewhere.
        if (wordKind(name) == TokenKind::Ident) {
            names.push_back(name);
        }
    }
    return names;
}

void Checker::reportUnknownVariable(SyntaxId id) {
    const std::string_view name = tree_->name(id);
    Diagnostic& diagnostic = report(DiagId::UnknownVariable, node(id).name, {std::string(name)});
    if (!isShown()) {
        return;
    }
    const std::vector<std::string_view> pool = variablesInScope();
    offerNames(diagnostic, node(id).name, name, pool);
    if (!diagnostic.suggestions.empty()) {
        // What was probably meant is not unused as well.
        if (const BindingId meant = lookUp(diagnostic.suggestions.front()); meant.hasValue()) {
            out_.bindings[meant].used = true;
        }
    }
    // `total-1` is a name; where both halves could stand alone, a subtraction was meant.
    for (std::size_t at = name.find('-'); at != std::string_view::npos;
         at = name.find('-', at + 1)) {
        const std::string_view left = name.substr(0, at);
        const bool isTwice = name[at + 1] == '-';  // `n--1`
        const std::string_view right = name.substr(at + (isTwice ? 2 : 1));
        const bool rightIsNumber =
            !right.empty() &&
            std::all_of(right.begin(), right.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (lookUp(left).hasValue() && (rightIsNumber || lookUp(right).hasValue())) {
            const std::string apart =
                std::string(left) + (isTwice ? " - -" : " - ") + std::string(right);
            for (const BindingId meant : {lookUp(left), lookUp(right)}) {
                if (meant.hasValue()) {
                    out_.bindings[meant].used = true;
                }
            }
            diagnostic.hint = "write spaces around `-` to subtract: `" + apart + "`";
            diagnostic.fixes.push_back({"write `" + apart + "`", {{node(id).name, apart}}});
            break;
        }
    }
    const auto later = std::find_if(
        tree_->declarations.begin(), tree_->declarations.end(), [&](SyntaxId declaration) {
            const SyntaxNode& row = node(declaration);
            return (row.kind == SyntaxKind::Assign || row.kind == SyntaxKind::InDecl) &&
                   row.name.begin > node(id).name.begin && tree_->name(declaration) == name;
        });
    if (later != tree_->declarations.end()) {
        usedEarly_.insert(tree_->name(*later));
        const uint32_t line = tree_->text->line(node(*later).name.begin);
        diagnostic.notes.push_back({"declared later on line " + std::to_string(line) +
                                        ": names are known from their declaration on",
                                    node(*later).name});
    }
    if (!diagnostic.hint.empty() || later != tree_->declarations.end()) {
        return;
    }
    if (const std::string meant(foreignLiteral(name)); !meant.empty()) {
        diagnostic.hint = "write `" + meant + "`";
        diagnostic.fixes.push_back({"change to `" + meant + "`", {{node(id).name, meant}}});
        return;
    }
    diagnostic.hint = foreignValueHint(name);
    if (diagnostic.hint.empty()) {
        diagnostic.hint = "declare it: `in " + std::string(name) + ": …`";
    }
}

/// What a `use` that failed would have brought: follow-up errors about it say nothing new.
void Checker::noteFailedUse(SyntaxId id) {
    const std::string path(tree_->name(id));
    failedUses_.insert(path);
    failedUses_.insert(std::string(lastSegment(path)));
    for (const SyntaxId alias : children(id)) {
        failedUses_.insert(std::string(tree_->name(alias)));
    }
}

void Checker::declareUse(SyntaxId id) {
    const std::string path(tree_->name(id));
    if (path.empty() || node(id).hasError) {
        noteFailedUse(id);
        return;
    }
    if (!signatures_.isNamespace(path)) {
        noteFailedUse(id);
        Diagnostic& diagnostic = report(DiagId::UnknownNamespace, node(id).name, {path});
        offerNamespaces(diagnostic, node(id).name, path);
        return;
    }
    anyUse_ = true;
    std::string alias;
    if (!children(id).empty()) {
        alias = std::string(tree_->name(children(id).front()));
    }
    const bool repeated = std::any_of(imports_.begin(), imports_.end(), [&](const Import& i) {
        return i.nameSpace == path && i.aliased == !alias.empty();
    });
    if (!alias.empty()) {
        const auto earlier = aliases_.find(alias);
        if (earlier != aliases_.end() && imports_[earlier->second].nameSpace != path) {
            const uint32_t line = tree_->text->line(imports_[earlier->second].range.begin);
            report(DiagId::AlreadyDefined, node(children(id).front()).name,
                   {alias, " on line " + std::to_string(line)});
            return;
        }
    }
    Import import{path, node(id).range, !alias.empty(), false};
    const bool sameAlias = !alias.empty() && aliases_.contains(alias);
    if ((alias.empty() && repeated) || sameAlias) {
        report(DiagId::UnusedImport, node(id).range, {path, "there already"})
            .fixes.push_back(removal("remove it", node(id).range));
        import.used = true;  // said once is enough
    }
    imports_.push_back(std::move(import));
    if (alias.empty()) {
        implicitAliases_.emplace(std::string(lastSegment(path)), imports_.size() - 1);
    } else {
        aliases_.emplace(alias, imports_.size() - 1);
    }
}

void Checker::markNamespaceUsed(std::string_view nameSpace) {
    for (Import& import : imports_) {
        if (!import.aliased && import.nameSpace == nameSpace) {
            import.used = true;
        }
    }
}

/// May the functions of a namespace be called by their simple names?
bool Checker::isImported(std::string_view nameSpace) const {
    return nameSpace.empty() || !anyUse_ ||
           std::any_of(imports_.begin(), imports_.end(), [&](const Import& import) {
               return !import.aliased && import.nameSpace == nameSpace;
           });
}

std::vector<std::string_view> Checker::callableNames() const {
    std::vector<std::string_view> names;
    for (const Signature& signature : signatures_.all()) {
        // `and` and the like can only be called by their whole names.
        if (isImported(signature.nameSpace) && wordKind(signature.name) == TokenKind::Ident) {
            names.push_back(signature.name);
        }
    }
    return names;
}

Checker::FunctionLookup Checker::resolveFunction(SyntaxId call) {
    const std::string_view name = tree_->name(call);
    return name.find('.') == std::string_view::npos ? resolveSimple(call, name)
                                                    : resolveDotted(call, name);
}

Checker::FunctionLookup Checker::resolveSimple(SyntaxId call, std::string_view name) {
    const SourceRange range = node(call).name;
    if (!aliases_.empty() && aliases_.contains(std::string(name))) {
        imports_[aliases_.at(std::string(name))].used = true;
        report(DiagId::UnknownFunction, range, {std::string(name), ": it is a namespace alias"})
            .hint = "write `" + std::string(name) + ".FUNCTION(…)`";
        return {{}, true};
    }
    const std::span<const FunctionId> all = signatures_.bySimpleName(name);
    const auto isCandidate = [&](FunctionId id) { return isImported(signatures_[id].nameSpace); };
    const auto first = std::find_if(all.begin(), all.end(), isCandidate);
    if (first != all.end() && std::none_of(first + 1, all.end(), isCandidate)) {
        markNamespaceUsed(signatures_[*first].nameSpace);
        return {*first, false};
    }
    if (first != all.end()) {
        std::vector<FunctionId> candidates;
        std::copy_if(first, all.end(), std::back_inserter(candidates), isCandidate);
        Diagnostic& diagnostic =
            report(DiagId::AmbiguousFunction, range,
                   {std::string(name), joinQuoted(candidates, signatures_, candidates.size())});
        for (std::size_t i = 0; i < candidates.size() && i < 3; ++i) {
            const std::string qualified = signatures_[candidates[i]].qualifiedName();
            diagnostic.suggestions.push_back(qualified);
            diagnostic.fixes.push_back({"write `" + qualified + "`", {{range, qualified}}});
        }
        return {{}, true};
    }
    if (!all.empty()) {
        Diagnostic& diagnostic =
            report(DiagId::UnknownFunction, range,
                   {std::string(name), "; it exists as " + joinQuoted(all, signatures_, 2) +
                                           ": import its namespace or write the whole name"});
        for (std::size_t i = 0; i < all.size() && i < 2; ++i) {
            const Signature& signature = signatures_[all[i]];
            diagnostic.suggestions.push_back("use " + signature.nameSpace);
            diagnostic.fixes.push_back(importFix(signature.nameSpace));
            diagnostic.fixes.push_back({"write `" + signature.qualifiedName() + "`",
                                        {{range, signature.qualifiedName()}}});
        }
        diagnostic.hint = "add `use " + signatures_[all[0]].nameSpace + "`";
        return {{}, true};
    }
    if (!failedUses_.empty()) {
        return {{}, true};  // it may come from the namespace that could not be found
    }
    Diagnostic& diagnostic = report(DiagId::UnknownFunction, range, {std::string(name), ""});
    const std::vector<std::string_view> pool = callableNames();
    diagnostic.hint = foreignFunctionHint(name);
    offerNames(diagnostic, range, name, pool);
    return {{}, true};
}

Checker::FunctionLookup Checker::resolveDotted(SyntaxId call, std::string_view name) {
    const std::size_t firstDot = name.find('.');
    const std::string first(name.substr(0, firstDot));
    const std::string rest(name.substr(firstDot + 1));
    std::string full(name);
    if (const auto alias = aliases_.find(first); alias != aliases_.end()) {
        imports_[alias->second].used = true;
        full = imports_[alias->second].nameSpace + "." + rest;
    } else if (const FunctionId direct = signatures_.byQualifiedName(name); direct.hasValue()) {
        markNamespaceUsed(signatures_[direct].nameSpace);
        return {direct, false};
    } else if (const auto implicit = implicitAliases_.find(first);
               implicit != implicitAliases_.end()) {
        imports_[implicit->second].used = true;
        full = imports_[implicit->second].nameSpace + "." + rest;
    }
    const FunctionId function = signatures_.byQualifiedName(full);
    if (function.hasValue()) {
        return {function, false};
    }
    const std::string_view nameSpace = pathBeforeLast(full);
    const SourceRange range = node(call).name;
    const std::string_view written = pathBeforeLast(name);
    if (signatures_.isNamespace(nameSpace)) {
        Diagnostic& diagnostic = report(DiagId::UnknownFunction, range, {std::string(name), ""});
        std::vector<std::string_view> pool;
        for (const Signature& signature : signatures_.all()) {
            if (signature.nameSpace == nameSpace) {
                pool.push_back(signature.name);
            }
        }
        for (const std::string& other : suggest(lastSegment(full), pool)) {
            offer(diagnostic, range, std::string(written) + "." + other);
        }
        return {{}, true};
    }
    if (failedUses_.contains(first) || failedUses_.contains(std::string(written))) {
        return {{}, true};
    }
    const auto pathLength = static_cast<uint32_t>(written.size());
    Diagnostic& diagnostic = report(
        DiagId::UnknownNamespace, {range.begin, range.begin + pathLength}, {std::string(written)});
    if (lookUp(first).hasValue()) {
        const std::string method(lastSegment(name));
        out_.bindings[lookUp(first)].used = true;
        diagnostic.hint =
            "there are no method calls: write `" + method + "(" + std::string(written) + ", …)`";
        return {{}, true};
    }
    offerNamespaces(diagnostic, diagnostic.range, written);
    return {{}, true};
}

}  // namespace cst
