#include "engine/base/seen.h"
#include "engine/check/checker.h"
#include "engine/check/foreign_names.h"

#include <algorithm>
#include <array>

namespace cst {

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

/// Takes types in angle brackets.
bool Checker::isGenericType(std::string_view name) {
    return name == "List" || name == "Seq" || name == "Candidates" || name == "Map" ||
           name == "Optional";
}

TypeId Checker::resolveTypeName(SyntaxId id) {
    const std::string_view name = tree_->name(id);
    const auto found = typeNames_.find(name);
    if (found != typeNames_.end()) {
        return found->second;
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
    std::vector<std::string_view> names{"String", "Int", "Float",   "Boolean",
                                        "List",   "Map", "Optional"};
    for (const auto& [declared, type] : typeNames_) {
        names.push_back(declared);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (const std::string meant(foreignType(name)); !meant.empty()) {
        offer(diagnostic, node(id).name, meant);
    } else {
        offerNames(diagnostic, node(id).name, name, names);
    }
    for (const SyntaxId later : tree_->declarations) {
        if (node(later).kind != SyntaxKind::TypeDecl || tree_->name(later) != name) {
            continue;
        }
        if (node(later).range.contains(node(id).range.begin)) {
            diagnostic.hint = "a type cannot hold itself";
            break;
        }
        if (node(later).range.begin > node(id).range.begin) {
            const uint32_t line = tree_->text->line(node(later).name.begin);
            diagnostic.notes.push_back({"declared later on line " + std::to_string(line) +
                                            ": types are known from "
                                            "their declaration on",
                                        node(later).name});
            break;
        }
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
        const bool isPlain = typeNames_.contains(name);
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
