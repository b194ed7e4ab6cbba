#include "engine/check/checker.h"

#include <algorithm>

namespace cst {

/// filter, map, all, any, sortBy: T comes from the list, U from the lambda's body.
TypeId Checker::checkHigherOrder(SyntaxId id, const Signature& signature,
                                 std::span<const SyntaxId> args) {
    const auto where = [&](std::size_t i) { return Where::argument(signature, i); };
    (void)id;
    const TypeId list = infer(args[0]);
    TypeId element = types::kError;
    if (types_.kind(list) == TypeKind::List) {
        element = types_.element(list);
    } else if (list != types::kError) {
        reportMismatch(args[0], signature.parameters[0].type, list, where(0));
    }
    const SyntaxId lambda = stripParens(args[1]);
    if (node(lambda).kind != SyntaxKind::Lambda) {
        const TypeId found = infer(args[1]);
        if (found != types::kError) {
            Diagnostic& diagnostic =
                report(DiagId::TypeMismatch, node(args[1]).range,
                       {quoted(signature.parameters[1].type), shown(found), where(1).text()});
            diagnostic.hint = "write a lambda: `(x) => …`";
        }
        return signature.intrinsic == Intrinsic::All || signature.intrinsic == Intrinsic::Any
                   ? types::kBoolean
                   : types::kError;
    }
    const bool isPredicate =
        signature.intrinsic != Intrinsic::Map && signature.intrinsic != Intrinsic::SortBy;
    const TypeId parameter[] = {element};
    const TypeId body = checkLambda(
        lambda, parameter, isPredicate ? std::optional(types::kBoolean) : std::nullopt, where(1));
    switch (signature.intrinsic) {
    case Intrinsic::All:
    case Intrinsic::Any: return types::kBoolean;
    case Intrinsic::Map: return body == types::kError ? types::kError : types_.list(body);
    case Intrinsic::SortBy: {
        const bool sortable = body == types::kError || isNumeric(types_, body) ||
                              body == types::kString || body == types::kNothing;
        if (!sortable) {
            report(DiagId::TypeMismatch, node(children(lambda).back()).range,
                   {"`Int`, `Float` or `String`", shown(body),
                    " as the key of `" + signature.name + "`"});
        }
        return list == types::kError ? types::kError : list;
    }
    default: return types_.kind(list) == TypeKind::List ? list : types::kError;
    }
}

void Checker::reportParameterType(SyntaxId parameter, TypeId passed, TypeId written) {
    const SourceRange name = node(parameter).name;
    const SourceRange type = node(children(parameter).front()).range;
    Diagnostic& diagnostic =
        report(DiagId::TypeMismatch, type,
               {quoted(passed), shown(written),
                " as the type of `" + std::string(tree_->name(parameter)) + "`"});
    diagnostic.hint = "the caller passes " + quoted(passed) + ": the type need not be written";
    diagnostic.fixes.push_back({"leave the type out", {{{name.end, type.end}, ""}}});
}

/// `parameters` hold what the caller passes: Nothing or Error where that is not known.
/// Returns the type of the body; the row of the lambda holds its function type.
TypeId Checker::checkLambda(SyntaxId id, std::span<const TypeId> parameters,
                            std::optional<TypeId> result, const Where& where) {
    const std::span<const SyntaxId> parts = children(id);
    const std::size_t count = parts.size() - 1;
    const bool arityGood = count == parameters.size();
    if (!arityGood) {
        Diagnostic& diagnostic = report(DiagId::LambdaShape, node(id).range,
                                        {"the lambda takes " + std::to_string(count) +
                                         (count == 1 ? " parameter" : " parameters") +
                                         ", expected " + std::to_string(parameters.size())});
        diagnostic.hint = parameters.size() == 1 ? "write `(x) => …`" : "write `(a, b) => …`";
    }
    const std::size_t scope = locals_.size();
    std::vector<TypeId> types;
    for (std::size_t i = 0; i < count; ++i) {
        const SyntaxId parameter = parts[i];
        const TypeId passed = arityGood ? parameters[i] : types::kError;
        TypeId type = passed;
        if (!children(parameter).empty()) {
            type = resolveType(children(parameter).front());
            if (!isSubtype(types_, passed, type)) {
                reportParameterType(parameter, passed, type);
            }
        } else if (passed == types::kNothing) {
            report(DiagId::LambdaShape, node(id).range,
                   {"the type of `" + std::string(tree_->name(parameter)) +
                    "` cannot be told: the list has no element type"})
                .hint = "write it: `(" + std::string(tree_->name(parameter)) + ": Int) => …`";
            type = types::kError;
        }
        bind(tree_->name(parameter), BindingKind::Parameter, parameter, type);
        types.push_back(type);
    }
    const SyntaxId body = parts.back();
    TypeId bodyType;
    if (result) {
        const bool good = expect(body, *result, Where::resultOfLambda(where));
        bodyType = good ? *result : types::kError;
    } else {
        bodyType = infer(body);
    }
    locals_.resize(scope);
    out_.typeOf[id.index] =
        bodyType == types::kError ? types::kError : types_.function(types, bodyType);
    return arityGood ? bodyType : types::kError;
}

}  // namespace cst
