// One walk over the nodes, operands before consumers, so that each node sees its operands in their
// final form: what is constant is folded, a choice that is settled gives way to what it chose, and
// what an equal node does already is shared. A second walk, backwards, drops what nobody needs.

#include "engine/plan/optimise.h"

#include "engine/base/text_arena.h"
#include "engine/plan/apply.h"
#include "engine/plan/control.h"
#include "engine/plan/fold.h"
#include "engine/plan/operation_key.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <unordered_map>

namespace cst {
namespace {

class Optimiser {
public:
    Optimiser(std::shared_ptr<const Plan> source, const SignatureTable& signatures,
              const TypeTable& types, LambdaHost& pure)
        : source_(std::move(source)),
          types_(types),
          plan_(std::make_shared<Plan>()),
          pools_(plan_->pools),
          folder_(pools_, signatures, types, pure) {
        pools_ = source_->pools;
    }

    OptimisedPlan run();

private:
    /// An operand of the source as it stands now: a node or a constant, not converted yet. A
    /// coalesce looks at it before it converts, and a None may have no other form.
    struct Part {
        uint32_t node = kNoIndex;
        uint32_t constant = kNoIndex;
        uint32_t conversion = kNoIndex;
        TypeId type;  // once converted
        bool isConstant() const { return constant != kNoIndex; }
    };

    NodeFate visit(uint32_t node);
    NodeFate visitControl(uint32_t node, const std::vector<Part>& parts);
    std::vector<uint32_t> neededParts(const Operation& control, const std::vector<Part>& parts);
    NodeFate chosen(uint32_t node, const Part& part);
    const std::vector<Part>& partsOf(uint32_t node);
    const Value& rawConstant(const Part& part) const { return pools_.constants[part.constant]; }
    uint32_t convertedConstant(const Part& part);
    NodeFate folded(Value value);
    NodeFate keep(uint32_t node, Operation operation, const std::vector<Part>& parts);
    uint32_t literal(uint32_t constant, TypeId type, uint32_t shownAs);
    uint32_t addOrShare(const Operation& operation, uint32_t shownAs);
    void setOperands(Operation& operation, std::span<const Operand> operands);
    void sweep();

    const std::shared_ptr<const Plan> source_;
    const TypeTable& types_;
    const std::shared_ptr<Plan> plan_;
    Pools& pools_;
    ConstantFolder folder_;
    std::vector<NodeFate> fates_;
    std::unordered_map<std::string_view, uint32_t> byKey_;
    TextArena keys_;  // of byKey_
    // Of the node that is looked at, here so that their memory is taken once.
    std::vector<Part> parts_;
    std::vector<Operand> operands_;
    std::string key_;
};

OptimisedPlan Optimiser::run() {
    fates_.reserve(source_->size());
    byKey_.reserve(source_->size());
    plan_->nodes.reserve(source_->size());
    plan_->graphNode.reserve(source_->size());
    pools_.operands.reserve(2 * source_->pools.operands.size());
    for (uint32_t node = 0; node < source_->size(); ++node) {
        fates_.push_back(visit(node));
    }
    sweep();
    return {source_, plan_, std::move(fates_)};
}

NodeFate Optimiser::folded(Value value) {
    pools_.constants.push_back(std::move(value));
    return {NodeFate::Kind::Folded, kNoIndex, static_cast<uint32_t>(pools_.constants.size() - 1)};
}

const std::vector<Optimiser::Part>& Optimiser::partsOf(uint32_t node) {
    parts_.clear();
    for (const Operand& operand : source_->operands(node)) {
        const NodeFate& fate = fates_[operand.source];
        const bool converts = operand.conversion != kNoIndex;
        parts_.push_back({fate.node, fate.constant, operand.conversion,
                          converts ? pools_.conversions[operand.conversion].second
                                   : source_->nodes[operand.source].type});
    }
    return parts_;
}

uint32_t Optimiser::convertedConstant(const Part& part) {
    if (part.conversion == kNoIndex) {
        return part.constant;
    }
    const auto& [from, to] = pools_.conversions[part.conversion];
    return folded(convert(types_, rawConstant(part), from, to)).constant;
}

NodeFate Optimiser::visit(uint32_t node) {
    const Operation& operation = source_->nodes[node];
    if (operation.op == Op::Literal) {
        return {NodeFate::Kind::Folded, kNoIndex, operation.payload};
    }
    const std::vector<Part>& parts = partsOf(node);
    if (isControl(operation.op)) {
        return visitControl(node, parts);
    }
    const bool isConstant =
        std::all_of(parts.begin(), parts.end(), [](const Part& part) { return part.isConstant(); });
    if (isConstant) {
        std::vector<Value> storage(parts.size());
        std::vector<const Value*> operands;
        std::vector<TypeId> operandTypes;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            operands.push_back(converted(types_, pools_, {kNoIndex, parts[i].conversion},
                                         rawConstant(parts[i]), storage[i]));
            operandTypes.push_back(parts[i].type);
        }
        if (std::optional<Value> value = folder_.fold(operation, operands, operandTypes)) {
            return folded(std::move(*value));
        }
    }
    return keep(node, operation, parts);
}

/// The operands of a chain of tests that can still be reached, in order. A test whose outcome is
/// known goes; what stands behind a choice that is settled goes with it.
std::vector<uint32_t> Optimiser::neededParts(const Operation& control,
                                             const std::vector<Part>& parts) {
    const auto count = static_cast<uint32_t>(parts.size());
    const bool inPairs = control.op == Op::Branch;
    std::vector<uint32_t> needed;
    for (uint32_t i = 0; i < count; i += inPairs ? 2 : 1) {
        if (i + 1 == count) {
            needed.push_back(i);
            break;
        }
        if (!parts[i].isConstant()) {
            needed.push_back(i);
            if (inPairs) {
                needed.push_back(i + 1);
            }
            continue;
        }
        const ControlStep then = nextStep(types_, pools_, control, i, rawConstant(parts[i]));
        if (then.kind == ControlStep::Kind::Take) {
            needed.push_back(i);
            break;
        }
        if (inPairs && then.next == i + 1) {
            needed.push_back(i + 1);
            break;
        }
    }
    return needed;
}

NodeFate Optimiser::chosen(uint32_t node, const Part& part) {
    if (part.isConstant()) {
        return {NodeFate::Kind::Folded, kNoIndex, convertedConstant(part)};
    }
    if (part.conversion == kNoIndex) {
        return {NodeFate::Kind::Forwarded, part.node, kNoIndex};
    }
    Operation convert;
    convert.op = Op::Convert;
    convert.type = source_->nodes[node].type;
    const Operand operand{part.node, part.conversion};
    setOperands(convert, {&operand, 1});
    return {NodeFate::Kind::Forwarded, addOrShare(convert, node), kNoIndex};
}

NodeFate Optimiser::visitControl(uint32_t node, const std::vector<Part>& parts) {
    const Operation& operation = source_->nodes[node];
    switch (operation.op) {
    case Op::If:
    case Op::Guard:
    case Op::Match: {
        if (!parts[0].isConstant()) {
            return keep(node, operation, parts);
        }
        const ControlStep then = nextStep(types_, pools_, operation, 0, rawConstant(parts[0]));
        switch (then.kind) {
        case ControlStep::Kind::Next: return chosen(node, parts[then.next]);
        case ControlStep::Kind::None:
            return folded(Value::none(types_[operation.type].optionalDepth));
        default: return keep(node, operation, parts);
        }
    }
    default: break;
    }
    std::vector<uint32_t> needed = neededParts(operation, parts);
    if (needed.size() == parts.size()) {
        return keep(node, operation, parts);
    }
    if (needed.size() == 1) {
        return chosen(node, parts[needed[0]]);
    }
    Operation smaller = operation;
    std::vector<Part> rest;
    for (const uint32_t part : needed) {
        rest.push_back(parts[part]);
    }
    if (operation.op == Op::Coalesce) {
        smaller.firstNumber = static_cast<uint32_t>(pools_.numbers.size());
        smaller.numberCount = static_cast<uint32_t>(needed.size());
        for (const uint32_t part : needed) {
            pools_.numbers.push_back(source_->pools.numbersOf(operation)[part]);
        }
    }
    return keep(node, smaller, rest);
}

uint32_t Optimiser::literal(uint32_t constant, TypeId type, uint32_t shownAs) {
    Operation operation;
    operation.op = Op::Literal;
    operation.type = type;
    operation.payload = constant;
    return addOrShare(operation, shownAs);
}

void Optimiser::setOperands(Operation& operation, std::span<const Operand> operands) {
    operation.firstOperand = static_cast<uint32_t>(pools_.operands.size());
    operation.operandCount = static_cast<uint32_t>(operands.size());
    pools_.operands.insert(pools_.operands.end(), operands.begin(), operands.end());
}

NodeFate Optimiser::keep(uint32_t node, Operation operation, const std::vector<Part>& parts) {
    operands_.clear();
    for (const Part& part : parts) {
        operands_.push_back(part.isConstant()
                                ? Operand{literal(convertedConstant(part), part.type, node)}
                                : Operand{part.node, part.conversion});
    }
    setOperands(operation, operands_);
    return {NodeFate::Kind::Kept, addOrShare(operation, node), kNoIndex};
}

uint32_t Optimiser::addOrShare(const Operation& operation, uint32_t shownAs) {
    const auto next = plan_->size();
    const bool isUnique = operation.effectful || operation.hasOptions ||
                          operation.op == Op::Broken || operation.op == Op::Input;
    if (!isUnique) {
        key_.clear();
        appendKey(key_, pools_, types_, operation);
        const auto found = byKey_.find(key_);
        if (found != byKey_.end()) {
            return found->second;
        }
        byKey_.emplace(keys_.add(key_), next);
    }
    plan_->nodes.push_back(operation);
    plan_->graphNode.push_back(source_->graphNode[shownAs]);
    return next;
}

void Optimiser::sweep() {
    std::vector<bool> needed(plan_->size());
    std::vector<uint32_t> open;
    const auto need = [&](uint32_t node) {
        if (!needed[node]) {
            needed[node] = true;
            open.push_back(node);
        }
    };
    const auto placeOf = [&](uint32_t sourceNode) {
        const NodeFate& fate = fates_[sourceNode];
        return fate.kind == NodeFate::Kind::Folded
                   ? literal(fate.constant, source_->nodes[sourceNode].type, sourceNode)
                   : fate.node;
    };
    for (const PlanInput& input : source_->inputs) {
        plan_->inputs.push_back({input.name, input.type, placeOf(input.node)});
    }
    for (const PlanOutput& output : source_->outputs) {
        plan_->outputs.push_back({output.name, output.type, placeOf(output.node)});
    }
    for (const uint32_t root : source_->roots) {
        plan_->roots.push_back(placeOf(root));
    }
    needed.resize(plan_->size());
    for (const PlanInput& input : plan_->inputs) {
        need(input.node);
    }
    for (const uint32_t root : plan_->roots) {
        need(root);
    }
    while (!open.empty()) {
        const uint32_t node = open.back();
        open.pop_back();
        for (const Operand& operand : plan_->operands(node)) {
            need(operand.source);
        }
    }

    std::vector<uint32_t> place(plan_->size(), kNoIndex);
    uint32_t count = 0;
    for (uint32_t node = 0; node < place.size(); ++node) {
        if (needed[node]) {
            plan_->nodes[count] = plan_->nodes[node];
            plan_->graphNode[count] = plan_->graphNode[node];
            place[node] = count++;
        }
    }
    plan_->nodes.resize(count);
    plan_->graphNode.resize(count);
    for (const Operation& operation : plan_->nodes) {
        for (uint32_t i = 0; i < operation.operandCount; ++i) {
            uint32_t& from = pools_.operands[operation.firstOperand + i].source;
            from = place[from];
        }
    }
    for (PlanInput& input : plan_->inputs) {
        input.node = place[input.node];
    }
    for (PlanOutput& output : plan_->outputs) {
        output.node = place[output.node];
    }
    for (uint32_t& root : plan_->roots) {
        root = place[root];
    }
    std::sort(plan_->roots.begin(), plan_->roots.end());
    plan_->roots.erase(std::unique(plan_->roots.begin(), plan_->roots.end()), plan_->roots.end());
    for (NodeFate& fate : fates_) {
        if (fate.node != kNoIndex) {
            fate.node = place[fate.node];
            if (fate.node == kNoIndex) {
                fate = {};
            }
        }
    }
}

}  // namespace

OptimisedPlan optimise(std::shared_ptr<const Plan> source, const SignatureTable& signatures,
                       const TypeTable& types, LambdaHost& pure) {
    return Optimiser(std::move(source), signatures, types, pure).run();
}

OptimisedPlan unoptimised(std::shared_ptr<const Plan> source) {
    OptimisedPlan result;
    for (uint32_t node = 0; node < source->size(); ++node) {
        result.fates.push_back({NodeFate::Kind::Kept, node, kNoIndex});
    }
    result.plan = source;
    result.source = std::move(source);
    return result;
}

}  // namespace cst
