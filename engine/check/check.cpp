#include "engine/check/checker.h"
#include "engine/check/removal.h"

#include <algorithm>

namespace cst {

Checker::Checker(SymbolTable& symbols, Imports& imports, const SignatureTable& signatures,
                 TypeTable& types)
    : symbols_(symbols), imports_(imports), signatures_(signatures), types_(types) {}

void Checker::start(const SourceText& text) {
    text_ = &text;
    errors_ = 0;
    mergedFields_ = 0;
    isAhead_ = false;
}

void Checker::startAhead(const SourceText& text) {
    start(text);
    isAhead_ = true;
}

const CheckedTree& Checker::check(BlockId block, std::shared_ptr<const SyntaxTree> tree,
                                  const SyntaxBlock& rows) {
    ++checks_;
    needsOrder_ = false;
    if (tree_ != tree) {
        tree_ = std::move(tree);
        out_.tree = tree_;
    }
    block_ = block;
    shift_ = symbols_.shiftOf(block).bytes;
    here_ = {symbols_.orderOf(block), 0};
    out_.block = rows;
    const auto clear = [&](auto& table) {
        if (table.size() < tree_->nodes.size()) {
            table.resize(tree_->nodes.size());
        }
        std::fill(table.begin() + rows.firstNode, table.begin() + rows.nodeEnd,
                  typename std::decay_t<decltype(table)>::value_type());
    };
    clear(out_.typeOf);
    clear(out_.convertTo);
    clear(out_.bindingOf);
    clear(out_.functionOf);
    const uint32_t declarations = rows.declarationEnd - rows.firstDeclaration;
    out_.broken.assign(declarations, false);
    out_.bindings.clear();
    out_.inputs.clear();
    out_.outputs.clear();
    out_.cases.clear();
    out_.facts = {};
    names_.clear();
    uses_.clear();
    const std::size_t errors = errors_;
    const std::size_t mergedFields = mergedFields_;
    for (uint32_t i = 0; i < declarations; ++i) {
        here_.number = i;
        declare(i);
    }
    out_.facts.names.assign(names_.begin(), names_.end());
    out_.facts.uses.assign(uses_.begin(), uses_.end());
    out_.facts.errors = errors_ - errors;
    out_.facts.mergedFields = mergedFields_ - mergedFields;
    return out_;
}

void Checker::declare(std::size_t index) {
    const SyntaxId id = tree_->declarations[out_.block.firstDeclaration + index];
    Symbol& symbol = symbols_[symbols_.symbolsOf(block_)[index]];
    symbol.meaning = {};
    currentBroken_ = node(id).hasError;
    switch (node(id).kind) {
    case SyntaxKind::TypeDecl: declareType(id); break;
    case SyntaxKind::InDecl: declareInput(id); break;
    case SyntaxKind::OutDecl: declareOutput(id); break;
    case SyntaxKind::UseDecl: declareUse(id); break;
    case SyntaxKind::Assign: declareAssignment(id); break;
    default: currentBroken_ = true; break;
    }
    out_.broken[index] = currentBroken_;
}

/// Of the declaration at hand.
BindingId Checker::bindGlobal(std::string_view name, BindingKind kind, SyntaxId declaration,
                              TypeId type) {
    const SymbolId symbol = symbols_.symbolsOf(block_)[here_.number];
    const NameId id = dependOn(name);
    const SymbolId before = earlier(id, false);
    Symbol::Meaning& meaning = symbols_[symbol].meaning;
    meaning.binds = true;
    meaning.broken = currentBroken_;
    meaning.type = type;
    meaning.binding = before.hasValue() ? symbols_[before].meaning.binding + 1 : 1;
    Binding binding{name, kind, declaration, type};
    binding.number = meaning.binding;
    binding.broken = currentBroken_;
    binding.symbol = symbol;
    const BindingId row = out_.bindings.add(binding);
    out_.bindingOf[declaration.index] = row;
    seen_[id.index] = {checks_, row};
    return row;
}

BindingId Checker::bind(std::string_view name, BindingKind kind, SyntaxId declaration,
                        TypeId type) {
    const BindingId id = out_.bindings.add(Binding{name, kind, declaration, type});
    out_.bindingOf[declaration.index] = id;
    locals_.emplace_back(name, id);
    return id;
}

void Checker::declareType(SyntaxId id) {
    const std::string_view name = tree_->name(id);
    const TypeId type = resolveType(children(id).back());
    if (name.empty()) {
        return;
    }
    const bool isBuiltin = name == "String" || name == "Int" || name == "Float" ||
                           name == "Boolean" || isGenericType(name);
    if (isBuiltin) {
        report(DiagId::AlreadyDefined, node(id).name, {std::string(name), ": it is built in"});
        return;
    }
    const SymbolId before = earlier(dependOn(name), true);
    if (before.hasValue()) {
        Diagnostic& diagnostic = report(DiagId::AlreadyDefined, node(id).name,
                                        {std::string(name), " on line " + lineOf(before)});
        diagnostic.notes.push_back({"declared here", elsewhere(before, symbols_[before].place)});
        return;
    }
    Symbol::Meaning& meaning = symbols_[symbols_.symbolsOf(block_)[here_.number]].meaning;
    meaning.binds = true;
    meaning.type = type;
}

void Checker::declareInput(SyntaxId id) {
    const TypeId type = resolveType(children(id).back());
    const std::string_view name = tree_->name(id);
    if (name.empty()) {
        checkAnnotations(id, type);
        return;
    }
    const SymbolId before = earlier(dependOn(name), false);
    if (before.hasValue()) {
        Diagnostic& diagnostic = report(DiagId::AlreadyDefined, node(id).name,
                                        {std::string(name), " on line " + lineOf(before)});
        diagnostic.notes.push_back({"declared here", elsewhere(before, symbols_[before].place)});
        checkAnnotations(id, type);
        return;
    }
    CheckedInput input;
    input.declaration = id;
    out_.inputs.push_back(std::move(input));
    const std::size_t row = out_.inputs.size() - 1;
    checkAnnotations(id, type);
    out_.inputs[row].binding = bindGlobal(name, BindingKind::Input, id, type);
}

void Checker::checkAnnotations(SyntaxId declaration, std::optional<TypeId> inputType) {
    for (const SyntaxId annotation : children(declaration)) {
        if (node(annotation).kind == SyntaxKind::ExampleAnnotation && inputType) {
            const SyntaxId example = children(annotation).front();
            const std::size_t errors = errors_;
            optionalWrap_ = true;
            const bool good = expect(example, *inputType) && errors_ == errors;
            optionalWrap_ = false;
            if (good && !out_.inputs.empty() && out_.inputs.back().declaration == declaration) {
                out_.inputs.back().examples.push_back(example);
            }
        } else if (node(annotation).kind == SyntaxKind::ConnectorAnnotation) {
            for (const SyntaxId argument : children(annotation)) {
                if (node(argument).kind == SyntaxKind::ConnectorArgument) {
                    infer(children(argument).front());
                }
            }
        }
    }
}

void Checker::declareAssignment(SyntaxId id) {
    const TypeId type = infer(children(id).front());
    const std::string_view name = tree_->name(id);
    if (name.empty() || name == "_") {
        currentBroken_ = true;
        return;
    }
    const SymbolId before = earlier(dependOn(name), false);
    if (before.hasValue() && !node(id).hasError) {
        report(DiagId::Rebinding, node(id).name, {std::string(name)})
            .notes.push_back({"bound here before", elsewhere(before, symbols_[before].place)});
    }
    bindGlobal(name, BindingKind::Assignment, id, type);
}

void Checker::declareOutput(SyntaxId id) {
    checkAnnotations(id, std::nullopt);
    const std::string_view name = tree_->name(id);
    if (name.empty()) {
        return;  // what broke was reported
    }
    const BindingId binding = lookUp(name);
    if (!binding.hasValue()) {
        reportUnknownVariable(id);
        return;
    }
    markUsed(binding);
    out_.bindingOf[id.index] = binding;
    symbols_[symbols_.symbolsOf(block_)[here_.number]].meaning.binds = true;
    const NameId nameId = dependOn(name);
    const std::span<const SymbolId> all = symbols_.named(nameId);
    const std::span<const SymbolId> above = symbols_.namedBefore(nameId, here_);
    const auto isOutput = [&](SymbolId other) {
        return symbols_[other].kind == SyntaxKind::OutDecl;
    };
    const bool isLast = std::none_of(all.begin() + static_cast<std::ptrdiff_t>(above.size()) + 1,
                                     all.end(), isOutput);
    const auto last = std::find_if(above.rbegin(), above.rend(), [&](SymbolId other) {
        return isOutput(other) && symbols_[other].meaning.binds;
    });
    const SymbolId before = last == above.rend() ? SymbolId() : *last;
    if (before.hasValue()) {
        const Symbol& first = symbols_[before];
        Diagnostic& diagnostic =
            report(DiagId::DuplicateOutput, node(id).name, {std::string(name)});
        diagnostic.notes.push_back({"declared here before", elsewhere(before, first.place)});
        const uint32_t shift = symbols_.shiftOf(before).bytes;
        Fix fix = removal("remove the first one", *text_,
                          {first.range.begin + shift, first.range.end + shift});
        fix.edits[0].range.begin -= shift_;
        fix.edits[0].range.end -= shift_;
        diagnostic.fixes.push_back(std::move(fix));
    }
    if (isLast) {
        out_.outputs.push_back({name, binding, id});
    }
}

std::string Checker::shown(TypeId type) const {
    constexpr std::size_t kLongest = 1000;
    const std::string_view text = types_.text(type);
    return text.size() <= kLongest ? std::string(text)
                                   : std::string(text.substr(0, kLongest)) + "…";
}

Diagnostic& Checker::report(DiagId id, SourceRange range, std::vector<std::string> args) {
    Diagnostic diagnostic;
    diagnostic.id = id;
    diagnostic.range = range;
    diagnostic.args = std::move(args);
    if (diagnostic.isError()) {
        currentBroken_ = true;
        ++errors_;
        // Its suggestions come from all over the text; those of a `use` from the library, and from
        // other `use` lines.
        const Symbol& symbol = symbols_[symbols_.symbolsOf(block_)[here_.number]];
        out_.facts.isVolatile = out_.facts.isVolatile || symbol.kind != SyntaxKind::UseDecl;
    }
    out_.facts.diagnostics.push_back(std::move(diagnostic));
    return out_.facts.diagnostics.back();
}

}  // namespace cst
