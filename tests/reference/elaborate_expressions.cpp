#include "engine/syntax/literals.h"
#include "tests/reference/elaborator.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace cst::reference {

// §3.7: infer(e) finds the type of e.
ExprPtr Elaborator::infer(SyntaxId id) {
    const bool inExample = std::exchange(inExample_, false);
    ExprPtr value = inferNew(id);
    inExample_ = inExample;
    return value;
}

ExprPtr Elaborator::inferNew(SyntaxId id) {
    const std::string source(tree_.source(id));
    const auto constant = [&](TypeId type, Value value) {
        Expr expr = start(Form::Constant, id, type);
        expr.constant = std::move(value);
        return done(std::move(expr));
    };
    switch (kind(id)) {
    case SyntaxKind::Paren: return infer(children(id)[0]);
    case SyntaxKind::Variable: return variable(id);
    case SyntaxKind::IntLiteral: return constant(types::kInt, {*intValue(source)});
    case SyntaxKind::FloatLiteral:
        return constant(types::kFloat, {std::strtod(source.c_str(), nullptr)});
    case SyntaxKind::BoolLiteral:
        return constant(types::kBoolean, {tree_[id].op == TokenKind::KwTrue});
    case SyntaxKind::String: return interpolation(id);
    case SyntaxKind::ListLiteral: return listLiteral(id, std::nullopt);
    case SyntaxKind::RecordLiteral: return recordLiteral(id, std::nullopt);
    case SyntaxKind::Additive:
    case SyntaxKind::Multiplicative: return chain(id);
    case SyntaxKind::Negate: return negate(id);
    case SyntaxKind::Compare: return compare(id);
    case SyntaxKind::And: return logic(id, Form::And);
    case SyntaxKind::Or: return logic(id, Form::Or);
    case SyntaxKind::Not: return logic(id, Form::Not);
    case SyntaxKind::Field: return field(id);
    case SyntaxKind::Projection: return projection(id);
    case SyntaxKind::If:
    case SyntaxKind::Branch: return conditional(id, std::nullopt);
    case SyntaxKind::Guard: return guard(id);
    case SyntaxKind::Coalesce: return coalesce(id, std::nullopt);
    case SyntaxKind::Match: return match(id, std::nullopt);
    case SyntaxKind::Call: return call(id);
    default: invalid(id, "no value");  // a lambda (§4.20), or a broken expression
    }
}

// §3.7: check(e, T) pushes T down into literals, parentheses, arms and both sides of `??`;
// everything else is inferred and must be coercible.
ExprPtr Elaborator::check(SyntaxId id, TypeId expected) {
    const TypeKind wanted = types_.kind(expected);
    switch (kind(id)) {
    case SyntaxKind::Paren: return check(children(id)[0], expected);
    case SyntaxKind::ListLiteral:
        if (wanted == TypeKind::List) return listLiteral(id, expected);
        break;
    case SyntaxKind::RecordLiteral:
        if (wanted == TypeKind::Record) return coerce(recordLiteral(id, expected), expected);
        break;
    case SyntaxKind::If:
    case SyntaxKind::Branch: return conditional(id, expected);
    case SyntaxKind::Match: return match(id, expected);
    case SyntaxKind::Coalesce: return coerce(coalesce(id, expected), expected);
    default: break;
    }
    return coerce(infer(id), expected);
}

std::optional<ExprPtr> Elaborator::tryCheck(SyntaxId id, TypeId expected) {
    const std::size_t scope = locals_.size();
    const bool inExample = inExample_;
    try {
        return check(id, expected);
    } catch (const Invalid&) {
        locals_.resize(scope);
        inExample_ = inExample;
        return std::nullopt;
    }
}

ExprPtr Elaborator::coerce(ExprPtr value, TypeId expected) {
    if (value->type == expected) return value;
    if (inExample_ && types_.kind(expected) == TypeKind::Optional &&
        isCoercible(types_, value->type, types_.element(expected))) {
        return value;  // nobody computes it
    }
    if (!isCoercible(types_, value->type, expected)) {
        throw Invalid{"expected " + types_.text(expected) + ", found " + types_.text(value->type)};
    }
    Expr expr;
    expr.form = Form::Convert;
    expr.type = expected;
    expr.range = value->range;
    expr.parts = {std::move(value)};
    return done(std::move(expr));
}

/// Gives `expr` the join of some of its parts as its type and converts those to it (§3.5).
ExprPtr Elaborator::joined(Expr expr, std::span<const std::size_t> arms) {
    Types operands;
    for (const std::size_t arm : arms) operands.push_back(expr.parts[arm]->type);
    expr.type = join(types_, operands);
    for (const std::size_t arm : arms) {
        if (expr.parts[arm]->type == expr.type) continue;
        Expr convert;
        convert.form = Form::Convert;
        convert.type = expr.type;
        convert.range = expr.parts[arm]->range;
        convert.parts = {expr.parts[arm]};
        expr.parts[arm] = done(std::move(convert));
    }
    return done(std::move(expr));
}

// §4.1; parameters and pattern variables shadow outer ones.
ExprPtr Elaborator::variable(SyntaxId id) {
    for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
        if (local->first == name(id)) return local->second;
    }
    const auto found = globals_.find(name(id));
    if (found == globals_.end()) invalid(id, "unknown variable " + name(id));
    return found->second;
}

// §4.3
ExprPtr Elaborator::interpolation(SyntaxId id) {
    Expr expr = start(Form::Interpolate, id, types::kString);
    for (const SyntaxId part : children(id)) {
        if (kind(part) == SyntaxKind::Interpolation) {
            expr.parts.push_back(infer(children(part)[0]));
            continue;
        }
        Expr text = start(Form::Constant, part, types::kString);
        text.constant = {unescape(tree_.name(part))};
        expr.parts.push_back(done(std::move(text)));
    }
    if (expr.parts.size() == 1 && expr.parts[0]->form == Form::Constant &&
        kind(children(id)[0]) != SyntaxKind::Interpolation) {
        return expr.parts[0];
    }
    return done(std::move(expr));
}

// §4.4, §3.7
ExprPtr Elaborator::listLiteral(SyntaxId id, std::optional<TypeId> expected) {
    Expr expr = start(Form::MakeList, id);
    for (const SyntaxId part : children(id)) {
        expr.parts.push_back(expected ? check(part, types_.element(*expected)) : infer(part));
    }
    if (expected) {
        expr.type = *expected;
        return done(std::move(expr));
    }
    std::vector<std::size_t> all(expr.parts.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    Expr list = *joined(std::move(expr), all);
    list.type = types_.list(list.type);
    return done(std::move(list));
}

// §4.5, §3.7: extra fields are allowed (and computed), missing ones are not.
ExprPtr Elaborator::recordLiteral(SyntaxId id, std::optional<TypeId> expected) {
    Expr expr = start(Form::MakeRecord, id);
    std::vector<FieldType> fields;
    for (const SyntaxId part : children(id)) {
        const std::string key = name(part);
        if (std::count(expr.names.begin(), expr.names.end(), key) > 0) {
            invalid(part, "field given twice");
        }
        const TypeId wanted = expected ? fieldType(types_, *expected, key) : TypeId();
        const SyntaxId value = children(part)[0];
        expr.parts.push_back(wanted.hasValue() ? check(value, wanted) : infer(value));
        expr.names.push_back(key);
        fields.push_back({key, expr.parts.back()->type});
    }
    expr.type = types_.record(std::move(fields));
    return done(std::move(expr));
}

// §4.6, §4.7: left associative.
ExprPtr Elaborator::chain(SyntaxId id) {
    const std::span<const SyntaxId> parts = children(id);
    ExprPtr left = infer(parts[0]);
    for (std::size_t i = 1; i < parts.size(); i += 2) {
        const SourceRange range = cover(tree_[parts[0]].range, tree_[parts[i + 1]].range);
        left = step(std::move(left), tree_[parts[i]].op, infer(parts[i + 1]), range);
    }
    return left;
}

ExprPtr Elaborator::step(ExprPtr left, TokenKind op, ExprPtr right, SourceRange range) {
    Expr expr;
    expr.range = range;
    expr.op = op;
    const auto merged =
        op == TokenKind::Plus ? merge(types_, left->type, right->type) : std::nullopt;
    if (merged) {
        expr.form = Form::Merge;
        expr.type = *merged;
        expr.parts = {std::move(left), std::move(right)};
        return done(std::move(expr));
    }
    const auto isNumber = [](TypeId type) { return type == types::kInt || type == types::kFloat; };
    if (!isNumber(left->type) || !isNumber(right->type)) throw Invalid{"arithmetic"};
    expr.form = Form::Arithmetic;
    const bool bothInt = left->type == types::kInt && right->type == types::kInt;
    expr.type = bothInt ? types::kInt : types::kFloat;  // the Int operand is widened
    expr.parts = {coerce(std::move(left), expr.type), coerce(std::move(right), expr.type)};
    return done(std::move(expr));
}

// §4.11: comparable if one side is coercible to the other; ordered are numbers and strings.
ExprPtr Elaborator::compare(SyntaxId id) {
    Expr expr = start(Form::Compare, id, types::kBoolean);
    expr.op = tree_[id].op;
    ExprPtr left = infer(children(id)[0]);
    ExprPtr right = infer(children(id)[1]);
    const TypeId type = isCoercible(types_, left->type, right->type) ? right->type : left->type;
    const bool isEquality = expr.op == TokenKind::EqualEqual || expr.op == TokenKind::NotEqual;
    const bool isOrdered = type == types::kInt || type == types::kFloat || type == types::kString;
    if (!isEquality && !isOrdered) invalid(id, "no order");
    expr.parts = {coerce(std::move(left), type), coerce(std::move(right), type)};
    return done(std::move(expr));
}

// §1.3, §4.11. `-9223372036854775808` is one literal.
ExprPtr Elaborator::negate(SyntaxId id) {
    const SyntaxId operand = children(id)[0];
    Expr expr = start(Form::Negate, id);
    if (kind(operand) == SyntaxKind::IntLiteral) {
        expr.form = Form::Constant;
        expr.type = types::kInt;
        expr.constant = {*intValue(tree_.source(operand), true)};
        return done(std::move(expr));
    }
    expr.parts = {infer(operand)};
    expr.type = expr.parts[0]->type;
    if (expr.type != types::kInt && expr.type != types::kFloat) invalid(id, "no number");
    return done(std::move(expr));
}

// §4.9
ExprPtr Elaborator::logic(SyntaxId id, Form form) {
    Expr expr = start(form, id, types::kBoolean);
    for (const SyntaxId part : children(id)) expr.parts.push_back(check(part, types::kBoolean));
    return done(std::move(expr));
}

// §4.13: of a record, or element-wise of a list of records.
ExprPtr Elaborator::field(SyntaxId id) {
    Expr expr = start(Form::Field, id);
    expr.name = name(id);
    expr.parts = {infer(children(id)[0])};
    const TypeId object = expr.parts[0]->type;
    const bool isList = types_.kind(object) == TypeKind::List;
    const TypeId record = isList ? types_.element(object) : object;
    if (types_.kind(record) != TypeKind::Record) invalid(id, "no record");
    const TypeId found = fieldType(types_, record, expr.name);
    if (!found.hasValue()) invalid(id, "no such field");
    expr.type = isList ? types_.list(found) : found;
    return done(std::move(expr));
}

// §4.14: the fields in the requested order, a repeated one once.
ExprPtr Elaborator::projection(SyntaxId id) {
    Expr expr = start(Form::Project, id);
    expr.parts = {infer(children(id)[0])};
    const TypeId object = expr.parts[0]->type;
    const bool isList = types_.kind(object) == TypeKind::List;
    const TypeId record = isList ? types_.element(object) : object;
    if (types_.kind(record) != TypeKind::Record) invalid(id, "no record");
    std::vector<FieldType> fields;
    for (const SyntaxId part : children(id).subspan(1)) {
        const TypeId found = fieldType(types_, record, name(part));
        if (!found.hasValue()) invalid(part, "no such field");
        if (std::count(expr.names.begin(), expr.names.end(), name(part)) > 0) continue;
        expr.names.push_back(name(part));
        fields.push_back({name(part), found});
    }
    const TypeId projected = types_.record(std::move(fields));
    expr.type = isList ? types_.list(projected) : projected;
    return done(std::move(expr));
}

// §4.15, §4.16: `if` is a branch with one case.
ExprPtr Elaborator::conditional(SyntaxId id, std::optional<TypeId> expected) {
    Expr expr = start(Form::If, id);
    std::vector<std::size_t> arms;
    const std::size_t count = children(id).size();
    for (std::size_t i = 0; i < count; ++i) {
        const SyntaxId part = children(id)[i];
        const bool isArm = i % 2 == 1 || i + 1 == count;
        if (isArm) arms.push_back(i);
        expr.parts.push_back(!isArm     ? check(part, types::kBoolean)
                             : expected ? check(part, *expected)
                                        : infer(part));
    }
    if (!expected) return joined(std::move(expr), arms);
    expr.type = *expected;
    return done(std::move(expr));
}

// §4.17
ExprPtr Elaborator::guard(SyntaxId id) {
    Expr expr = start(Form::Guard, id);
    expr.parts = {infer(children(id)[0]), check(children(id)[1], types::kBoolean)};
    expr.type = types_.optional(expr.parts[0]->type);
    return done(std::move(expr));
}

// §4.18: right associative.
ExprPtr Elaborator::coalesce(SyntaxId id, std::optional<TypeId> expected) {
    return coalesceFrom(id, 0, expected);
}

ExprPtr Elaborator::coalesceFrom(SyntaxId id, std::size_t first, std::optional<TypeId> expected) {
    const std::span<const SyntaxId> parts = children(id);
    Expr expr = start(Form::Coalesce, id);
    const ExprPtr left = infer(parts[first]);
    if (types_.kind(left->type) != TypeKind::Optional) invalid(id, "left side is not optional");
    const TypeId element = types_.element(left->type);

    ExprPtr right;
    if (first + 2 < parts.size()) {
        right = coalesceFrom(id, first + 1, expected);
    } else if (const auto fits = tryCheck(parts[first + 1], element)) {
        right = *fits;
    } else {
        right = infer(parts[first + 1]);
    }
    const TypeId found = right->type;
    if (isCoercible(types_, found, element)) {  // (1)
        expr.type = element;
    } else if (types_.kind(found) == TypeKind::Optional &&
               isCoercible(types_, types_.element(found), element)) {  // (2)
        expr.type = types_.optional(element);
        expr.wraps = true;
    } else if (isCoercible(types_, element, found)) {  // (3)
        expr.type = found;
    } else {
        invalid(id, "right side of another type");
    }
    if (found != expr.type) {
        Expr convert;
        convert.form = Form::Convert;
        convert.type = expr.type;
        convert.range = right->range;
        convert.parts = {right};
        right = done(std::move(convert));
    }
    expr.parts = {left, right};
    return done(std::move(expr));
}

}  // namespace cst::reference
