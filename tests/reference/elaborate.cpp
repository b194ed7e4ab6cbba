#include "tests/reference/elaborator.h"

#include <algorithm>

namespace cst::reference {

Program elaborate(const SyntaxTree& tree, const std::vector<Function>& library, TypeTable& types) {
    return Elaborator(tree, library, types).run();
}

// §5.1: strictly top-down.
Program Elaborator::run() {
    if (tree_.hasSyntaxError || !tree_.diagnostics.empty()) throw Invalid{"syntax"};
    typeNames_ = {{"String", types::kString},
                  {"Int", types::kInt},
                  {"Float", types::kFloat},
                  {"Boolean", types::kBoolean}};
    for (const SyntaxId declaration : tree_.declarations) declare(declaration);
    if (program_.outputs.empty()) throw Invalid{"no output"};  // §5.9
    return std::move(program_);
}

void Elaborator::declare(SyntaxId id) {
    switch (kind(id)) {
    case SyntaxKind::UseDecl:
        functions_.use(name(id), children(id).empty() ? "" : name(children(id)[0]));
        return;
    case SyntaxKind::TypeDecl: {
        const TypeId type = typeOf(children(id)[0]);
        static constexpr std::string_view kGenerics[] = {"List", "Seq", "Candidates", "Map",
                                                         "Optional"};
        const bool isGeneric = std::count(std::begin(kGenerics), std::end(kGenerics), name(id)) > 0;
        if (isGeneric || !typeNames_.emplace(name(id), type).second) {  // §5.6
            invalid(id, "type defined twice");
        }
        program_.declaredTypes.emplace_back(name(id), type);
        return;
    }
    case SyntaxKind::InDecl: declareInput(id); return;
    case SyntaxKind::OutDecl: declareOutput(id); return;
    case SyntaxKind::Assign: {
        const ExprPtr value = infer(children(id)[0]);
        const std::string key = name(id);
        declareName(key, value);
        const int number = bindings_[key];
        program_.names.push_back({number > 1 ? key + "~" + std::to_string(number) : key, value});
        return;
    }
    default: invalid(id, "broken declaration");
    }
}

void Elaborator::declareName(const std::string& name, ExprPtr value) {
    ++bindings_[name];
    Expr reference;
    reference.form = Form::Reference;
    reference.type = value->type;
    reference.parts = {std::move(value)};
    globals_[name] = done(std::move(reference));
}

// §5.2. The last child is the type, those before it are annotations, which no run looks at.
void Elaborator::declareInput(SyntaxId id) {
    if (bindings_.contains(name(id))) invalid(id, "input defined twice");  // §5.3
    Expr input = start(Form::Input, id, typeOf(children(id).back()));
    input.name = name(id);
    for (const SyntaxId annotation : children(id).first(children(id).size() - 1)) {
        if (kind(annotation) != SyntaxKind::ExampleAnnotation) continue;
        inExample_ = true;
        const bool fits = tryCheck(children(annotation)[0], input.type).has_value();
        inExample_ = false;
        if (!fits) invalid(annotation, "example of another type");
    }
    program_.inputs.push_back({input.name, input.type});
    declareName(name(id), done(std::move(input)));
}

// §5.3: the binding visible at the `out` line. §14: of two with one name the last.
void Elaborator::declareOutput(SyntaxId id) {
    const auto found = globals_.find(name(id));
    if (found == globals_.end()) invalid(id, "unknown variable");
    std::erase_if(program_.outputs, [&](const auto& output) { return output.name == name(id); });
    program_.outputs.push_back({name(id), found->second});
}

// §3.1
TypeId Elaborator::typeOf(SyntaxId id) {
    const std::span<const SyntaxId> parts = children(id);
    switch (kind(id)) {
    case SyntaxKind::TypeName: {
        const auto found = typeNames_.find(name(id));
        if (found == typeNames_.end()) invalid(id, "unknown type");
        return found->second;
    }
    case SyntaxKind::TypeGeneric: return genericType(id);
    case SyntaxKind::TypeRecord: {
        std::vector<FieldType> fields;
        for (const SyntaxId part : parts) {
            for (const FieldType& known : fields) {
                if (known.name == name(part)) invalid(part, "field defined twice");
            }
            fields.push_back({name(part), typeOf(children(part)[0])});
        }
        return types_.record(std::move(fields));
    }
    case SyntaxKind::TypeUnion: {
        Types members;
        for (const SyntaxId part : parts) members.push_back(typeOf(part));
        return types_.unionOf(members);
    }
    case SyntaxKind::TypeMerge: {
        TypeId left = typeOf(parts[0]);
        for (const SyntaxId part : parts.subspan(1)) {
            const auto merged = merge(types_, left, typeOf(part));
            if (!merged) invalid(id, "types do not merge");
            left = *merged;
        }
        return left;
    }
    default: invalid(id, "broken type");
    }
}

TypeId Elaborator::genericType(SyntaxId id) {
    Types args;
    for (const SyntaxId part : children(id)) args.push_back(typeOf(part));
    const std::string generic = name(id);
    if (generic == "Map" && args.size() == 2) return types_.map(args[0], args[1]);
    if (args.size() == 1) {
        // Decisions of §3.1: Seq and Candidates are List.
        if (generic == "List" || generic == "Seq" || generic == "Candidates") {
            return types_.list(args[0]);
        }
        if (generic == "Optional") return types_.optional(args[0]);
    }
    invalid(id, "unknown generic type");
}

Expr Elaborator::start(Form form, SyntaxId id, TypeId type) const {
    Expr expr;
    expr.form = form;
    expr.type = type;
    expr.range = tree_[id].range;
    return expr;
}

SyntaxId Elaborator::withoutParens(SyntaxId id) const {
    while (kind(id) == SyntaxKind::Paren) id = tree_.child(id, 0);
    return id;
}

void Elaborator::invalid(SyntaxId id, const std::string& why) const {
    throw Invalid{why + " in line " + std::to_string(tree_.text->line(tree_[id].range.begin))};
}

}  // namespace cst::reference
