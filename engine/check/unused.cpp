#include "engine/check/unused.h"

#include "engine/check/removal.h"

#include <algorithm>

namespace cst {

void Usage::add(std::span<const SymbolId> uses) {
    for (const SymbolId symbol : uses) {
        if (uses_.size() <= symbol.index) {
            uses_.resize(std::max<std::size_t>(symbol.index + 1, 2 * uses_.size()));
        }
        ++uses_[symbol.index];
    }
}

void Usage::drop(std::span<const SymbolId> uses) {
    for (const SymbolId symbol : uses) {
        --uses_[symbol.index];
    }
}

namespace {

SourceRange inText(const SymbolTable& symbols, SymbolId symbol, SourceRange range) {
    const uint32_t shift = symbols.shiftOf(symbol).bytes;
    return {range.begin + shift, range.end + shift};
}

Diagnostic warning(DiagId id, SourceRange range, std::vector<std::string> args) {
    Diagnostic diagnostic;
    diagnostic.id = id;
    diagnostic.range = range;
    diagnostic.args = std::move(args);
    return diagnostic;
}

}  // namespace

std::vector<Diagnostic> unusedDeclarations(const SymbolTable& symbols, const Imports& imports,
                                           const Usage& usage, std::span<const EarlyUse> early,
                                           const SourceText& text, bool isReadable) {
    std::vector<Diagnostic> result;
    for (const Import& import : imports.rows) {
        if (!import.repeats && usage.of(import.symbol) == 0) {
            const SourceRange range = inText(symbols, import.symbol, symbols[import.symbol].range);
            result.push_back(
                warning(DiagId::UnusedImport, range, {import.nameSpace, "never used"}));
            result.back().fixes.push_back(removal("remove it", text, range));
        }
    }
    for (uint32_t i = 0; isReadable && i < symbols.size(); ++i) {
        const SymbolId id(i);
        if (usage.of(id) != 0 || !symbols[id].meaning.binds) {
            continue;
        }
        const Symbol& symbol = symbols[id];
        const bool isVariable = symbol.kind == SyntaxKind::Assign;
        if (!isVariable && symbol.kind != SyntaxKind::InDecl) {
            continue;
        }
        const std::string name(symbols.text(symbol.name));
        const bool isUsedEarly = std::any_of(early.begin(), early.end(), [&](const EarlyUse& use) {
            return use.name == symbol.name && use.block <= symbols.orderOf(id).block;
        });
        if (name.starts_with('_') || isUsedEarly) {
            continue;
        }
        const SourceRange place = inText(symbols, id, symbol.place);
        result.push_back(
            warning(isVariable ? DiagId::UnusedVariable : DiagId::UnusedInput, place, {name}));
        if (isVariable) {
            result.back().hint = "a name that begins with `_` may stay unused";
            result.back().fixes.push_back(
                {"rename to `_" + name + "`", {{{place.begin, place.begin}, "_"}}});
        }
    }
    return result;
}

}  // namespace cst
