#include "engine/check/checker.h"

#include <algorithm>

namespace cst {

CheckedTree check(std::shared_ptr<const SyntaxTree> tree, const SignatureTable& signatures,
                  TypeTable& types) {
    return Checker(std::move(tree), signatures, types).run();
}

Checker::Checker(std::shared_ptr<const SyntaxTree> tree, const SignatureTable& signatures,
                 TypeTable& types)
    : tree_(std::move(tree)), signatures_(signatures), types_(types) {
    out_.tree = tree_;
    const std::size_t rows = tree_->nodes.size();
    out_.typeOf.resize(rows);
    out_.convertTo.resize(rows);
    out_.bindingOf.resize(rows);
    out_.functionOf.resize(rows);
    out_.broken.resize(tree_->declarations.size());
    for (const auto& [name, type] : {std::pair{"String", types::kString},
                                     {"Int", types::kInt},
                                     {"Float", types::kFloat},
                                     {"Boolean", types::kBoolean}}) {
        typeNames_.emplace(name, type);
    }
}

CheckedTree Checker::run() {
    globals_.reserve(tree_->declarations.size());
    out_.bindings.reserve(tree_->declarations.size());
    for (std::size_t i = 0; i < tree_->declarations.size(); ++i) {
        declare(i);
    }
    const bool hasOutput =
        std::any_of(tree_->declarations.begin(), tree_->declarations.end(),
                    [&](SyntaxId id) { return node(id).kind == SyntaxKind::OutDecl; });
    if (!hasOutput && !tree_->hasSyntaxError) {
        Diagnostic& diagnostic = report(DiagId::NoOutput, {0, 0}, {});
        diagnostic.hint = "add `out NAME` for what the pipeline should give";
    }
    reportUnused();
    out_.diagnostics.insert(out_.diagnostics.end(), tree_->diagnostics.begin(),
                            tree_->diagnostics.end());
    sortDiagnostics(out_.diagnostics);
    out_.errorCount =
        static_cast<std::size_t>(std::count_if(out_.diagnostics.begin(), out_.diagnostics.end(),
                                               [](const Diagnostic& d) { return d.isError(); }));
    return std::move(out_);
}

void Checker::declare(std::size_t index) {
    const SyntaxId id = tree_->declarations[index];
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

BindingId Checker::bind(std::string_view name, BindingKind kind, SyntaxId declaration,
                        TypeId type) {
    Binding binding{name, kind, declaration, type};
    const bool isGlobal = kind == BindingKind::Input || kind == BindingKind::Assignment;
    if (isGlobal) {
        const auto earlier = globals_.find(name);
        binding.number = earlier == globals_.end() ? 1 : out_.bindings[earlier->second].number + 1;
        binding.broken = currentBroken_;
        binding.used = usedEarly_.contains(name);
    }
    const BindingId id = out_.bindings.add(binding);
    out_.bindingOf[declaration.index] = id;
    if (isGlobal) {
        globals_[name] = id;
    } else {
        locals_.emplace_back(name, id);
    }
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
    const auto place = typePlaces_.find(name);
    if (place != typePlaces_.end()) {
        const uint32_t line = tree_->text->line(place->second.begin);
        Diagnostic& diagnostic = report(DiagId::AlreadyDefined, node(id).name,
                                        {std::string(name), " on line " + std::to_string(line)});
        diagnostic.notes.push_back({"declared here", place->second});
        return;
    }
    typePlaces_.emplace(name, node(id).name);
    typeNames_[name] = type;
    out_.declaredTypes.emplace_back(name, type);
}

void Checker::declareInput(SyntaxId id) {
    const TypeId type = resolveType(children(id).back());
    const std::string_view name = tree_->name(id);
    if (name.empty()) {
        checkAnnotations(id, type);
        return;
    }
    const auto earlier = globals_.find(name);
    if (earlier != globals_.end()) {
        const SourceRange place = node(out_.bindings[earlier->second].declaration).name;
        const uint32_t line = tree_->text->line(place.begin);
        Diagnostic& diagnostic = report(DiagId::AlreadyDefined, node(id).name,
                                        {std::string(name), " on line " + std::to_string(line)});
        diagnostic.notes.push_back({"declared here", place});
        checkAnnotations(id, type);
        return;
    }
    CheckedInput input;
    input.declaration = id;
    out_.inputs.push_back(std::move(input));
    const std::size_t row = out_.inputs.size() - 1;
    checkAnnotations(id, type);
    out_.inputs[row].binding = bind(name, BindingKind::Input, id, type);
}

void Checker::checkAnnotations(SyntaxId declaration, std::optional<TypeId> inputType) {
    for (const SyntaxId annotation : children(declaration)) {
        if (node(annotation).kind == SyntaxKind::ExampleAnnotation && inputType) {
            const SyntaxId example = children(annotation).front();
            optionalWrap_ = true;
            const bool good = expect(example, *inputType);
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
    const auto earlier = globals_.find(name);
    if (earlier != globals_.end() && !node(id).hasError) {
        const SourceRange place = node(out_.bindings[earlier->second].declaration).name;
        report(DiagId::Rebinding, node(id).name, {std::string(name)})
            .notes.push_back({"bound here before", place});
    }
    bind(name, BindingKind::Assignment, id, type);
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
    out_.bindings[binding].used = true;
    out_.bindingOf[id.index] = binding;
    if (!outputNames_.insert(name).second) {
        const auto earlier = std::find_if(out_.outputs.begin(), out_.outputs.end(),
                                          [&](const CheckedOutput& o) { return o.name == name; });
        Diagnostic& diagnostic =
            report(DiagId::DuplicateOutput, node(id).name, {std::string(name)});
        diagnostic.notes.push_back({"declared here before", node(earlier->declaration).name});
        diagnostic.fixes.push_back(
            removal("remove the first one", node(earlier->declaration).range));
        out_.outputs.erase(earlier);
    }
    out_.outputs.push_back({name, binding, id});
}

void Checker::reportUnused() {
    for (const Import& import : imports_) {
        if (!import.used) {
            report(DiagId::UnusedImport, import.range, {import.nameSpace, "never used"})
                .fixes.push_back(removal("remove it", import.range));
        }
    }
    if (tree_->hasSyntaxError) {
        return;  // the use may stand in what could not be read
    }
    for (const Binding& binding : out_.bindings) {
        if (binding.used || binding.name.starts_with('_')) {
            continue;
        }
        if (binding.kind == BindingKind::Input) {
            report(DiagId::UnusedInput, node(binding.declaration).name,
                   {std::string(binding.name)});
        } else if (binding.kind == BindingKind::Assignment) {
            const SourceRange place = node(binding.declaration).name;
            Diagnostic& diagnostic =
                report(DiagId::UnusedVariable, place, {std::string(binding.name)});
            diagnostic.hint = "a name that begins with `_` may stay unused";
            diagnostic.fixes.push_back({"rename to `_" + std::string(binding.name) + "`",
                                        {{{place.begin, place.begin}, "_"}}});
        }
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
    }
    out_.diagnostics.push_back(std::move(diagnostic));
    return out_.diagnostics.back();
}

}  // namespace cst
