#include "engine/plan/lower_lambda.h"

#include "engine/plan/block_program.h"
#include "engine/plan/lower_options.h"

#include <algorithm>

namespace cst {

LoweredLambda LambdaLowering::lowerLambda(SyntaxId id) {
    const SyntaxTree& tree = describer_.tree_;
    const std::span<const SyntaxId> parts = tree.children(id);
    for (const SyntaxId parameter : parts.first(parts.size() - 1)) {
        const BindingId binding = describer_.checked_.bindingOf[parameter.index];
        registers_[binding] = newRegister();
        lambda_.parameterTypes.push_back(describer_.checked_.bindings[binding].type);
    }
    const SyntaxId body = parts.back();
    const Operand result = use(body);
    return finish(result, describer_.usedAs(body));
}

LoweredLambda LambdaLowering::lowerExpression(SyntaxId id, TypeId type) {
    const uint32_t value = expression(id);
    const TypeId own = describer_.typeOf(id);
    return finish({value, describer_.conversion(own, type)}, type);
}

LoweredLambda LambdaLowering::finish(Operand result, TypeId resultType) {
    Operation done;
    done.op = Op::Return;
    emit(done, {result});
    lambda_.resultType = resultType;
    lambda_.readsFieldsOnly =
        std::all_of(lambda_.code.begin(), lambda_.code.end(), [&](const Operation& step) {
            const std::span<const Operand> operands = describer_.pools_.operandsOf(step);
            return step.op == Op::Field
                       ? operands[0].source != 0 || operands[0].conversion == kNoIndex
                       : std::ranges::find(operands, 0U, &Operand::source) == operands.end();
        });
    lambda_.blocks = std::make_shared<BlockProgramOnce>();
    describer_.pools_.lambdas.push_back(std::move(lambda_));
    return {static_cast<uint32_t>(describer_.pools_.lambdas.size() - 1), std::move(captures_)};
}

uint32_t LambdaLowering::registerOf(BindingId binding) {
    const auto known = registers_.find(binding);
    if (known != registers_.end()) {
        return known->second;
    }
    const uint32_t target = newRegister();
    registers_[binding] = target;
    lambda_.captureRegisters.push_back(target);
    lambda_.captureTypes.push_back(describer_.checked_.bindings[binding].type);
    captures_.push_back(binding);
    return target;
}

uint32_t LambdaLowering::emit(Operation operation, const std::vector<Operand>& operands) {
    describer_.setOperands(operation, operands);
    lambda_.code.push_back(operation);
    lambda_.effectful = lambda_.effectful || operation.effectful;
    lambda_.hasOptions = lambda_.hasOptions || operation.hasOptions;
    return operation.target;
}

void LambdaLowering::emitMove(uint32_t target, Operand from) {
    Operation move;
    move.op = Op::Move;
    move.target = target;
    emit(move, {from});
}

std::size_t LambdaLowering::emitJump(Op op, const std::vector<Operand>& operands,
                                     const std::vector<uint32_t>& numbers) {
    Operation jump;
    jump.op = op;
    describer_.setNumbers(jump, numbers);
    emit(jump, operands);
    return lambda_.code.size() - 1;
}

void LambdaLowering::land(std::size_t jump) {
    lambda_.code[jump].payload = static_cast<uint32_t>(lambda_.code.size());
}

Operand LambdaLowering::use(SyntaxId id) {
    const uint32_t source = expression(id);
    return {source, describer_.conversion(describer_.typeOf(id), describer_.usedAs(id))};
}

uint32_t LambdaLowering::expression(SyntaxId id) {
    const SyntaxTree& tree = describer_.tree_;
    switch (tree[id].kind) {
    case SyntaxKind::Paren: {
        const Operand inner = use(tree.child(id, 0));
        if (inner.conversion == kNoIndex) {
            return inner.source;
        }
        const uint32_t target = newRegister();
        emitMove(target, inner);
        return target;
    }
    case SyntaxKind::Variable: {
        const BindingId binding = describer_.checked_.bindingOf[id.index];
        return binding.hasValue() ? registerOf(binding) : broken();
    }
    case SyntaxKind::Additive:
    case SyntaxKind::Multiplicative: return chain(id);
    case SyntaxKind::If:
    case SyntaxKind::Branch: return conditional(id);
    case SyntaxKind::Guard: return guard(id);
    case SyntaxKind::Coalesce: return coalesce(id);
    case SyntaxKind::And:
    case SyntaxKind::Or: return logic(id);
    case SyntaxKind::Match: return match(id);
    case SyntaxKind::Call: {
        const FunctionId function = describer_.checked_.functionOf[id.index];
        const bool isHigherOrder =
            function.hasValue() && describer_.signatures_[function].intrinsic != Intrinsic::None;
        return isHigherOrder ? higherOrder(id) : simple(id);
    }
    default: return simple(id);
    }
}

uint32_t LambdaLowering::simple(SyntaxId id) {
    std::vector<OperandPart> parts;
    Operation operation = describer_.describe(id, parts);
    std::vector<Operand> operands;
    for (const OperandPart& part : parts) {
        operands.push_back(use(part.expression));
    }
    operation.target = newRegister();
    const LoweredOptions options =
        operation.op == Op::Call ? lowerOptions(describer_.tree_, id, describer_.pools_, operation)
                                 : LoweredOptions{};
    const std::size_t call = lambda_.code.size();
    emit(operation, operands);
    if (options.fallback.hasValue()) {
        emitMove(operation.target, use(options.fallback));
        land(call);
    }
    return operation.target;
}

/// What does not compile; it is never run, because what is wrong was reported.
uint32_t LambdaLowering::broken() {
    Operation operation;
    operation.type = types::kError;
    operation.target = newRegister();
    return emit(operation, {});
}

uint32_t LambdaLowering::chain(SyntaxId id) {
    const std::span<const SyntaxId> parts = describer_.tree_.children(id);
    uint32_t value = expression(parts[0]);
    TypeId type = describer_.typeOf(parts[0]);
    for (std::size_t i = 1; i + 1 < parts.size(); i += 2) {
        const SyntaxId right = parts[i + 1];
        const uint32_t rightValue = expression(right);
        const TypeId rightType = describer_.typeOf(right);
        TypeId wantLeft;
        TypeId wantRight;
        Operation step = describer_.describeStep(type, parts[i], rightType, wantLeft, wantRight);
        step.target = newRegister();
        value = emit(step, {{value, describer_.conversion(type, wantLeft)},
                            {rightValue, describer_.conversion(rightType, wantRight)}});
        type = step.type;
    }
    return value;
}

/// If and Branch: (condition value)* last.
uint32_t LambdaLowering::conditional(SyntaxId id) {
    const std::span<const SyntaxId> parts = describer_.tree_.children(id);
    const uint32_t target = newRegister();
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        const std::size_t next = emitJump(Op::JumpIfFalse, {use(parts[i])});
        emitMove(target, use(parts[i + 1]));
        ends.push_back(emitJump(Op::Jump));
        land(next);
    }
    emitMove(target, use(parts.back()));
    for (const std::size_t jump : ends) {
        land(jump);
    }
    return target;
}

uint32_t LambdaLowering::guard(SyntaxId id) {
    const uint32_t target = newRegister();
    const std::size_t absent = emitJump(Op::JumpIfFalse, {use(describer_.tree_.child(id, 1))});
    emitMove(target, use(describer_.tree_.child(id, 0)));
    const std::size_t end = emitJump(Op::Jump);
    land(absent);
    Operation none;
    none.op = Op::MakeNone;
    none.type = describer_.typeOf(id);
    none.target = target;
    describer_.setNumbers(none, {describer_.types_[none.type].optionalDepth});
    emit(none, {});
    land(end);
    return target;
}

uint32_t LambdaLowering::coalesce(SyntaxId id) {
    const std::vector<TypeId> results = describer_.coalescedTypes(id);
    return results.empty() ? broken() : coalesceFrom(id, 0, results);
}

uint32_t LambdaLowering::coalesceFrom(SyntaxId id, std::size_t first,
                                      std::span<const TypeId> results) {
    const std::span<const SyntaxId> parts = describer_.tree_.children(id);
    const TypeId type = results[first];
    const uint32_t target = newRegister();
    std::vector<std::size_t> ends;
    std::size_t i = first;
    for (; i + 1 < parts.size() && results[i] == type; ++i) {
        const uint32_t value = expression(parts[i]);
        const uint32_t depth = describer_.types_[describer_.typeOf(parts[i])].optionalDepth;
        const std::size_t next = emitJump(Op::JumpIfNone, {{value}}, {depth});
        emitMove(target, {value, describer_.coalesceConversion(parts[i], type)});
        ends.push_back(emitJump(Op::Jump));
        land(next);
    }
    if (i + 1 == parts.size()) {
        emitMove(target, use(parts[i]));
    } else {
        // The rest has a type of its own, which is converted as a whole.
        const uint32_t rest = coalesceFrom(id, i, results);
        emitMove(target, {rest, describer_.conversion(results[i], type)});
    }
    for (const std::size_t jump : ends) {
        land(jump);
    }
    return target;
}

uint32_t LambdaLowering::logic(SyntaxId id) {
    const SyntaxTree& tree = describer_.tree_;
    const uint32_t target = newRegister();
    const Op leave = tree[id].kind == SyntaxKind::And ? Op::JumpIfFalse : Op::JumpIfTrue;
    std::vector<std::size_t> ends;
    for (const SyntaxId operand : tree.children(id)) {
        emitMove(target, use(operand));
        ends.push_back(emitJump(leave, {{target}}));
    }
    for (const std::size_t jump : ends) {
        land(jump);
    }
    return target;
}

uint32_t LambdaLowering::match(SyntaxId id) {
    const SyntaxTree& tree = describer_.tree_;
    const CheckedTree& checked = describer_.checked_;
    if (describer_.typeOf(id) == types::kError) {
        return simple(id);
    }
    const Operand scrutinee = use(tree.child(id, 0));
    uint32_t value = scrutinee.source;
    if (scrutinee.conversion != kNoIndex) {
        value = newRegister();
        emitMove(value, scrutinee);
    }
    const uint32_t target = newRegister();
    std::vector<SyntaxId> reachable;
    for (const SyntaxId caseId : tree.children(id).subspan(1)) {
        if (!checked.cases.at(caseId).tags.empty()) {
            reachable.push_back(caseId);
        }
    }
    std::vector<std::size_t> ends;
    for (const SyntaxId caseId : reachable) {
        const CheckedCase& row = checked.cases.at(caseId);
        const bool isLast = caseId == reachable.back();  // the match is exhaustive
        std::size_t next = 0;
        if (!isLast) {
            std::vector<uint32_t> tags;
            for (const TypeId tag : row.tags) {
                tags.push_back(tag.index);
            }
            next = emitJump(Op::JumpUnlessTag, {{value}}, tags);
        }
        if (row.narrowed.hasValue() && checked.bindings[row.narrowed].used) {
            Operation narrow = describer_.describeNarrow(id, caseId);
            narrow.target = newRegister();
            registers_[row.narrowed] = emit(narrow, {{value}});
        }
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            if (checked.bindings[row.fields[i]].used) {
                Operation field = describer_.describePatternField(id, caseId, i);
                field.target = newRegister();
                registers_[row.fields[i]] = emit(field, {{value}});
            }
        }
        emitMove(target, use(tree.child(caseId, 1)));
        if (!isLast) {
            ends.push_back(emitJump(Op::Jump));
            land(next);
        }
    }
    for (const std::size_t jump : ends) {
        land(jump);
    }
    return target;
}

uint32_t LambdaLowering::higherOrder(SyntaxId id) {
    const SyntaxTree& tree = describer_.tree_;
    if (describer_.typeOf(id) == types::kError || !describer_.isHigherOrderSound(id)) {
        return broken();
    }
    std::vector<Operand> operands{use(tree.child(id, 0))};
    const SyntaxId lambdaId = describer_.stripParens(tree.child(id, 1));
    const LoweredLambda inner = LambdaLowering(describer_).lowerLambda(lambdaId);
    for (const BindingId binding : inner.captures) {
        operands.push_back({registerOf(binding)});
    }
    Operation operation = describeHigherOrder(describer_, id, inner);
    operation.target = newRegister();
    return emit(operation, operands);
}

Operation describeHigherOrder(Describer& describer, SyntaxId call, const LoweredLambda& lambda) {
    const FunctionId function = describer.checked_.functionOf[call.index];
    const SyntaxId list = describer.tree_.child(call, 0);
    Operation operation;
    operation.op = Op::HigherOrder;
    operation.type = describer.typeOf(call);
    operation.operandType = describer.types_.element(describer.usedAs(list));
    operation.function = function;
    operation.payload = lambda.index;
    const Lambda& row = describer.pools_.lambdas[lambda.index];
    operation.effectful = row.effectful;
    operation.hasOptions = row.hasOptions;
    describer.setNumbers(
        operation,
        {static_cast<uint32_t>(describer.signatures_[function].intrinsic), row.resultType.index});
    return operation;
}

}  // namespace cst
