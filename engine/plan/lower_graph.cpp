#include "engine/plan/lower_graph.h"

#include "engine/base/digits.h"
#include "engine/plan/lower_lambda.h"
#include "engine/plan/lower_options.h"

#include <algorithm>

namespace cst {

GraphLowering::GraphLowering(const CheckedTree& checked, const SignatureTable& signatures,
                             TypeTable& types, PartDraft& draft)
    : draft_(draft),
      checked_(checked),
      tree_(*checked.tree),
      types_(types),
      describer_(checked, signatures, types, draft.pools),
      builder_(draft, *checked.tree->text, checked.block.line, describer_) {
    draft_.nodeOf.assign(checked.bindings.size(), kNoIndex);
}

std::string_view GraphLowering::keyOf(const Binding& binding) {
    return binding.number == 1 ? binding.name
                               : texts().add({binding.name, "~", Digits(binding.number).text()});
}

std::string_view GraphLowering::portOf(const OperandPart& part) {
    if (part.index != kNoIndex) {
        return builder_.numbered(part.slot, part.index);
    }
    return part.field.empty() ? part.slot : texts().add({part.slot, ".", part.field});
}

void GraphLowering::define(BindingId binding, uint32_t node) {
    draft_.nodeOf[binding.index] = node;
    if (const SymbolId symbol = checked_.bindings[binding].symbol; symbol.hasValue()) {
        draft_.definitions.push_back({symbol, node});
    }
}

uint32_t GraphLowering::nodeOf(BindingId binding) {
    if (!binding.hasValue()) {
        return kNoIndex;
    }
    uint32_t& node = draft_.nodeOf[binding.index];
    if (node == kNoIndex && checked_.bindings[binding].kind == BindingKind::External) {
        node = kExternalBit | static_cast<uint32_t>(draft_.externals.size());
        draft_.externals.push_back(checked_.bindings[binding].symbol);
    }
    return node;
}

void GraphLowering::run() {
    const SyntaxBlock& block = checked_.block;
    std::size_t nextInput = 0;
    for (uint32_t i = 0; i < block.declarationEnd - block.firstDeclaration; ++i) {
        const SyntaxId id = tree_.declarations[block.firstDeclaration + i];
        builder_.startDeclaration();
        if (tree_[id].kind == SyntaxKind::InDecl) {
            const bool isHere =
                nextInput < checked_.inputs.size() && checked_.inputs[nextInput].declaration == id;
            if (isHere) {
                declareInput(checked_.inputs[nextInput++]);
            }
        } else if (tree_[id].kind == SyntaxKind::Assign) {
            declareAssignment(i, id);
        }
    }
    declareOutputs();
    declareLost();
}

void GraphLowering::declareInput(const CheckedInput& input) {
    const Binding& binding = checked_.bindings[input.binding];
    Operation operation;
    operation.op = binding.type == types::kError ? Op::Broken : Op::Input;
    operation.type = binding.type;
    operation.payload = static_cast<uint32_t>(draft_.inputs.size());
    const std::string_view key = texts().add({"in:", binding.name});
    const std::string_view name = key.substr(3);
    const uint32_t node = builder_.addNode(
        operation, {key, name, name, NodeKind::Input, tree_[input.declaration].range},
        builder_.mark());
    if (binding.type != types::kError) {
        draft_.inputs.push_back({name, binding.type, node});
    }
    define(input.binding, node);
}

void GraphLowering::declareAssignment(std::size_t index, SyntaxId id) {
    const BindingId bindingId = checked_.bindingOf[id.index];
    if (!bindingId.hasValue()) {
        return;
    }
    const Binding& binding = checked_.bindings[bindingId];
    const std::string_view key = keyOf(binding);
    const Where where{key, {}, key.substr(0, binding.name.size())};
    const SyntaxId value = tree_.child(id, 0);
    define(bindingId, checked_.broken[index] ? broken(value, where) : expression(value, where));
}

void GraphLowering::declareOutputs() {
    for (const CheckedOutput& output : checked_.outputs) {
        const uint32_t node = nodeOf(output.binding);
        if (node == kNoIndex) {
            continue;
        }
        const std::string_view key = texts().add({"out:", output.name});
        const std::string_view name = key.substr(4);
        builder_.addOutput(node,
                           {key, name, name, NodeKind::Output, tree_[output.declaration].range});
    }
}

/// Outputs of what nobody knows, inputs and outputs that lack their names: they keep their places.
void GraphLowering::declareLost() {
    const SyntaxBlock& block = checked_.block;
    for (uint32_t i = block.firstDeclaration; i < block.declarationEnd; ++i) {
        const SyntaxId id = tree_.declarations[i];
        const bool isInput = tree_[id].kind == SyntaxKind::InDecl && tree_.name(id).empty();
        const bool isOutput =
            tree_[id].kind == SyntaxKind::OutDecl && !checked_.bindingOf[id.index].hasValue();
        if (isInput || isOutput) {
            const std::string_view key = texts().add({isInput ? "in:" : "out:", tree_.name(id)});
            const std::string_view name = key.substr(key.find(':') + 1);
            const std::string_view label = name.empty() ? key.substr(0, key.find(':')) : name;
            const NodeKind kind = isInput ? NodeKind::Input : NodeKind::Output;
            builder_.addLost({key, name, label, kind, tree_[id].range});
        }
    }
}

uint32_t GraphLowering::broken(SyntaxId id, Where where) {
    Operation operation;
    operation.type = types::kError;
    NodeWords shown = shownOf(id, where);
    shown.detail = tree_.source(id);
    const uint32_t node = builder_.addNode(operation, shown, builder_.mark());
    showUses(id);
    return node;
}

/// Edges from what the broken expression added last uses, as far as its names are known.
void GraphLowering::showUses(SyntaxId id) {
    std::vector<SyntaxId> open{id};
    std::vector<uint32_t> seen;
    while (!open.empty()) {
        const SyntaxId each = open.back();
        open.pop_back();
        const std::span<const SyntaxId> children = tree_.children(each);
        open.insert(open.end(), children.rbegin(), children.rend());
        const BindingId binding =
            tree_[each].kind == SyntaxKind::Variable ? checked_.bindingOf[each.index] : BindingId();
        const uint32_t node = nodeOf(binding);
        if (node == kNoIndex || std::find(seen.begin(), seen.end(), node) != seen.end()) {
            continue;
        }
        builder_.addUse(node, static_cast<uint32_t>(seen.size()));
        seen.push_back(node);
    }
}

/// The value of an expression as an operand of the node `key`.
void GraphLowering::take(SyntaxId id, std::string_view key, std::string_view port) {
    const uint32_t source = expression(id, {key, port});
    builder_.gather({source, describer_.conversion(describer_.typeOf(id), describer_.usedAs(id))},
                    port);
}

/// The same where it is only needed if the node says so.
void GraphLowering::takeArm(SyntaxId id, std::string_view key, std::string_view port) {
    ++armDepth_;
    take(id, key, port);
    --armDepth_;
}

uint32_t GraphLowering::expression(SyntaxId id, Where where) {
    switch (tree_[id].kind) {
    case SyntaxKind::Paren: return expression(tree_.child(id, 0), where);
    case SyntaxKind::Variable: {
        const uint32_t node = nodeOf(checked_.bindingOf[id.index]);
        return node == kNoIndex ? broken(id, where) : node;
    }
    case SyntaxKind::Additive:
    case SyntaxKind::Multiplicative: return chain(id, where);
    case SyntaxKind::If:
    case SyntaxKind::Branch:
    case SyntaxKind::Guard:
    case SyntaxKind::And:
    case SyntaxKind::Or: return control(id, where);
    case SyntaxKind::Coalesce: return coalesce(id, where);
    case SyntaxKind::Match: return match(id, where);
    case SyntaxKind::Call: {
        const FunctionId function = checked_.functionOf[id.index];
        const bool isHigherOrder =
            function.hasValue() && describer_.signatures_[function].intrinsic != Intrinsic::None;
        return isHigherOrder ? higherOrder(id, where) : simple(id, where);
    }
    default: return simple(id, where);
    }
}

uint32_t GraphLowering::simple(SyntaxId id, Where where) {
    std::vector<OperandPart> parts;
    Operation operation = describer_.describe(id, parts);
    NodeWords shown = shownOf(id, where);
    const Mark mark = builder_.mark();
    for (const OperandPart& part : parts) {
        take(part.expression, shown.key, portOf(part));
    }
    LoweredOptions options;
    switch (operation.op) {
    case Op::Call:
        shown.kind = NodeKind::Call;
        options = lowerOptions(tree_, id, draft_.pools, operation);
        if (options.fallback.hasValue()) {
            takeArm(options.fallback, shown.key, "fallback");
        }
        shown.detail = describer_.signatures_[operation.function].qualified;
        if (operation.wraps) {
            shown.detail = texts().add({shown.detail, " wrap"});
        }
        break;
    case Op::Literal:
        shown.kind = NodeKind::Literal;
        shown.detail = tree_.source(id);
        break;
    case Op::Interpolate: shown.detail = tree_.source(id); break;
    case Op::Broken: shown.detail = tree_.source(id); break;
    default: break;  // the types tell records, lists and projections apart
    }
    const bool isRoot = operation.effectful && !options.isLazy && armDepth_ == 0;
    const uint32_t node = builder_.addNode(operation, shown, mark);
    if (isRoot) {
        addEffect(node);
    }
    return node;
}

uint32_t GraphLowering::chain(SyntaxId id, Where where) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    const std::size_t steps = parts.size() / 2;
    const std::string_view key = keyOf(where);
    uint32_t value = expression(parts[0], {key, "args.0"});
    TypeId type = describer_.typeOf(parts[0]);
    for (std::size_t i = 0; i < steps; ++i) {
        const SyntaxId op = parts[2 * i + 1];
        const SyntaxId right = parts[2 * i + 2];
        const bool isLast = i + 1 == steps;
        const uint32_t rightValue = expression(right, {key, builder_.numbered("args", i + 1)});
        const TypeId rightType = describer_.typeOf(right);
        TypeId wantLeft;
        TypeId wantRight;
        const Operation operation =
            describer_.describeStep(type, op, rightType, wantLeft, wantRight);
        const Mark mark = builder_.mark();
        builder_.gather({value, describer_.conversion(type, wantLeft)}, "left");
        builder_.gather({rightValue, describer_.conversion(rightType, wantRight)}, "right");
        NodeWords shown;
        shown.key = isLast ? key : texts().add({key, "/", builder_.numbered("step", i + 1)});
        shown.name = isLast ? where.name : std::string_view();
        shown.label = texts().add(tree_.source(op));
        shown.range = cover(tree_[parts[0]].range, tree_[right].range);
        type = operation.type;
        value = builder_.addNode(operation, shown, mark);
    }
    return value;
}

uint32_t GraphLowering::higherOrder(SyntaxId id, Where where) {
    // `all` and `any` have a type even where their list or lambda has none.
    if (describer_.typeOf(id) == types::kError || !describer_.isHigherOrderSound(id)) {
        return broken(id, where);
    }
    NodeWords shown = shownOf(id, where);
    const Mark mark = builder_.mark();
    take(tree_.child(id, 0), shown.key, "args.0");
    const SyntaxId lambdaId = describer_.stripParens(tree_.child(id, 1));
    const LoweredLambda lambda = LambdaLowering(describer_).lowerLambda(lambdaId);
    shown.detail = tree_.source(lambdaId);
    for (const BindingId binding : lambda.captures) {
        const uint32_t captured = nodeOf(binding);
        if (captured == kNoIndex) {
            builder_.drop(mark);
            return broken(id, where);
        }
        builder_.gather({captured}, texts().add({"captures.", checked_.bindings[binding].name}));
    }
    const Operation operation = describeHigherOrder(describer_, id, lambda);
    const bool isRoot = operation.effectful && armDepth_ == 0;
    const uint32_t node = builder_.addNode(operation, shown, mark);
    if (isRoot) {
        addEffect(node);
    }
    return node;
}

PlanPart lower(const CheckedTree& checked, const SignatureTable& signatures, TypeTable& types,
               PartDraft& draft) {
    GraphLowering(checked, signatures, types, draft).run();
    return PlanPart(draft);
}

std::unique_ptr<Plan> lowerConstant(const CheckedTree& checked, const SignatureTable& signatures,
                                    TypeTable& types, SyntaxId expression, TypeId type) {
    auto plan = std::make_unique<Plan>();
    Describer describer(checked, signatures, types, plan->pools);
    const LoweredLambda lambda = LambdaLowering(describer).lowerExpression(expression, type);
    const Lambda& row = plan->pools.lambdas[lambda.index];
    const bool isBroken = std::any_of(row.code.begin(), row.code.end(),
                                      [](const Operation& o) { return o.op == Op::Broken; });
    if (!lambda.captures.empty() || row.effectful || row.hasOptions || isBroken) {
        return nullptr;
    }
    return plan;
}

}  // namespace cst
