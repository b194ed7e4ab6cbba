#include "engine/syntax/literals.h"
#include "tests/reference/elaborator.h"

#include <algorithm>
#include <set>

namespace cst::reference {

// §4.19. Cases are tried in order; each takes the members that it fits and no earlier one took
// (§14), so a tag belongs to one case.
ExprPtr Elaborator::match(SyntaxId id, std::optional<TypeId> expected) {
    Expr expr = start(Form::Match, id);
    const SyntaxId scrutinee = children(id)[0];
    expr.parts.push_back(infer(scrutinee));
    const TypeId type = expr.parts[0]->type;
    const Types members = membersOf(types_, type);
    std::vector<bool> covered(members.size(), false);
    std::vector<std::size_t> arms;
    for (const SyntaxId caseId : children(id).subspan(1)) {
        const SyntaxId pattern = children(caseId)[0];
        const std::vector<bool> fits = fitting(pattern, members);
        MatchCase row;
        Types taken;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (!fits[i] || covered[i]) continue;
            covered[i] = true;
            taken.push_back(members[i]);
            row.tags.push_back(types_.tag(members[i]));
        }
        if (taken.empty()) {  // W107: typed with all that it fits, never run
            for (std::size_t i = 0; i < members.size(); ++i) {
                if (fits[i]) taken.push_back(members[i]);
            }
        }
        if (taken.empty()) invalid(pattern, "pattern cannot match");
        const std::size_t scope = locals_.size();
        const auto bind = [&](const std::string& local, TypeId localType) {
            Expr value = start(Form::Local, pattern, localType);
            value.local = localCount_++;
            locals_.emplace_back(local, done(value));
            return value.local;
        };
        row.narrowed = types_.unionOf(taken);
        const SyntaxId plain = withoutParens(scrutinee);
        const bool isVariable = kind(plain) == SyntaxKind::Variable;
        row.scrutinee = bind(isVariable ? name(plain) : "", row.narrowed);
        if (kind(pattern) == SyntaxKind::PatternRecord) {
            for (const SyntaxId part : children(pattern)) {
                Types found;
                for (const TypeId member : taken) {
                    found.push_back(fieldType(types_, member, name(part)));
                }
                const TypeId joined = join(types_, found);
                row.fields.push_back({name(part), joined, bind(name(part), joined)});
            }
        }
        const SyntaxId body = children(caseId)[1];
        arms.push_back(expr.parts.size());
        expr.parts.push_back(expected ? check(body, *expected) : infer(body));
        expr.cases.push_back(std::move(row));
        locals_.resize(scope);
    }
    if (std::count(covered.begin(), covered.end(), false) > 0) invalid(id, "not exhaustive");
    if (!expected) return joined(std::move(expr), arms);
    expr.type = *expected;
    return done(std::move(expr));
}

/// Which members a pattern fits, earlier cases aside.
std::vector<bool> Elaborator::fitting(SyntaxId pattern, const Types& members) {
    std::vector<bool> fits;
    for (const TypeId member : members) {
        switch (kind(pattern)) {
        case SyntaxKind::PatternWildcard: fits.push_back(true); break;
        case SyntaxKind::PatternIs: {
            const auto type = typeNames_.find(name(pattern));
            if (type == typeNames_.end()) invalid(pattern, "unknown type");
            fits.push_back(isSubtype(types_, member, type->second));
            break;
        }
        case SyntaxKind::PatternRecord: {
            const auto names = children(pattern);
            fits.push_back(types_.kind(member) == TypeKind::Record &&
                           std::all_of(names.begin(), names.end(), [&](SyntaxId part) {
                               return fieldType(types_, member, name(part)).hasValue();
                           }));
            break;
        }
        default: invalid(pattern, "broken pattern");
        }
    }
    return fits;
}

// §4.20
ExprPtr Elaborator::call(SyntaxId id) {
    std::span<const SyntaxId> args = children(id);
    SyntaxId with;
    if (!args.empty() && kind(args.back()) == SyntaxKind::With) {
        with = args.back();
        args = args.first(args.size() - 1);
    }
    const Function& function = functions_.resolve(name(id));
    if (args.size() != function.parameters.size()) invalid(id, "number of arguments");
    if (function.isHigherOrder()) return higherOrder(id, function, args);  // `with`: W110
    Expr expr = start(Form::Call, id);
    expr.function = &function;
    expr.parts = arguments(function, args, expr.type);
    if (with.hasValue()) readOptions(with, expr);
    return done(std::move(expr));
}

// §7.3, §7.6: T is bound by the first argument; everything else must be coercible.
std::vector<ExprPtr> Elaborator::arguments(const Function& function, std::span<const SyntaxId> args,
                                           TypeId& result) {
    const auto elementOf = [&](const ExprPtr& value) {
        if (types_.kind(value->type) != TypeKind::List) throw Invalid{"no list"};
        return types_.element(value->type);
    };
    std::vector<ExprPtr> values;
    switch (function.rule) {
    case Rule::ListSum: {  // List<Int>, also `[]`, or List<Float>
        const ExprPtr list = infer(args[0]);
        result = elementOf(list) == types::kFloat ? types::kFloat : types::kInt;
        return {coerce(list, types_.list(result))};
    }
    case Rule::ListConcat: {  // the join, but without conversions inside and no new union
        const ExprPtr a = infer(args[0]);
        const ExprPtr b = infer(args[1]);
        const Types both = {elementOf(a), elementOf(b)};
        const TypeId joinedType = join(types_, both);
        if (isNewUnion(types_, both, joinedType)) throw Invalid{"list-concat of a new union"};
        result = types_.list(joinedType);
        return {coerce(a, result), coerce(b, result)};
    }
    case Rule::AnyValue:
        values = {infer(args[0])};
        result = function.result == types_.parameter(0) ? values[0]->type : function.result;
        return values;
    default: break;
    }
    const TypeId T = types_.parameter(0);
    TypeId bound;
    const auto filled = [&](TypeId type) {
        return type == T ? bound : type == types_.list(T) ? types_.list(bound) : type;
    };
    for (std::size_t i = 0; i < args.size(); ++i) {
        const TypeId parameter = function.parameters[i];
        if (parameter == types_.list(T) && !bound.hasValue()) {
            values.push_back(infer(args[i]));
            bound = elementOf(values.back());
        } else {
            values.push_back(check(args[i], filled(parameter)));
        }
    }
    result = filled(function.result);
    return values;
}

// §7.6: T from the list, U from the body.
ExprPtr Elaborator::higherOrder(SyntaxId id, const Function& function,
                                std::span<const SyntaxId> args) {
    Expr expr = start(Form::HigherOrder, id);
    expr.function = &function;
    expr.parts = {infer(args[0])};
    const TypeId list = expr.parts[0]->type;
    if (types_.kind(list) != TypeKind::List) invalid(args[0], "no list");
    TypeId parameter = types_.element(list);
    const SyntaxId lambda = withoutParens(args[1]);
    if (kind(lambda) != SyntaxKind::Lambda) invalid(args[1], "no lambda");
    if (children(lambda).size() != 2) invalid(lambda, "number of parameters");
    const SyntaxId name = children(lambda)[0];
    if (!children(name).empty()) {
        const TypeId annotated = typeOf(children(name)[0]);
        if (!isSubtype(types_, parameter, annotated)) invalid(name, "annotation");
        parameter = annotated;
    } else if (parameter == types::kNothing) {
        invalid(name, "annotation required");  // §14
    }
    expr.parameter = parameter;
    Expr local = start(Form::Local, name, parameter);
    local.local = expr.local = localCount_++;
    locals_.emplace_back(this->name(name), done(local));
    const SyntaxId body = children(lambda)[1];
    switch (function.rule) {
    case Rule::Map:
        expr.parts.push_back(infer(body));
        expr.type = types_.list(expr.parts[1]->type);
        break;
    case Rule::SortBy: {
        expr.parts.push_back(infer(body));
        const TypeId key = expr.parts[1]->type;
        if (key != types::kInt && key != types::kFloat && key != types::kString) {
            invalid(body, "key without an order");
        }
        expr.type = list;
        break;
    }
    default:
        expr.parts.push_back(check(body, types::kBoolean));
        expr.type = function.rule == Rule::Filter ? list : types::kBoolean;
        break;
    }
    locals_.pop_back();
    return done(std::move(expr));
}

// §6. Options that only tell when a call runs are nothing to the reference.
void Elaborator::readOptions(SyntaxId with, Expr& call) {
    static const std::set<std::string> kNoValue = {
        "delay", "backoff", "throttle",      "concurrency", "priority", "batch",        "timeout",
        "cache", "window",  "batch_timeout", "checkpoint",  "join",     "cache_backend"};
    std::set<std::string> seen;
    bool wraps = false;
    for (const SyntaxId option : children(with)) {
        const std::string word = name(option);
        if (!seen.insert(word).second) invalid(option, "option given twice");
        const SyntaxId value = children(option).empty() ? SyntaxId() : children(option)[0];
        if (word == "lazy") {
            call.options.isLazy = !value.hasValue() || tree_.source(value) != "false";
        } else if (word == "fallback") {
            call.options.fallback = check(value, call.type);
        } else if (word == "retry") {
            call.options.retries = *intValue(tree_.source(value));
        } else if (word == "on_error") {
            const std::string policy = name(value);
            wraps = policy == "wrap";
            const bool isZero = policy == "skip" || policy == "log";
            call.options.onError = isZero ? OnError::Zero : OnError::Propagate;
        } else if (!kNoValue.contains(word)) {
            throw Unsupported{"option " + word};
        }
    }
    if (wraps && !call.options.fallback) {  // W103: with a fallback, wrap is ignored
        call.options.onError = OnError::Wrap;
        call.type = wrapped(call.type);
    }
}

TypeId Elaborator::wrapped(TypeId value) {
    const TypeId error = types_.record(
        {{"module", types::kString}, {"kind", types::kString}, {"message", types::kString}});
    return types_.unionOf(
        Types{types_.record({{"value", value}}), types_.record({{"error", error}})});
}

}  // namespace cst::reference
