#include "tests/reference/evaluator.h"
#include "tests/reference/relations.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cst::reference {

Outcome Evaluator::compute(const Expr& expr, const Locals& locals) {
    switch (expr.form) {
    case Form::Constant: return {State::Completed, expr.constant, {}, {}};
    case Form::Input: {
        const auto found = inputs_.find(expr.name);
        if (found == inputs_.end()) return {State::Blocked, {}, {}, {expr.name}};
        return {State::Completed, found->second, {}, {}};
    }
    case Form::If: return conditional(expr, locals);
    case Form::And:
    case Form::Or: return logic(expr, locals);
    case Form::Guard: return guard(expr, locals);
    case Form::Coalesce: return coalesce(expr, locals);
    case Form::Match: return match(expr, locals);
    case Form::Call: return call(expr, locals);
    case Form::HigherOrder: return higherOrder(expr, locals);
    default: return strict(expr, locals);
    }
}

Outcome Evaluator::strict(const Expr& expr, const Locals& locals) {
    Operands operands;
    const Outcome problem = demandAll(expr.parts, locals, operands);
    if (!problem.ok()) return problem;
    try {
        return {State::Completed, combine(expr, operands), {}, {}};
    } catch (const Failure& failure) {
        return failed(failure.code, expr.range);
    }
}

namespace {

// §4.11
Value arithmetic(TokenKind op, const Value& left, const Value& right) {
    if (std::holds_alternative<double>(left.is)) {
        const double a = left.as<double>();
        const double b = right.as<double>();
        switch (op) {
        case TokenKind::Plus: return {a + b};
        case TokenKind::Minus: return {a - b};
        case TokenKind::Star: return {a * b};
        default: return {a / b};
        }
    }
    const auto a = left.as<int64_t>();
    const auto b = right.as<int64_t>();
    switch (op) {
    case TokenKind::Plus: return {wrapAdd(a, b)};
    case TokenKind::Minus: return {wrapSubtract(a, b)};
    case TokenKind::Star: return {wrapMultiply(a, b)};
    default: return {divide(a, b)};
    }
}

// §4.11; every comparison with a NaN is false but `!=`.
bool compare(TokenKind op, const Value& left, const Value& right) {
    if (op == TokenKind::EqualEqual) return equals(left, right);
    if (op == TokenKind::NotEqual) return !equals(left, right);
    const std::optional<int> sign = order(left, right);
    if (!sign) return false;
    switch (op) {
    case TokenKind::Less: return *sign < 0;
    case TokenKind::LessEqual: return *sign <= 0;
    case TokenKind::Greater: return *sign > 0;
    default: return *sign >= 0;
    }
}

// §4.6: left fields in order, then new right fields; the right value wins. Not deep.
Value mergeRecords(const Record& left, const Record& right) {
    Record result = left;
    for (const auto& [name, value] : right.fields) {
        const auto own = std::find_if(result.fields.begin(), result.fields.end(),
                                      [&, &name = name](const auto& f) { return f.first == name; });
        if (own == result.fields.end()) {
            result.fields.emplace_back(name, value);
        } else {
            own->second = value;
        }
    }
    return {result};
}

Value merge(const Value& left, const Value& right) {
    const auto* leftList = std::get_if<List>(&left.is);
    const auto* rightList = std::get_if<List>(&right.is);
    if (leftList == nullptr && rightList == nullptr) {
        return mergeRecords(left.as<Record>(), right.as<Record>());
    }
    const bool both = leftList != nullptr && rightList != nullptr;
    if (both && leftList->elements.size() != rightList->elements.size()) throw Failure{"R006"};
    const std::size_t count =
        leftList != nullptr ? leftList->elements.size() : rightList->elements.size();
    List result;
    for (std::size_t i = 0; i < count; ++i) {
        const Value& a = leftList != nullptr ? leftList->elements[i] : left;
        const Value& b = rightList != nullptr ? rightList->elements[i] : right;
        result.elements.push_back(mergeRecords(a.as<Record>(), b.as<Record>()));
    }
    return {result};
}

/// Does it to a record, or to each record of a list.
template <class Function>
Value elementWise(const Value& value, Function function) {
    if (const auto* list = std::get_if<List>(&value.is)) {
        List result;
        for (const Value& element : list->elements) {
            result.elements.push_back(function(element.as<Record>()));
        }
        return {result};
    }
    return function(value.as<Record>());
}

}  // namespace

Value Evaluator::combine(const Expr& expr, const Operands& operands) const {
    switch (expr.form) {
    case Form::Interpolate: {
        std::string result;
        for (const Value& value : operands) result += text(value);
        return {result};
    }
    case Form::MakeList: return {List{operands}};
    case Form::MakeRecord: {
        Record record;
        for (std::size_t i = 0; i < operands.size(); ++i) {
            record.fields.emplace_back(expr.names[i], operands[i]);
        }
        return {record};
    }
    case Form::Merge: return merge(operands[0], operands[1]);
    case Form::Arithmetic: return arithmetic(expr.op, operands[0], operands[1]);
    case Form::Negate:
        if (expr.type == types::kFloat) return {-operands[0].as<double>()};
        return {wrapSubtract(0, operands[0].as<int64_t>())};
    case Form::Compare: return {compare(expr.op, operands[0], operands[1])};
    case Form::Not: return {!operands[0].as<bool>()};
    case Form::Field:
        return elementWise(operands[0],
                           [&](const Record& record) { return field(record, expr.name); });
    case Form::Project:
        return elementWise(operands[0], [&](const Record& record) {
            Record result;
            for (const std::string& name : expr.names) {
                result.fields.emplace_back(name, field(record, name));
            }
            return Value{result};
        });
    default: std::abort();  // not strict
    }
}

// §4.15, §4.16: a later condition is demanded if all earlier ones were false.
Outcome Evaluator::conditional(const Expr& expr, const Locals& locals) {
    for (std::size_t i = 0; i + 1 < expr.parts.size(); i += 2) {
        const Outcome condition = asArm(evaluate(expr.parts[i], locals));
        if (!condition.ok()) return condition;
        if (condition.value.as<bool>()) return asArm(evaluate(expr.parts[i + 1], locals));
    }
    return asArm(evaluate(expr.parts.back(), locals));
}

// §4.9
Outcome Evaluator::logic(const Expr& expr, const Locals& locals) {
    const bool decisive = expr.form == Form::Or;
    for (const ExprPtr& part : expr.parts) {
        Outcome outcome = asArm(evaluate(part, locals));
        if (!outcome.ok() || outcome.value.as<bool>() == decisive) return outcome;
    }
    return {State::Completed, {!decisive}, {}, {}};
}

// §4.17
Outcome Evaluator::guard(const Expr& expr, const Locals& locals) {
    Outcome condition = asArm(evaluate(expr.parts[1], locals));
    if (!condition.ok()) return condition;
    if (!condition.value.as<bool>()) return {State::Completed, none(), {}, {}};
    Outcome outcome = asArm(evaluate(expr.parts[0], locals));
    if (outcome.ok()) outcome.value = some(outcome.value);
    return outcome;
}

// §4.18
Outcome Evaluator::coalesce(const Expr& expr, const Locals& locals) {
    Outcome left = asArm(evaluate(expr.parts[0], locals));
    if (!left.ok()) return left;
    const ValuePtr present = left.value.as<Optional>().some;
    if (!present) return asArm(evaluate(expr.parts[1], locals));
    const TypeId element = types_.element(expr.parts[0]->type);
    left.value = expr.wraps ? some(*present) : convert(types_, *present, element, expr.type);
    return left;
}

// §4.19
Outcome Evaluator::match(const Expr& expr, const Locals& locals) {
    const Outcome scrutinee = asArm(evaluate(expr.parts[0], locals));
    if (!scrutinee.ok()) return scrutinee;
    const TypeId type = expr.parts[0]->type;
    const auto* tag = std::get_if<Tagged>(&scrutinee.value.is);
    const bool isUnion = types_.kind(type) == TypeKind::Union;
    const std::string own = isUnion ? tag->tag : types_.tag(type);
    TypeId member = type;
    for (const TypeId one : membersOf(types_, type)) {
        if (types_.tag(one) == own) member = one;
    }
    for (std::size_t i = 0; i < expr.cases.size(); ++i) {
        const MatchCase& row = expr.cases[i];
        if (std::count(row.tags.begin(), row.tags.end(), own) == 0) continue;
        Locals inside = locals;
        const Value& inner = isUnion ? *tag->value : scrutinee.value;
        inside[row.scrutinee] = convert(types_, inner, member, row.narrowed);
        for (const MatchCase::Bound& bound : row.fields) {
            inside[bound.local] = convert(types_, field(inner.as<Record>(), bound.field),
                                          fieldType(types_, member, bound.field), bound.type);
        }
        return asArm(evaluate(expr.parts[i + 1], inside));
    }
    std::abort();  // R009 must not happen: the cases cover all members
}

// §4.20. A failing argument is not covered by the call's options (§14).
Outcome Evaluator::call(const Expr& expr, const Locals& locals) {
    Operands operands;
    const Outcome problem = demandAll(expr.parts, locals, operands);
    if (!problem.ok()) return problem;
    return callWithOptions(expr, operands, locals);
}

Value Evaluator::invoke(const Expr& expr, const Operands& operands) {
    if (expr.function->rule == Rule::ListSum && expr.type == types::kFloat &&
        operands[0].as<List>().elements.empty()) {
        return {0.0};  // the value alone does not tell whose sum it is
    }
    if (expr.function->call) return expr.function->call(operands);
    report_.logged.insert(operands[0].as<std::string>());  // `log`
    return operands[0];
}

// §6.2: on_error( fallback( retry( call ) ) )
Outcome Evaluator::callWithOptions(const Expr& expr, const Operands& operands,
                                   const Locals& locals) {
    static const std::map<std::string, std::string> kKinds = {{"R001", "module"},
                                                              {"R003", "retries"},
                                                              {"R004", "division-by-zero"},
                                                              {"R005", "empty-list"}};
    const CallOptions& options = expr.options;
    std::string code;
    for (int64_t attempt = 0; attempt <= options.retries; ++attempt) {
        try {
            Value value = invoke(expr, operands);
            if (options.onError != OnError::Wrap) return {State::Completed, value, {}, {}};
            const TypeId type = memberWithField(types_, expr.type, "value");
            return {
                State::Completed, tagged(types_.tag(type), {Record{{{"value", value}}}}), {}, {}};
        } catch (const Failure& failure) {
            code = options.retries > 0 ? "R003" : failure.code;
        }
    }
    if (options.fallback) {
        Outcome outcome = evaluate(options.fallback, locals);
        if (outcome.ok()) return outcome;
    }
    switch (options.onError) {
    case OnError::Propagate: return failed(code, expr.range);
    case OnError::Zero: return {State::Completed, zero(expr.type), {}, {}};
    default: break;
    }
    // The wording of messages is no part of the language.
    Record details{{{"module", {expr.function->qualifiedName()}},
                    {"kind", {kKinds.at(code)}},
                    {"message", {std::string("?")}}}};
    const TypeId type = memberWithField(types_, expr.type, "error");
    return {State::Completed, tagged(types_.tag(type), {Record{{{"error", {details}}}}}), {}, {}};
}

// §6.2
Value Evaluator::zero(TypeId type) const {
    switch (types_.kind(type)) {
    case TypeKind::String: return {std::string()};
    case TypeKind::Int: return {int64_t{0}};
    case TypeKind::Float: return {0.0};
    case TypeKind::Boolean: return {false};
    case TypeKind::Map: return {Map{}};
    case TypeKind::Optional: return none();
    case TypeKind::Record: {
        Record record;
        for (const FieldType& one : types_[type].fields) {
            record.fields.emplace_back(one.name, zero(one.type));
        }
        return {record};
    }
    case TypeKind::Union: {
        const TypeId first = types_[type].args[0];
        return tagged(types_.tag(first), zero(first));
    }
    default: return {List{}};
    }
}

// §4.20, §7.6: strict in the list and in every captured variable.
Outcome Evaluator::higherOrder(const Expr& expr, const Locals& locals) {
    std::vector<ExprPtr> dependencies = {expr.parts[0]};
    collectReferences(expr.parts[1], dependencies);
    Operands operands;
    const Outcome problem = demandAll(dependencies, locals, operands);
    if (!problem.ok()) return problem;

    const std::vector<Value> list = operands[0].as<List>().elements;
    std::vector<Value> results;
    const Rule rule = expr.function->rule;
    for (const Value& element : list) {
        const Outcome outcome = applyLambda(expr, element, locals);
        if (!outcome.ok()) {
            const bool inOrder = rule == Rule::All || rule == Rule::Any;
            if (isEffectful(*expr.parts[1]) && !inOrder) report_.loggedExactly = false;
            return failed(outcome.roots.begin()->code, expr.range);
        }
        results.push_back(outcome.value);
        const bool stops = (rule == Rule::All && !outcome.value.as<bool>()) ||
                           (rule == Rule::Any && outcome.value.as<bool>());
        if (stops) return {State::Completed, {rule == Rule::Any}, {}, {}};
    }
    switch (rule) {
    case Rule::All: return {State::Completed, {true}, {}, {}};
    case Rule::Any: return {State::Completed, {false}, {}, {}};
    case Rule::Map: return {State::Completed, {List{results}}, {}, {}};
    default: break;
    }
    List kept;
    if (rule == Rule::Filter) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (results[i].as<bool>()) kept.elements.push_back(list[i]);
        }
        return {State::Completed, {kept}, {}, {}};
    }
    // sortBy: stable, ascending, NaN last.
    std::vector<std::size_t> places(list.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    const auto isNan = [](const Value& key) {
        const auto* number = std::get_if<double>(&key.is);
        return number != nullptr && std::isnan(*number);
    };
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        if (isNan(results[a]) || isNan(results[b])) return !isNan(results[a]) && isNan(results[b]);
        return *order(results[a], results[b]) < 0;
    });
    for (const std::size_t place : places) kept.elements.push_back(list[place]);
    return {State::Completed, {kept}, {}, {}};
}

Outcome Evaluator::applyLambda(const Expr& expr, const Value& element, const Locals& locals) {
    Locals inside = locals;
    inside[expr.local] =
        convert(types_, element, types_.element(expr.parts[0]->type), expr.parameter);
    ++lambdaDepth_;
    Outcome outcome = evaluate(expr.parts[1], inside);
    --lambdaDepth_;
    return outcome;
}

}  // namespace cst::reference
