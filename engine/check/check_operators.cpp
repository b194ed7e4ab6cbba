#include "engine/check/checker.h"

#include <algorithm>

namespace cst {
namespace {

std::string operatorText(TokenKind op) {
    const std::string_view quotedText = tokenSpelling(op);  // "`+`"
    return std::string(quotedText.substr(1, quotedText.size() - 2));
}

}  // namespace

/// `a + b - c`: operands and operators alternate; the type so far is kept at each operator.
TypeId Checker::inferChain(SyntaxId id) {
    const std::span<const SyntaxId> parts = children(id);
    TypeId type = infer(parts[0]);
    for (std::size_t i = 1; i + 1 < parts.size(); i += 2) {
        const SyntaxId op = parts[i];
        const SyntaxId right = parts[i + 1];
        const TypeId rightType = infer(right);
        const SourceRange range = cover(node(parts[0]).range, node(right).range);
        type = combine(id, range, type, op, right, rightType);
        out_.typeOf[op.index] = type;
    }
    return type;
}

TypeId Checker::merge(SourceRange range, TypeId left, TypeId right) {
    const bool isTooMuch = mergedFields_ > kMaxMergedFields;
    const MergedType merged = isTooMuch ? MergedType() : mergedType(types_, left, right);
    mergedFields_ += merged.fields;
    if (!merged.merges) {
        Diagnostic& diagnostic = report(DiagId::CannotMerge, range, {shown(left), shown(right)});
        if (isTooMuch) {
            diagnostic.hint =
                "the merges of this pipeline have more than 1,000,000 fields: write records out";
        }
    }
    return merged.type;
}

TypeId Checker::combine(SyntaxId whole, SourceRange range, TypeId left, SyntaxId op, SyntaxId right,
                        TypeId rightType) {
    if (left == types::kError || rightType == types::kError) {
        return types::kError;
    }
    const TokenKind kind = node(op).op;
    if (kind == TokenKind::Plus && isMergeable(types_, left) && isMergeable(types_, rightType)) {
        return merge(range, left, rightType);
    }
    if (isNumeric(types_, left) && isNumeric(types_, rightType)) {
        const bool isFloat = left == types::kFloat || rightType == types::kFloat;
        return isFloat ? types::kFloat : types::kInt;
    }
    Diagnostic& diagnostic =
        report(DiagId::ArithmeticUndefined, range,
               {operatorText(kind), quoted(left) + " and " + quoted(rightType)});
    const bool anyText = left == types::kString || rightType == types::kString;
    const bool anyOptional =
        types_.kind(left) == TypeKind::Optional || types_.kind(rightType) == TypeKind::Optional;
    if (kind == TokenKind::Plus && anyText) {
        const std::string b(tree_->source(right));
        diagnostic.hint = "use `concat(a, b)` or `\"${a}${b}\"` to join texts";
        if (left == rightType && children(whole).size() == 3) {
            const std::string concat = callable("stdlib.string", "concat");
            const SourceRange sign{node(children(whole)[0]).range.end, node(op).range.end};
            diagnostic.fixes.push_back({"write `" + concat + "(…, …)`",
                                        {{{range.begin, range.begin}, concat + "("},
                                         {sign, ","},
                                         {{range.end, range.end}, ")"}}});
        }
    } else if (anyOptional) {
        diagnostic.hint = "a value may be missing: give it a default with `??` first";
    } else if (types_.kind(left) == TypeKind::List || types_.kind(rightType) == TypeKind::List) {
        diagnostic.hint = "use `map(list, (x) => …)` to compute with each element";
    }
    return types::kError;
}

TypeId Checker::inferNegate(SyntaxId id) {
    const TypeId type = infer(children(id).front());
    if (type == types::kError || isNumeric(types_, type)) {
        return type;
    }
    report(DiagId::ArithmeticUndefined, node(id).range, {"-", quoted(type)});
    return types::kError;
}

TypeId Checker::inferCompare(SyntaxId id) {
    const SyntaxId leftId = children(id)[0];
    const SyntaxId rightId = children(id)[1];
    TypeId left = infer(leftId);
    TypeId right = infer(rightId);
    if (left == types::kError || right == types::kError) {
        return types::kBoolean;
    }
    const TokenKind op = node(id).op;
    const bool isEquality = op == TokenKind::EqualEqual || op == TokenKind::NotEqual;
    if (!isEquality) {
        const bool numbers = isNumeric(types_, left) && isNumeric(types_, right);
        const bool texts = left == types::kString && right == types::kString;
        if (numbers || texts) {
            const TypeId common =
                left == types::kFloat || right == types::kFloat ? types::kFloat : left;
            convertOnUse(leftId, left, common);
            convertOnUse(rightId, right, common);
            return types::kBoolean;
        }
        const bool leftOrdered = isNumeric(types_, left) || left == types::kString;
        Diagnostic& diagnostic =
            report(DiagId::ComparisonUndefined, node(id).range,
                   {operatorText(op),
                    types_.same(left, right) ? shown(left) : shown(leftOrdered ? right : left)});
        if (!types_.same(left, right)) {
            diagnostic.args[1] = shown(left) + "` and `" + shown(right);
        }
        if (types_.kind(left) == TypeKind::Optional || types_.kind(right) == TypeKind::Optional) {
            diagnostic.hint = "a value may be missing: give it a default with `??` first";
        } else {
            diagnostic.hint = "numbers compare with numbers and texts with texts";
        }
        return types::kBoolean;
    }
    if (isCoercible(types_, right, left)) {
        convertOnUse(rightId, right, left);
        return types::kBoolean;
    }
    if (isCoercible(types_, left, right)) {
        convertOnUse(leftId, left, right);
        return types::kBoolean;
    }
    if (fits(rightId, left) || fits(leftId, right)) {
        return types::kBoolean;  // a literal that takes the form of the other side
    }
    reportMismatch(rightId, left, right, Where::rightOf(operatorText(op)));
    return types::kBoolean;
}

void Checker::expectCondition(SyntaxId id) {
    expect(id, types::kBoolean);
}

TypeId Checker::inferLogic(SyntaxId id) {
    for (const SyntaxId operand : children(id)) {
        expectCondition(operand);
    }
    return types::kBoolean;
}

/// The expressions of which one becomes the value.
std::vector<SyntaxId> Checker::armsOf(SyntaxId id) const {
    const std::span<const SyntaxId> parts = children(id);
    if (node(id).kind == SyntaxKind::If) {
        return {parts[1], parts[2]};
    }
    std::vector<SyntaxId> arms;  // Branch: (condition value)* otherwise
    for (std::size_t i = 1; i < parts.size(); i += 2) {
        arms.push_back(parts[i]);
    }
    arms.push_back(parts.back());
    return arms;
}

void Checker::checkConditions(SyntaxId id) {
    const std::span<const SyntaxId> parts = children(id);
    if (node(id).kind == SyntaxKind::If) {
        expectCondition(parts[0]);
        return;
    }
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        expectCondition(parts[i]);
    }
}

TypeId Checker::inferIf(SyntaxId id) {
    checkConditions(id);
    const std::vector<SyntaxId> arms = armsOf(id);
    for (const SyntaxId arm : arms) {
        infer(arm);
    }
    return joinArms(arms);
}

TypeId Checker::inferBranch(SyntaxId id) {
    return inferIf(id);
}

TypeId Checker::inferGuard(SyntaxId id) {
    const TypeId type = infer(children(id)[0]);
    expectCondition(children(id)[1]);
    return type == types::kError ? types::kError : types_.optional(type);
}

/// `a ?? b ?? c` is `a ?? (b ?? c)`; the first rule of language §4.18 that holds counts.
TypeId Checker::inferCoalesce(SyntaxId id) {
    const std::span<const SyntaxId> parts = children(id);
    std::vector<TypeId> elements;  // what each left side holds
    bool broken = false;
    for (const SyntaxId left : parts.first(parts.size() - 1)) {
        const TypeId type = infer(left);
        if (type != types::kError && types_.kind(type) != TypeKind::Optional) {
            report(DiagId::WrongKindOfType, node(left).range,
                   {"the left side of `??` must be optional, found " + quoted(type)})
                .hint = "a value that is always there needs no default";
            broken = true;
        }
        broken = broken || type == types::kError;
        elements.push_back(broken ? types::kError : types_.element(type));
    }
    const SyntaxId last = parts.back();
    if (broken) {
        infer(last);
        return types::kError;
    }
    TypeId type;
    if (isPushable(last) && fits(last, elements.back())) {
        type = elements.back();
    } else if (const TypeId optional = types_.optional(elements.back());
               isPushable(last) && fits(last, optional)) {
        type = optional;
    } else {
        type = infer(last);
    }
    if (type == types::kError) {
        return types::kError;
    }
    const TypeId lastType = out_.typeOf[last.index];
    const TypeId lastValue =
        out_.convertTo[last.index].hasValue() ? out_.convertTo[last.index] : lastType;
    for (std::size_t i = elements.size(); i-- > 0;) {
        const TypeId coalesced = coalescedType(types_, elements[i], type);
        if (!coalesced.hasValue()) {
            reportMismatch(parts[i + 1], elements[i], type, Where::rightOf("??"));
            Diagnostic& diagnostic = out_.facts.diagnostics.back();
            diagnostic.range = cover(diagnostic.range, node(last).range);  // all to the right
            return types::kError;
        }
        type = coalesced;
        if (i + 1 == elements.size() && lastValue != type) {
            convertOnUse(last, lastType, type);  // lowering finds the other types from this one
        }
    }
    return type;
}

}  // namespace cst
