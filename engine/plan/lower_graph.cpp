// Walks the declarations in order and makes one node per expression: a row of the plan (operands
// before consumers) and a row of the graph (source order). A variable is only a name for the node
// it was bound to, so `b = a` and parentheses add none.

#include "engine/base/hash.h"
#include "engine/plan/lower.h"
#include "engine/plan/lower_lambda.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace cst {
namespace {

class GraphLowering {
public:
    GraphLowering(const CheckedTree& checked, const SignatureTable& signatures, TypeTable& types)
        : plan_(std::make_shared<Plan>()),
          describer_(checked, signatures, types, plan_->pools),
          checked_(checked),
          tree_(*checked.tree),
          types_(types) {}

    Lowered run();

private:
    /// A node under construction.
    struct Draft {
        Operation operation;
        std::vector<Operand> operands;
        std::vector<std::string> ports;
        std::string key;
        std::string name;
        std::string label;
        NodeKind kind = NodeKind::Inline;
        SourceRange range;
        std::string detail;  // what the label does not show, for the structural hash
    };
    struct PlacedEdge {
        uint32_t from;
        uint32_t to;
        uint32_t port;
        std::string portName;
        EdgeKind kind;
        TypeId type;
    };

    void declareInput(const CheckedInput& input);
    void declareAssignment(std::size_t index, SyntaxId id);
    void declareOutputs();
    uint32_t addNode(Draft draft);
    void addRoot(uint32_t node) { plan_->roots.push_back(node); }
    std::string keyOf(const Binding& binding) const;

    uint32_t expression(SyntaxId id, const std::string& key, const std::string& name);
    Operand use(SyntaxId id, const std::string& key);
    Draft draftFor(SyntaxId id, const std::string& key, const std::string& name) const;
    uint32_t simple(SyntaxId id, const std::string& key, const std::string& name);
    uint32_t chain(SyntaxId id, const std::string& key, const std::string& name);
    uint32_t control(SyntaxId id, const std::string& key, const std::string& name);
    uint32_t coalesce(SyntaxId id, const std::string& key, const std::string& name);
    uint32_t match(SyntaxId id, const std::string& key, const std::string& name);
    uint32_t higherOrder(SyntaxId id, const std::string& key, const std::string& name);
    uint32_t broken(SyntaxId id, const std::string& key, const std::string& name);
    void takeArm(Draft& draft, SyntaxId id, std::string port);
    void noteOptions(SyntaxId call, Operation& operation, bool& isLazy);
    void finish();

    std::shared_ptr<Plan> plan_;
    Describer describer_;
    const CheckedTree& checked_;
    const SyntaxTree& tree_;
    TypeTable& types_;
    std::unordered_map<BindingId, uint32_t> nodeOf_;
    std::vector<GraphNode> graphNodes_;  // by plan node, outputs behind them
    std::vector<PlacedEdge> edges_;
    int armDepth_ = 0;
    std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
};

std::string GraphLowering::keyOf(const Binding& binding) const {
    const std::string name(binding.name);
    return binding.number == 1 ? name : name + "~" + std::to_string(binding.number);
}

Lowered GraphLowering::run() {
    std::size_t nextInput = 0;
    for (std::size_t i = 0; i < tree_.declarations.size(); ++i) {
        const SyntaxId id = tree_.declarations[i];
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
    finish();
    return {graph_, plan_};
}

void GraphLowering::declareInput(const CheckedInput& input) {
    const Binding& binding = checked_.bindings[input.binding];
    Draft draft;
    draft.operation.op = binding.type == types::kError ? Op::Broken : Op::Input;
    draft.operation.type = binding.type;
    draft.operation.payload = static_cast<uint32_t>(plan_->inputs.size());
    draft.key = "in:" + std::string(binding.name);
    draft.name = std::string(binding.name);
    draft.label = draft.name;
    draft.detail = draft.name;
    draft.kind = NodeKind::Input;
    draft.range = tree_[input.declaration].range;
    const uint32_t node = addNode(std::move(draft));
    if (binding.type != types::kError) {
        plan_->inputs.push_back({std::string(binding.name), binding.type, node});
    }
    nodeOf_[input.binding] = node;
}

void GraphLowering::declareAssignment(std::size_t index, SyntaxId id) {
    const BindingId bindingId = checked_.bindingOf[id.index];
    if (!bindingId.hasValue()) {
        return;
    }
    const Binding& binding = checked_.bindings[bindingId];
    const std::string key = keyOf(binding);
    const std::string name(binding.name);
    const SyntaxId value = tree_.child(id, 0);
    nodeOf_[bindingId] =
        checked_.broken[index] ? broken(value, key, name) : expression(value, key, name);
}

void GraphLowering::declareOutputs() {
    for (const CheckedOutput& output : checked_.outputs) {
        const auto found = nodeOf_.find(output.binding);
        if (found == nodeOf_.end()) {
            continue;
        }
        const uint32_t node = found->second;
        const TypeId type = plan_->nodes[node].type;
        plan_->outputs.push_back({std::string(output.name), type, node});
        addRoot(node);
        GraphNode shown;
        shown.name = std::string(output.name);
        shown.key = "out:" + shown.name;
        shown.label = shown.name;
        shown.kind = NodeKind::Output;
        shown.type = type;
        shown.range = tree_[output.declaration].range;
        shown.line = tree_.text->line(shown.range.begin);
        shown.structure = hashBytes("out " + shown.name);
        shown.broken = graphNodes_[node].broken;
        const auto index = static_cast<uint32_t>(graphNodes_.size());
        graphNodes_.push_back(std::move(shown));
        edges_.push_back({node, index, 0, "value", EdgeKind::Strict, type});
    }
}

uint32_t GraphLowering::addNode(Draft draft) {
    const auto index = static_cast<uint32_t>(plan_->nodes.size());
    Operation& operation = draft.operation;
    describer_.setOperands(operation, draft.operands);
    const std::size_t strict = isControl(operation.op) ? 1 : draft.operands.size();
    std::string content = draft.label + '\n' + draft.detail + '\n' +
                          std::to_string(static_cast<int>(operation.op)) + '\n' +
                          types_.text(operation.type);
    for (std::size_t i = 0; i < draft.operands.size(); ++i) {
        const uint32_t from = draft.operands[i].source;
        const Hash128 hash = graphNodes_[from].structure;
        content.append(reinterpret_cast<const char*>(&hash), sizeof hash);
        edges_.push_back({from, index, static_cast<uint32_t>(i), std::move(draft.ports[i]),
                          i < strict ? EdgeKind::Strict : EdgeKind::Conditional,
                          plan_->nodes[from].type});
    }
    GraphNode shown;
    shown.key = std::move(draft.key);
    shown.name = std::move(draft.name);
    shown.label = std::move(draft.label);
    shown.kind = draft.kind;
    shown.type = operation.type;
    if (operation.function.hasValue()) {
        shown.module = describer_.signatures_[operation.function].qualifiedName();
    }
    shown.range = draft.range;
    shown.line = tree_.text->line(draft.range.begin);
    shown.structure = hashBytes(content);
    shown.broken = operation.op == Op::Broken;
    shown.effectful = operation.effectful;
    graphNodes_.push_back(std::move(shown));
    plan_->nodes.push_back(operation);
    return index;
}

GraphLowering::Draft GraphLowering::draftFor(SyntaxId id, const std::string& key,
                                             const std::string& name) const {
    Draft draft;
    draft.key = key;
    draft.name = name;
    draft.label = labelOf(tree_, id);
    draft.range = tree_[id].range;
    return draft;
}

uint32_t GraphLowering::broken(SyntaxId id, const std::string& key, const std::string& name) {
    Draft draft = draftFor(id, key, name);
    draft.operation.type = types::kError;
    draft.detail = std::string(tree_.source(id));
    return addNode(std::move(draft));
}

Operand GraphLowering::use(SyntaxId id, const std::string& key) {
    const uint32_t source = expression(id, key, "");
    return {source, describer_.conversion(describer_.typeOf(id), describer_.usedAs(id))};
}

uint32_t GraphLowering::expression(SyntaxId id, const std::string& key, const std::string& name) {
    switch (tree_[id].kind) {
    case SyntaxKind::Paren: return expression(tree_.child(id, 0), key, name);
    case SyntaxKind::Variable: {
        const BindingId binding = checked_.bindingOf[id.index];
        const auto found = binding.hasValue() ? nodeOf_.find(binding) : nodeOf_.end();
        return found == nodeOf_.end() ? broken(id, key, name) : found->second;
    }
    case SyntaxKind::Additive:
    case SyntaxKind::Multiplicative: return chain(id, key, name);
    case SyntaxKind::If:
    case SyntaxKind::Branch:
    case SyntaxKind::Guard:
    case SyntaxKind::And:
    case SyntaxKind::Or: return control(id, key, name);
    case SyntaxKind::Coalesce: return coalesce(id, key, name);
    case SyntaxKind::Match: return match(id, key, name);
    case SyntaxKind::Call: {
        const FunctionId function = checked_.functionOf[id.index];
        const bool isHigherOrder =
            function.hasValue() && describer_.signatures_[function].intrinsic != Intrinsic::None;
        return isHigherOrder ? higherOrder(id, key, name) : simple(id, key, name);
    }
    default: return simple(id, key, name);
    }
}

void GraphLowering::noteOptions(SyntaxId call, Operation& operation, bool& isLazy) {
    for (const SyntaxId child : tree_.children(call)) {
        if (tree_[child].kind != SyntaxKind::With) {
            continue;
        }
        for (const SyntaxId option : tree_.children(child)) {
            const std::string option_name(tree_.name(option));
            const bool off =
                !tree_.children(option).empty() && tree_.source(tree_.child(option, 0)) == "false";
            const bool isWrap = option_name == "on_error" && !tree_.children(option).empty() &&
                                (tree_.name(tree_.child(option, 0)) == "wrap" ||
                                 tree_.name(tree_.child(option, 0)) == "propagate");
            if (option_name == "lazy") {
                isLazy = !off;
            } else if (!isWrap) {
                operation.hasOptions = true;
                const uint32_t line = tree_.text->line(tree_[option].range.begin);
                plan_->ignoredOptions.push_back("`" + option_name + "` on line " +
                                                std::to_string(line));
            }
        }
    }
}

uint32_t GraphLowering::simple(SyntaxId id, const std::string& key, const std::string& name) {
    std::vector<OperandPart> parts;
    Draft draft = draftFor(id, key, name);
    draft.operation = describer_.describe(id, parts);
    for (const OperandPart& part : parts) {
        std::string port = part.port();
        draft.operands.push_back(use(part.expression, key + "/" + port));
        draft.ports.push_back(std::move(port));
    }
    const Op op = draft.operation.op;
    draft.kind = op == Op::Literal ? NodeKind::Literal
                 : op == Op::Call  ? NodeKind::Call
                                   : NodeKind::Inline;
    bool isLazy = false;
    if (op == Op::Call) {
        noteOptions(id, draft.operation, isLazy);
        draft.detail = describer_.signatures_[draft.operation.function].qualifiedName() +
                       (draft.operation.wraps ? " wrap" : "");
    } else if (op == Op::Literal || op == Op::Interpolate || op == Op::Broken) {
        draft.detail = std::string(tree_.source(id));
    } else if (op == Op::MakeRecord || op == Op::MakeList) {
        draft.label = op == Op::MakeRecord ? "{…}" : "[…]";  // the types tell them apart
        if (draft.operands.empty()) {
            draft.label = op == Op::MakeRecord ? "{}" : "[]";
        }
    } else if (op == Op::Project || op == Op::ProjectList) {
        draft.detail = types_.text(draft.operation.type);
    }
    if (op == Op::Interpolate) {
        draft.label = "\"…\"";
    }
    const bool isRoot = draft.operation.effectful && !isLazy && armDepth_ == 0;
    const uint32_t node = addNode(std::move(draft));
    if (isRoot) {
        addRoot(node);
    }
    return node;
}

uint32_t GraphLowering::chain(SyntaxId id, const std::string& key, const std::string& name) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    const std::size_t steps = parts.size() / 2;
    uint32_t value = expression(parts[0], key + "/args.0", "");
    TypeId type = describer_.typeOf(parts[0]);
    for (std::size_t i = 0; i < steps; ++i) {
        const SyntaxId op = parts[2 * i + 1];
        const SyntaxId right = parts[2 * i + 2];
        const bool isLast = i + 1 == steps;
        const std::string place = std::to_string(i + 1);
        const uint32_t rightValue = expression(right, key + "/args." + place, "");
        const TypeId rightType = describer_.typeOf(right);
        Draft draft = draftFor(id, isLast ? key : key + "/step." + place, isLast ? name : "");
        TypeId wantLeft;
        TypeId wantRight;
        draft.operation = describer_.describeStep(type, op, rightType, wantLeft, wantRight);
        draft.operands = {{value, describer_.conversion(type, wantLeft)},
                          {rightValue, describer_.conversion(rightType, wantRight)}};
        draft.ports = {"left", "right"};
        draft.label = std::string(tree_.source(op));
        draft.range = cover(tree_[parts[0]].range, tree_[right].range);
        type = draft.operation.type;
        value = addNode(std::move(draft));
    }
    return value;
}

/// An operand that is only needed if the control node says so.
void GraphLowering::takeArm(Draft& draft, SyntaxId id, std::string port) {
    ++armDepth_;
    draft.operands.push_back(use(id, draft.key + "/" + port));
    draft.ports.push_back(std::move(port));
    --armDepth_;
}

uint32_t GraphLowering::control(SyntaxId id, const std::string& key, const std::string& name) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    Draft draft = draftFor(id, key, name);
    draft.kind = NodeKind::Control;
    draft.operation.type = describer_.typeOf(id);
    if (draft.operation.type == types::kError) {
        return broken(id, key, name);
    }
    const auto takeStrict = [&](SyntaxId operand, std::string port) {
        draft.operands.push_back(use(operand, key + "/" + port));
        draft.ports.push_back(std::move(port));
    };
    switch (tree_[id].kind) {
    case SyntaxKind::If:
        draft.operation.op = Op::If;
        takeStrict(parts[0], "cond");
        takeArm(draft, parts[1], "then");
        takeArm(draft, parts[2], "else");
        break;
    case SyntaxKind::Branch: {
        draft.operation.op = Op::Branch;
        if (parts.size() == 1) {  // only `otherwise`: a branch that is always taken
            return expression(parts[0], key, name);
        }
        for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
            const std::string place = "cases." + std::to_string(i / 2);
            if (i == 0) {
                takeStrict(parts[i], place + ".cond");
            } else {
                takeArm(draft, parts[i], place + ".cond");
            }
            takeArm(draft, parts[i + 1], place + ".value");
        }
        takeArm(draft, parts.back(), "otherwise");
        break;
    }
    case SyntaxKind::Guard:
        draft.operation.op = Op::Guard;
        takeStrict(parts[1], "cond");
        takeArm(draft, parts[0], "value");
        break;
    default:
        draft.operation.op = tree_[id].kind == SyntaxKind::And ? Op::And : Op::Or;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            std::string port = "args." + std::to_string(i);
            if (i == 0) {
                takeStrict(parts[i], std::move(port));
            } else {
                takeArm(draft, parts[i], std::move(port));
            }
        }
        break;
    }
    return addNode(std::move(draft));
}

uint32_t GraphLowering::coalesce(SyntaxId id, const std::string& key, const std::string& name) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    const TypeId type = describer_.typeOf(id);
    Draft draft = draftFor(id, key, name);
    draft.kind = NodeKind::Control;
    draft.operation.op = Op::Coalesce;
    draft.operation.type = type;
    std::vector<uint32_t> depths;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::string port = "args." + std::to_string(i);
        const bool isLast = i + 1 == parts.size();
        const TypeId own = describer_.typeOf(parts[i]);
        if (type == types::kError || (!isLast && types_.kind(own) != TypeKind::Optional)) {
            return broken(id, key, name);
        }
        if (isLast) {
            takeArm(draft, parts[i], std::move(port));
            depths.push_back(0);
            continue;
        }
        armDepth_ += i > 0 ? 1 : 0;
        const uint32_t value = expression(parts[i], key + "/" + port, "");
        armDepth_ -= i > 0 ? 1 : 0;
        draft.operands.push_back({value, describer_.conversion(types_.element(own), type)});
        draft.ports.push_back(std::move(port));
        depths.push_back(types_[own].optionalDepth);
    }
    describer_.setNumbers(draft.operation, depths);
    return addNode(std::move(draft));
}

uint32_t GraphLowering::match(SyntaxId id, const std::string& key, const std::string& name) {
    if (describer_.typeOf(id) == types::kError) {
        return broken(id, key, name);
    }
    Draft draft = draftFor(id, key, name);
    draft.kind = NodeKind::Control;
    draft.operation = describer_.describeMatch(id);
    draft.operands.push_back(use(tree_.child(id, 0), key + "/scrutinee"));
    draft.ports.emplace_back("scrutinee");
    const Operand scrutinee = draft.operands[0];
    const auto addPart = [&](Operation operation, const std::string& place,
                             const std::string& label, SourceRange range) {
        Draft part;
        part.operation = operation;
        part.operands = {scrutinee};
        part.ports = {"value"};
        part.key = key + "/" + place;
        part.label = label;
        part.range = range;
        return addNode(std::move(part));
    };
    std::size_t number = 0;
    for (const SyntaxId caseId : tree_.children(id).subspan(1)) {
        const CheckedCase& row = checked_.cases.at(caseId);
        const std::string place = "cases." + std::to_string(number++);
        draft.detail += std::string(tree_.source(tree_.child(caseId, 0))) + '\n';
        const SourceRange patternRange = tree_[tree_.child(caseId, 0)].range;
        if (row.narrowed.hasValue() && checked_.bindings[row.narrowed].used) {
            nodeOf_[row.narrowed] =
                addPart(describer_.describeNarrow(id, caseId), place + ".narrowed",
                        "as " + shortSource(types_.text(checked_.bindings[row.narrowed].type)),
                        patternRange);
        }
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            const Binding& field = checked_.bindings[row.fields[i]];
            if (field.used) {
                nodeOf_[row.fields[i]] = addPart(describer_.describePatternField(id, caseId, i),
                                                 place + ".fields." + std::string(field.name),
                                                 "." + std::string(field.name), patternRange);
            }
        }
        takeArm(draft, tree_.child(caseId, 1), place + ".value");
    }
    return addNode(std::move(draft));
}

uint32_t GraphLowering::higherOrder(SyntaxId id, const std::string& key, const std::string& name) {
    // `all` and `any` have a type even where their list or lambda has none.
    if (describer_.typeOf(id) == types::kError || !describer_.isHigherOrderSound(id)) {
        return broken(id, key, name);
    }
    Draft draft = draftFor(id, key, name);
    draft.operands.push_back(use(tree_.child(id, 0), key + "/args.0"));
    draft.ports.emplace_back("args.0");
    const SyntaxId lambdaId = describer_.stripParens(tree_.child(id, 1));
    const LoweredLambda lambda = LambdaLowering(describer_).lowerLambda(lambdaId);
    draft.detail = std::string(tree_.source(lambdaId));
    for (const BindingId binding : lambda.captures) {
        const auto found = nodeOf_.find(binding);
        if (found == nodeOf_.end()) {
            return broken(id, key, name);
        }
        draft.operands.push_back({found->second});
        draft.ports.push_back("captures." + std::string(checked_.bindings[binding].name));
    }
    draft.operation = describeHigherOrder(describer_, id, lambda);
    const bool isRoot = draft.operation.effectful && armDepth_ == 0;
    const uint32_t node = addNode(std::move(draft));
    if (isRoot) {
        addRoot(node);
    }
    return node;
}

/// Sorts the graph's nodes into source order: by place, the larger range first.
void GraphLowering::finish() {
    std::vector<uint32_t> order(graphNodes_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        const SourceRange& left = graphNodes_[a].range;
        const SourceRange& right = graphNodes_[b].range;
        return left.begin != right.begin ? left.begin < right.begin : left.end > right.end;
    });
    std::vector<NodeId> place(order.size());
    for (const uint32_t row : order) {
        place[row] = graph_->nodes.add(std::move(graphNodes_[row]));
    }
    for (PlacedEdge& edge : edges_) {
        graph_->edges.push_back({place[edge.from], place[edge.to], edge.port,
                                 std::move(edge.portName), edge.kind, edge.type});
    }
    std::stable_sort(graph_->edges.begin(), graph_->edges.end(),
                     [](const GraphEdge& a, const GraphEdge& b) {
                         return a.to != b.to ? a.to < b.to : a.port < b.port;
                     });
    plan_->graphNode.assign(place.begin(),
                            place.begin() + static_cast<std::ptrdiff_t>(plan_->nodes.size()));
    std::sort(plan_->roots.begin(), plan_->roots.end());
    plan_->roots.erase(std::unique(plan_->roots.begin(), plan_->roots.end()), plan_->roots.end());
    plan_->finish();
}

}  // namespace

Lowered lower(const CheckedTree& checked, const SignatureTable& signatures, TypeTable& types) {
    return GraphLowering(checked, signatures, types).run();
}

std::unique_ptr<Plan> lowerConstant(const CheckedTree& checked, const SignatureTable& signatures,
                                    TypeTable& types, SyntaxId expression, TypeId type) {
    auto plan = std::make_unique<Plan>();
    Describer describer(checked, signatures, types, plan->pools);
    const LoweredLambda lambda = LambdaLowering(describer).lowerExpression(expression, type);
    const Lambda& row = plan->pools.lambdas[lambda.index];
    const bool isBroken = std::any_of(row.code.begin(), row.code.end(),
                                      [](const Operation& o) { return o.op == Op::Broken; });
    if (!lambda.captures.empty() || row.effectful || isBroken) {
        return nullptr;
    }
    return plan;
}

}  // namespace cst
