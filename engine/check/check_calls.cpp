#include "engine/check/checker.h"

#include <algorithm>

namespace cst {

TypeId Checker::inferCall(SyntaxId id) {
    std::span<const SyntaxId> args = children(id);
    SyntaxId with;
    if (!args.empty() && node(args.back()).kind == SyntaxKind::With) {
        with = args.back();
        args = args.first(args.size() - 1);
    }
    const FunctionLookup found = resolveFunction(id);
    if (!found.function.hasValue()) {
        for (const SyntaxId arg : args) {
            inferFree(arg);
        }
        if (with.hasValue()) {
            checkOptions(with, Signature{}, types::kError);
        }
        return types::kError;
    }
    const Signature& signature = signatures_[found.function];
    out_.functionOf[id.index] = found.function;
    TypeId type = checkArguments(id, signature, args);
    if (with.hasValue()) {
        type = checkOptions(with, signature, type);
    }
    return type;
}

/// An argument of which nothing is known. What depends on a lambda's parameters stays open.
void Checker::inferFree(SyntaxId arg) {
    const SyntaxId lambda = stripParens(arg);
    if (node(lambda).kind == SyntaxKind::Lambda) {
        const std::vector<TypeId> parameters(children(lambda).size() - 1, types::kError);
        checkLambda(lambda, parameters, std::nullopt, {});
    } else {
        infer(arg);
    }
}

TypeId Checker::checkArguments(SyntaxId id, const Signature& signature,
                               std::span<const SyntaxId> args) {
    const std::size_t count = signature.parameters.size();
    if (args.size() != count) {
        const bool isError = std::any_of(args.begin(), args.end(), [&](SyntaxId arg) {
            return node(arg).kind == SyntaxKind::ErrorExpr;
        });
        if (!isError) {
            std::string shape;
            for (const ParameterType& parameter : signature.parameters) {
                shape +=
                    (shape.empty() ? "" : ", ") + parameter.name + ": " + shown(parameter.type);
            }
            report(DiagId::ArgumentCount, node(id).range,
                   {signature.name,
                    std::to_string(count) + (count == 1 ? " argument" : " arguments"),
                    std::to_string(args.size())})
                .hint = "write `" + signature.name + "(" + shape + ")`";
        }
        for (const SyntaxId arg : args) {
            inferFree(arg);
        }
        const bool isOpen = containsParameter(signature.result);
        return isOpen ? types::kError : signature.result;
    }
    if (signature.intrinsic != Intrinsic::None) {
        return checkHigherOrder(id, signature, args);
    }
    if (signature.rule == SignatureRule::ListConcat) {
        return checkListConcat(id, signature, args);
    }
    ArgumentState state;
    // `[]` tells nothing about T, so those go last.
    for (const bool isForEmptyLists : {false, true}) {
        for (std::size_t i = 0; i < count; ++i) {
            if (isEmptyList(args[i]) == isForEmptyLists) {
                checkArgument(signature, i, args[i], state);
            }
        }
    }
    if (signature.rule == SignatureRule::ListSum) {
        return !state.good || state.error ? types::kError : state.bound[0];
    }
    if (!containsParameter(signature.result)) {
        return signature.result;
    }
    return state.good && !state.error ? substitute(types_, signature.result, state.bound)
                                      : types::kError;
}

bool Checker::isEmptyList(SyntaxId arg) const {
    arg = stripParens(arg);
    return node(arg).kind == SyntaxKind::ListLiteral && children(arg).empty();
}

void Checker::checkArgument(const Signature& signature, std::size_t index, SyntaxId arg,
                            ArgumentState& state) {
    const ParameterType& parameter = signature.parameters[index];
    const Where where = Where::argument(signature, index);
    if (!containsParameter(parameter.type) && signature.rule == SignatureRule::Plain) {
        state.good = expect(arg, parameter.type, where) && state.good;
        return;
    }
    if (signature.rule == SignatureRule::ListSum) {
        const TypeId found = infer(arg);
        const bool isFloats =
            types_.kind(found) == TypeKind::List && types_.element(found) == types::kFloat;
        const TypeId wanted = types_.list(isFloats ? types::kFloat : types::kInt);
        state.good = expectInferred(arg, found, wanted, where) && state.good;
        state.bound[0] = types_.element(wanted);
        state.error = state.error || found == types::kError;
        return;
    }
    // T is known from an earlier argument: this one is checked against it.
    const TypeId wanted = substitute(types_, parameter.type, state.bound);
    if (!containsParameter(wanted)) {
        state.good = expect(arg, wanted, where) && state.good;
        return;
    }
    const TypeId found = infer(arg);
    state.error = state.error || found == types::kError;
    state.good = unify(arg, parameter.type, found, state.bound, where) && state.good;
}

bool Checker::containsParameter(TypeId type) const {
    const TypeRow& row = types_[type];
    if (row.kind == TypeKind::Parameter) {
        return true;
    }
    return std::any_of(row.args.begin(), row.args.end(),
                       [&](TypeId arg) { return containsParameter(arg); }) ||
           std::any_of(row.fields.begin(), row.fields.end(),
                       [&](const FieldType& f) { return containsParameter(f.type); });
}

/// Fits an argument to a parameter type with T in it. The first argument that shows what T is
/// decides; later ones must be coercible to it.
bool Checker::unify(SyntaxId arg, TypeId parameter, TypeId found, std::span<TypeId> bound,
                    const Where& where) {
    if (found == types::kError) {
        return true;
    }
    if (!bindParameters(parameter, found, bound)) {
        reportMismatch(arg, parameter, found, where);
        return false;
    }
    const TypeId wanted = substitute(types_, parameter, bound);
    if (containsFunction(types_, found)) {
        reportMismatch(arg, parameter, found, where);
        return false;
    }
    return expectInferred(arg, found, wanted, where);
}

bool Checker::bindParameters(TypeId parameter, TypeId found, std::span<TypeId> bound) const {
    const TypeRow& wanted = types_[parameter];
    if (wanted.kind == TypeKind::Parameter) {
        if (!bound[wanted.parameter].hasValue()) {
            bound[wanted.parameter] = found;
        }
        return true;
    }
    const TypeRow& row = types_[found];
    if (!containsParameter(parameter)) {
        return true;  // checked as a whole afterwards
    }
    if (row.kind != wanted.kind || row.args.size() != wanted.args.size()) {
        return false;
    }
    for (std::size_t i = 0; i < row.args.size(); ++i) {
        if (!bindParameters(wanted.args[i], row.args[i], bound)) {
            return false;
        }
    }
    return true;
}

/// list-concat: T is the join of both element types, as long as that is no new union.
TypeId Checker::checkListConcat(SyntaxId /*id*/, const Signature& signature,
                                std::span<const SyntaxId> args) {
    std::vector<TypeId> elements;
    bool good = true;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const Where where = Where::argument(signature, i);
        const TypeId found = infer(args[i]);
        if (found == types::kError) {
            good = false;
        } else if (types_.kind(found) != TypeKind::List) {
            reportMismatch(args[i], signature.parameters[i].type, found, where);
            good = false;
        } else {
            elements.push_back(types_.element(found));
        }
    }
    if (!good) {
        return types::kError;
    }
    // Lists do not widen inside: what joins must be a plain subtype (List<Int> is no
    // List<Float>, List<T> no List<Optional<T>>).
    const TypeId element = join(types_, elements);
    const bool plain =
        isSubtype(types_, elements[0], element) && isSubtype(types_, elements[1], element);
    if (!plain || joinMakesNewUnion(types_, elements, element)) {
        reportMismatch(args[1], types_.list(elements[0]), types_.list(elements[1]),
                       Where::argument(signature, 1));
        return types::kError;
    }
    const TypeId list = types_.list(element);
    convertOnUse(args[0], types_.list(elements[0]), list);
    convertOnUse(args[1], types_.list(elements[1]), list);
    return list;
}

}  // namespace cst
