#include "engine/base/seen.h"
#include "engine/check/checker.h"
#include "engine/check/foreign_names.h"

#include <algorithm>
#include <array>

namespace cst {
namespace {

constexpr std::array<std::pair<std::string_view, TypeId>, 4> kScalars{
    {{"String", types::kString},
     {"Int", types::kInt},
     {"Float", types::kFloat},
     {"Boolean", types::kBoolean}}};

}  // namespace

TypeId Checker::resolveType(SyntaxId id) {
    TypeId type = types::kError;
    switch (node(id).kind) {
    case SyntaxKind::TypeName: type = resolveTypeName(id); break;
    case SyntaxKind::TypeGeneric: type = resolveGeneric(id); break;
    case SyntaxKind::TypeRecord: type = resolveRecordType(id); break;
    case SyntaxKind::TypeUnion: {
        std::vector<TypeId> members;
        for (const SyntaxId member : children(id)) {
            members.push_back(resolveType(member));
        }
        const bool broken =
            std::find(members.begin(), members.end(), types::kError) != members.end();
        type = broken ? types::kError : types_.unionOf(members);
        break;
    }
    case SyntaxKind::TypeMerge: {
        type = resolveType(children(id).front());
        for (const SyntaxId operand : children(id).subspan(1)) {
            const TypeId right = resolveType(operand);
            if (type == types::kError || right == types::kError) {
                type = types::kError;
                continue;
            }
            type = merge(node(id).range, type, right);
        }
        break;
    }
    default: break;
    }
    out_.typeOf[id.index] = type;
    return type;
}

/// No value if it is none.
TypeId Checker::lookUpType(std::string_view name) {
    for (const auto& [builtin, type] : kScalars) {
        if (name == builtin) {
            return type;
        }
    }
    const SymbolId declared = earlier(dependOn(name), true);
    return declared.hasValue() ? symbols_[declared].meaning.type : TypeId();
}

/// Types that are declared before this declaration, in the order of the text.
std::vector<std::pair<std::string_view, TypeId>> Checker::declaredTypes() {
    if (leavesToOrder()) {
        return {};
    }
    std::vector<SymbolId> declared;
    symbols_.forEachNamed([&](SymbolId id) {
        const Symbol& symbol = symbols_[id];
        if (symbol.kind == SyntaxKind::TypeDecl && symbol.meaning.binds && isBefore(id)) {
            declared.push_back(id);
        }
    });
    std::sort(declared.begin(), declared.end(),
              [&](SymbolId a, SymbolId b) { return symbols_.orderOf(a) < symbols_.orderOf(b); });
    std::vector<std::pair<std::string_view, TypeId>> types;
    for (const SymbolId id : declared) {
        types.emplace_back(symbols_.text(symbols_[id].name), symbols_[id].meaning.type);
    }
    return types;
}

/// Of all that can stand for a type by itself.
std::vector<std::string_view> Checker::typeNames() {
    std::vector<std::string_view> names;
    for (const auto& [builtin, type] : kScalars) {
        names.push_back(builtin);
    }
    for (const auto& [declared, type] : declaredTypes()) {
        names.push_back(declared);
    }
    return names;
}

/// Takes types in angle brackets.
bool Checker::isGenericType(std::string_view name) {
    return name == "List" || name == "Seq" || name == "Candidates" || name == "Map" ||
           name == "Optional";
}

TypeId Checker::resolveTypeName(SyntaxId id) {
    const std::string_view name = tree_->name(id);
    if (const TypeId found = lookUpType(name); found.hasValue()) {
        return found;
    }
    if (isGenericType(name)) {
        const std::string shape = name == "Map" ? "Map<K, V>" : std::string(name) + "<T>";
        report(DiagId::UnknownType, node(id).range,
               {"`" + std::string(name) + "` needs its type in angle brackets: `" + shape + "`"});
        return types::kError;
    }
    Diagnostic& diagnostic =
        report(DiagId::UnknownType, node(id).range, {"unknown type `" + std::string(name) + "`"});
    if (!isShown()) {
        return types::kError;
    }
    std::vector<std::string_view> names = typeNames();
    names.insert(names.end(), {"List", "Map", "Optional"});
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (const std::string meant(foreignType(name)); !meant.empty()) {
        offer(diagnostic, node(id).name, meant);
    } else {
        offerNames(diagnostic, node(id).name, name, names);
    }
    const NameId nameId = dependOn(name);
    for (const SymbolId other :
         symbols_.named(nameId).subspan(symbols_.namedBefore(nameId, here_).size())) {
        if (symbols_[other].kind != SyntaxKind::TypeDecl) {
            continue;
        }
        if (symbols_.orderOf(other) == here_) {
            diagnostic.hint = "a type cannot hold itself";
        } else {
            diagnostic.notes.push_back({"declared later on line " + lineOf(other) +
                                            ": types are known from their declaration on",
                                        elsewhere(other, symbols_[other].place)});
        }
        break;
    }
    return types::kError;
}

TypeId Checker::resolveGeneric(SyntaxId id) {
    const std::string_view name = tree_->name(id);
    std::vector<TypeId> arguments;
    for (const SyntaxId argument : children(id)) {
        arguments.push_back(resolveType(argument));
    }
    if (!isGenericType(name)) {
        const bool isPlain = lookUpType(name).hasValue();
        Diagnostic& diagnostic =
            report(DiagId::UnknownType, node(id).range,
                   {isPlain ? "`" + std::string(name) + "` takes no types in angle brackets"
                            : "unknown type `" + std::string(name) + "`"});
        if (!isPlain) {
            constexpr std::array<std::string_view, 5> kGenerics{"List", "Map", "Optional", "Seq",
                                                                "Candidates"};
            offerNames(diagnostic, node(id).name, name, kGenerics);
        }
        return types::kError;
    }
    const std::size_t arity = name == "Map" ? 2 : 1;
    if (arguments.size() != arity) {
        report(DiagId::UnknownType, node(id).range,
               {"`" + std::string(name) + "` takes " + std::to_string(arity) +
                (arity == 1 ? " type" : " types") + ", got " + std::to_string(arguments.size())});
        return types::kError;
    }
    if (std::find(arguments.begin(), arguments.end(), types::kError) != arguments.end()) {
        return types::kError;
    }
    if (name == "Map") {
        return types_.map(arguments[0], arguments[1]);
    }
    return name == "Optional" ? types_.optional(arguments[0]) : types_.list(arguments[0]);
}

TypeId Checker::resolveRecordType(SyntaxId id) {
    std::vector<FieldType> fields;
    Seen<std::string_view> seen;
    bool broken = false;
    for (const SyntaxId field : children(id)) {
        if (node(field).kind != SyntaxKind::TypeField) {
            broken = true;
            continue;
        }
        const std::string_view name = tree_->name(field);
        const TypeId type = resolveType(children(field).front());
        if (!seen.add(name)) {
            report(DiagId::AlreadyDefined, node(field).name, {std::string(name), " in this type"});
            continue;
        }
        fields.push_back({std::string(name), type});
    }
    // A field whose type is not known leaves the others known.
    return broken ? types::kError : types_.record(std::move(fields));
}

}  // namespace cst
