#include "engine/base/suggest.h"
#include "engine/check/checker.h"
#include "engine/check/foreign_names.h"
#include "engine/check/removal.h"
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

NameId Checker::dependOn(std::string_view name) {
    NameId id = isAhead_ ? symbols_.find(name) : symbols_.intern(name);
    if (!id.hasValue()) {
        // It will get an id when its turn comes; until then it is one that nobody declares.
        leavesToOrder();
        id = NameId(symbols_.names());
    }
    if (seen_.size() <= id.index) {
        seen_.resize(std::max<std::size_t>(id.index + 1, 2 * seen_.size()));
    }
    if (seen_[id.index].check != checks_) {
        seen_[id.index] = {checks_, {}};
        names_.push_back(id);
    }
    return id;
}

SymbolId Checker::earlier(NameId name, bool isType) const {
    const std::span<const SymbolId> all = symbols_.namedBefore(name, here_);
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
        const Symbol& symbol = symbols_[*each];
        const bool fits =
            isType ? symbol.kind == SyntaxKind::TypeDecl
                   : symbol.kind == SyntaxKind::Assign || symbol.kind == SyntaxKind::InDecl;
        if (fits && symbol.meaning.binds) {
            return *each;
        }
    }
    return {};
}

BindingId Checker::lookUp(std::string_view name) {
    for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
        if (local->first == name) {
            return local->second;
        }
    }
    return lookUpGlobal(name);
}

bool Checker::isDeclared(std::string_view name) {
    const bool isLocal = std::any_of(locals_.begin(), locals_.end(),
                                     [&](const auto& local) { return local.first == name; });
    return isLocal || (!leavesToOrder() && earlier(dependOn(name), false).hasValue());
}

void Checker::useIfDeclared(std::string_view name) {
    const auto local = std::find_if(locals_.rbegin(), locals_.rend(),
                                    [&](const auto& row) { return row.first == name; });
    if (local != locals_.rend()) {
        markUsed(local->second);
    } else if (leavesToOrder()) {
        return;
    } else if (const SymbolId symbol = earlier(dependOn(name), false); symbol.hasValue()) {
        addUse(symbol);
    }
}

BindingId Checker::lookUpGlobal(std::string_view name) {
    const NameId id = dependOn(name);
    Meant& seen = seen_[id.index];
    if (!seen.binding.hasValue()) {
        const SymbolId found = earlier(id, false);
        if (found.hasValue()) {
            const Symbol::Meaning& meaning = symbols_[found].meaning;
            Binding binding{name, BindingKind::External, {}, meaning.type};
            binding.number = meaning.binding;
            binding.broken = meaning.broken;
            binding.symbol = found;
            seen.binding = out_.bindings.add(binding);
        }
    }
    return seen.binding;
}

void Checker::markUsed(BindingId binding) {
    Binding& row = out_.bindings[binding];
    row.used = true;
    if (row.symbol.hasValue()) {
        addUse(row.symbol);
    }
}

void Checker::addUse(SymbolId symbol) {
    if (usedIn_.size() <= symbol.index) {
        usedIn_.resize(std::max<std::size_t>(symbol.index + 1, 2 * usedIn_.size()));
    }
    if (usedIn_[symbol.index] != checks_) {
        usedIn_[symbol.index] = checks_;
        uses_.push_back(symbol);
    }
}

SourceRange Checker::elsewhere(SymbolId symbol, SourceRange range) {
    out_.facts.isVolatile = true;
    const uint32_t shift = symbols_.shiftOf(symbol).bytes - shift_;
    return {range.begin + shift, range.end + shift};
}

std::string Checker::lineOf(SymbolId symbol) {
    out_.facts.isVolatile = true;
    return std::to_string(symbols_.lineOf(symbol));
}

std::vector<std::string_view> Checker::variablesInScope() {
    std::vector<std::string_view> names;
    if (leavesToOrder()) {
        return names;
    }
    for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
        names.push_back(local->first);
    }
    symbols_.forEachNamed([&](SymbolId id) {
        const Symbol& symbol = symbols_[id];
        const bool isVariable =
            symbol.kind == SyntaxKind::Assign || symbol.kind == SyntaxKind::InDecl;
        // `in = 5` was reported and still binds its name; nobody can have meant it elsewhere.
        const std::string_view name = symbols_.text(symbol.name);
        if (isVariable && symbol.meaning.binds && symbol.meaning.binding == 1 && isBefore(id) &&
            wordKind(name) == TokenKind::Ident) {
            names.push_back(name);
        }
    });
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
        useIfDeclared(diagnostic.suggestions.front());
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
        if (isDeclared(left) && (rightIsNumber || isDeclared(right))) {
            const std::string apart =
                std::string(left) + (isTwice ? " - -" : " - ") + std::string(right);
            useIfDeclared(left);
            useIfDeclared(right);
            diagnostic.hint = "write spaces around `-` to subtract: `" + apart + "`";
            diagnostic.fixes.push_back({"write `" + apart + "`", {{node(id).name, apart}}});
            break;
        }
    }
    const NameId nameId = dependOn(name);
    const std::span<const SymbolId> all = symbols_.named(nameId);
    const auto from =
        all.begin() + static_cast<std::ptrdiff_t>(symbols_.namedBefore(nameId, here_).size());
    const auto later = std::find_if(from, all.end(), [&](SymbolId other) {
        const Symbol& symbol = symbols_[other];
        const bool isVariable =
            symbol.kind == SyntaxKind::Assign || symbol.kind == SyntaxKind::InDecl;
        return isVariable && symbols_.orderOf(other) > here_;
    });
    if (later != all.end()) {
        out_.facts.early.push_back(nameId);
        diagnostic.notes.push_back({"declared later on line " + lineOf(*later) +
                                        ": names are known from their declaration on",
                                    elsewhere(*later, symbols_[*later].place)});
    }
    if (!diagnostic.hint.empty() || later != all.end()) {
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
    const SymbolId symbol = symbols_.symbolsOf(block_)[here_.number];
    const std::string path(tree_->name(id));
    imports_.failed.emplace_back(path, symbol);
    imports_.failed.emplace_back(std::string(lastSegment(path)), symbol);
    for (const SyntaxId alias : children(id)) {
        imports_.failed.emplace_back(std::string(tree_->name(alias)), symbol);
    }
}

bool Checker::hasFailedUse() const {
    return !imports_.failed.empty() && isBefore(imports_.failed.front().second);
}

bool Checker::isFailedUse(std::string_view name) const {
    return std::any_of(imports_.failed.begin(), imports_.failed.end(),
                       [&](const auto& row) { return row.first == name && isBefore(row.second); });
}

void Checker::declareUse(SyntaxId id) {
    const SymbolId symbol = symbols_.symbolsOf(block_)[here_.number];
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
    if (!imports_.first.hasValue()) {
        imports_.first = symbol;
    }
    std::string alias;
    if (!children(id).empty()) {
        alias = std::string(tree_->name(children(id).front()));
    }
    const bool repeated =
        std::any_of(imports_.rows.begin(), imports_.rows.end(), [&](const Import& i) {
            return i.nameSpace == path && i.aliased == !alias.empty();
        });
    if (!alias.empty()) {
        const Import* earlier = aliased(alias);
        if (earlier != nullptr && earlier->nameSpace != path) {
            report(DiagId::AlreadyDefined, node(children(id).front()).name,
                   {alias, " on line " + lineOf(earlier->symbol)});
            return;
        }
    }
    Import import{symbol, path, !alias.empty(), false};
    const bool sameAlias = !alias.empty() && aliased(alias) != nullptr;
    if ((alias.empty() && repeated) || sameAlias) {
        report(DiagId::UnusedImport, node(id).range, {path, "there already"})
            .fixes.push_back(removal("remove it", *tree_->text, node(id).range));
        import.repeats = true;  // said once is enough
    }
    imports_.rows.push_back(std::move(import));
    if (alias.empty()) {
        imports_.implicitAliases.emplace(std::string(lastSegment(path)), imports_.rows.size() - 1);
    } else {
        imports_.aliases.emplace(alias, imports_.rows.size() - 1);
    }
}

const Import* Checker::aliased(std::string_view alias) const {
    const auto found = imports_.aliases.empty() ? imports_.aliases.end()
                                                : imports_.aliases.find(std::string(alias));
    return found != imports_.aliases.end() && isBefore(imports_.rows[found->second].symbol)
               ? &imports_.rows[found->second]
               : nullptr;
}

const Import* Checker::implicitlyAliased(std::string_view alias) const {
    const auto found = imports_.implicitAliases.find(std::string(alias));
    return found != imports_.implicitAliases.end() && isBefore(imports_.rows[found->second].symbol)
               ? &imports_.rows[found->second]
               : nullptr;
}

void Checker::markNamespaceUsed(std::string_view nameSpace) {
    for (const Import& import : imports_.rows) {
        if (!import.aliased && import.nameSpace == nameSpace && isBefore(import.symbol)) {
            markImportUsed(import);
        }
    }
}

/// May the functions of a namespace be called by their simple names?
bool Checker::isImported(std::string_view nameSpace) const {
    return nameSpace.empty() || !imports_.first.hasValue() || !isBefore(imports_.first) ||
           std::any_of(imports_.rows.begin(), imports_.rows.end(), [&](const Import& import) {
               return !import.aliased && import.nameSpace == nameSpace && isBefore(import.symbol);
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
    if (const Import* alias = aliased(name)) {
        markImportUsed(*alias);
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
    if (hasFailedUse()) {
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
    if (const Import* alias = aliased(first)) {
        markImportUsed(*alias);
        full = alias->nameSpace + "." + rest;
    } else if (const FunctionId direct = signatures_.byQualifiedName(name); direct.hasValue()) {
        markNamespaceUsed(signatures_[direct].nameSpace);
        return {direct, false};
    } else if (const Import* implicit = implicitlyAliased(first)) {
        markImportUsed(*implicit);
        full = implicit->nameSpace + "." + rest;
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
    if (isFailedUse(first) || isFailedUse(written)) {
        return {{}, true};
    }
    const auto pathLength = static_cast<uint32_t>(written.size());
    Diagnostic& diagnostic = report(
        DiagId::UnknownNamespace, {range.begin, range.begin + pathLength}, {std::string(written)});
    if (isDeclared(first)) {
        const std::string method(lastSegment(name));
        useIfDeclared(first);
        diagnostic.hint =
            "there are no method calls: write `" + method + "(" + std::string(written) + ", …)`";
        return {{}, true};
    }
    offerNamespaces(diagnostic, diagnostic.range, written);
    return {{}, true};
}

}  // namespace cst
