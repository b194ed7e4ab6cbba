// Walks the declarations in order and makes one node per expression: a row of the plan (operands
// before consumers) and a row of the graph (source order). A variable is only a name for the node
// it was bound to, so `b = a` and parentheses add none.
//
// This stands on the way of every key press, so nothing here allocates per node: texts go to the
// graph's arena, and what a node has gathered so far lies on two stacks that all nodes share.

#include "engine/base/hash.h"
#include "engine/plan/lower.h"
#include "engine/plan/lower_lambda.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cst {
namespace {

/// Decimal digits of a number, for a moment.
class Digits {
public:
    explicit Digits(uint32_t number) {
        end_ = std::to_chars(text_.data(), text_.data() + text_.size(), number).ptr;
    }
    std::string_view text() const {
        return {text_.data(), static_cast<std::size_t>(end_ - text_.data())};
    }

private:
    std::array<char, 10> text_;
    char* end_;
};

class GraphLowering {
public:
    GraphLowering(const CheckedTree& checked, const SignatureTable& signatures, TypeTable& types)
        : plan_(std::make_shared<Plan>()),
          describer_(checked, signatures, types, plan_->pools),
          checked_(checked),
          tree_(*checked.tree),
          types_(types),
          nodeOf_(checked.bindings.size(), kNoIndex) {}

    Lowered run();

private:
    /// The key of an expression before anybody needs its text: `base`, or `base/port`.
    struct Where {
        std::string_view base;
        std::string_view port;
        std::string_view name = {};  // of the variable that it is bound to
    };
    /// What a person sees of a node.
    struct Shown {
        std::string_view key;
        std::string_view name;
        std::string_view label;
        NodeKind kind = NodeKind::Inline;
        SourceRange range;
        std::string_view detail = {};  // what the label does not show, for the structural hash
    };
    /// How many operands were gathered before this node's.
    using Mark = std::size_t;

    void declareInput(const CheckedInput& input);
    void declareAssignment(std::size_t index, SyntaxId id);
    void declareOutputs();
    uint32_t addNode(Operation operation, const Shown& shown, Mark operands);
    void addRoot(uint32_t node) { plan_->roots.push_back(node); }

    uint32_t expression(SyntaxId id, Where where);
    void take(SyntaxId id, std::string_view key, std::string_view port);
    void takeArm(SyntaxId id, std::string_view key, std::string_view port);
    void gather(Operand operand, std::string_view port);
    uint32_t simple(SyntaxId id, Where where);
    uint32_t chain(SyntaxId id, Where where);
    uint32_t control(SyntaxId id, Where where);
    uint32_t coalesce(SyntaxId id, Where where);
    uint32_t coalesceFrom(SyntaxId id, std::size_t first, std::span<const TypeId> results,
                          Where where);
    uint32_t match(SyntaxId id, Where where);
    uint32_t higherOrder(SyntaxId id, Where where);
    uint32_t broken(SyntaxId id, Where where);
    void showUses(SyntaxId id, uint32_t consumer);
    void noteOptions(SyntaxId call, Operation& operation, bool& isLazy);
    void finish();

    TextArena& texts() { return graph_->texts; }
    std::string_view keyOf(const Binding& binding);
    std::string_view keyOf(Where where) {
        return where.port.empty() ? where.base : texts().add({where.base, "/", where.port});
    }
    std::string_view numbered(std::string_view word, std::size_t number);
    std::string_view portOf(const OperandPart& part);
    Shown shownOf(SyntaxId id, Where where) {
        return {keyOf(where), where.name, labelOf(tree_, id, texts()), NodeKind::Inline,
                tree_[id].range};
    }

    std::shared_ptr<Plan> plan_;
    Describer describer_;
    const CheckedTree& checked_;
    const SyntaxTree& tree_;
    TypeTable& types_;
    std::vector<uint32_t> nodeOf_;       // by binding
    std::vector<GraphNode> graphNodes_;  // by plan node, outputs behind them
    std::vector<GraphEdge> edges_;       // by consumer as in graphNodes_, ends as plan nodes
    std::vector<uint32_t> edgesEnd_;     // by graphNodes_
    std::vector<Operand> operands_;      // of the nodes under construction, innermost last
    std::vector<std::string_view> ports_;
    std::string content_;  // what is hashed
    int armDepth_ = 0;
    std::shared_ptr<Graph> graph_ = std::make_shared<Graph>();
};

std::string_view GraphLowering::keyOf(const Binding& binding) {
    return binding.number == 1 ? texts().add(binding.name)
                               : texts().add({binding.name, "~", Digits(binding.number).text()});
}

/// `args.0`: the usual ones are there already.
std::string_view GraphLowering::numbered(std::string_view word, std::size_t number) {
    constexpr std::array<std::string_view, 8> kArgs{"args.0", "args.1", "args.2", "args.3",
                                                    "args.4", "args.5", "args.6", "args.7"};
    if (word == "args" && number < kArgs.size()) {
        return kArgs[number];
    }
    return texts().add({word, ".", Digits(static_cast<uint32_t>(number)).text()});
}

std::string_view GraphLowering::portOf(const OperandPart& part) {
    if (part.index != kNoIndex) {
        return numbered(part.slot, part.index);
    }
    return part.field.empty() ? part.slot : texts().add({part.slot, ".", part.field});
}

Lowered GraphLowering::run() {
    const std::size_t likely = tree_.nodes.size() / 2;
    graphNodes_.reserve(likely);
    edgesEnd_.reserve(likely);
    edges_.reserve(likely);
    plan_->nodes.reserve(likely);
    plan_->pools.operands.reserve(likely);
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
    Operation operation;
    operation.op = binding.type == types::kError ? Op::Broken : Op::Input;
    operation.type = binding.type;
    operation.payload = static_cast<uint32_t>(plan_->inputs.size());
    const std::string_view key = texts().add({"in:", binding.name});
    const std::string_view name = key.substr(3);
    const uint32_t node =
        addNode(operation, {key, name, name, NodeKind::Input, tree_[input.declaration].range},
                operands_.size());
    if (binding.type != types::kError) {
        plan_->inputs.push_back({std::string(binding.name), binding.type, node});
    }
    nodeOf_[input.binding.index] = node;
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
    nodeOf_[bindingId.index] =
        checked_.broken[index] ? broken(value, where) : expression(value, where);
}

void GraphLowering::declareOutputs() {
    for (const CheckedOutput& output : checked_.outputs) {
        const uint32_t node = nodeOf_[output.binding.index];
        if (node == kNoIndex) {
            continue;
        }
        const TypeId type = plan_->nodes[node].type;
        plan_->outputs.push_back({std::string(output.name), type, node});
        addRoot(node);
        GraphNode shown;
        shown.key = texts().add({"out:", output.name});
        shown.name = shown.key.substr(4);
        shown.label = shown.name;
        shown.kind = NodeKind::Output;
        shown.type = type;
        shown.range = tree_[output.declaration].range;
        shown.line = tree_.text->line(shown.range.begin);
        shown.structure = hashBytes(shown.key);
        shown.broken = graphNodes_[node].broken;
        edges_.push_back({NodeId(node), {}, 0, "value", EdgeKind::Strict, type});
        graphNodes_.push_back(shown);
        edgesEnd_.push_back(static_cast<uint32_t>(edges_.size()));
    }
}

/// Takes the operands that were gathered since `first`.
uint32_t GraphLowering::addNode(Operation operation, const Shown& shown, Mark first) {
    const auto index = static_cast<uint32_t>(plan_->nodes.size());
    const std::span<const Operand> operands = std::span(operands_).subspan(first);
    describer_.setOperands(operation, operands);
    const std::size_t strict = isControl(operation.op) ? 1 : operands.size();
    content_.assign(shown.label);
    content_ += '\n';
    content_ += shown.detail;
    content_ += '\n';
    content_ += static_cast<char>(operation.op);
    const uint64_t typeHash = types_[operation.type].textHash;
    content_.append(reinterpret_cast<const char*>(&typeHash), sizeof typeHash);
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const uint32_t from = operands[i].source;
        const Hash128 hash = graphNodes_[from].structure;
        content_.append(reinterpret_cast<const char*>(&hash), sizeof hash);
        edges_.push_back({NodeId(from),
                          {},
                          static_cast<uint32_t>(i),
                          ports_[first + i],
                          i < strict ? EdgeKind::Strict : EdgeKind::Conditional,
                          plan_->nodes[from].type});
    }
    operands_.resize(first);
    ports_.resize(first);
    GraphNode& node = graphNodes_.emplace_back();
    node.key = shown.key;
    node.name = shown.name;
    node.label = shown.label;
    node.kind = shown.kind;
    node.type = operation.type;
    if (operation.function.hasValue()) {
        node.module = texts().add(describer_.signatures_[operation.function].qualified);
    }
    node.range = shown.range;
    node.line = tree_.text->line(shown.range.begin);
    node.structure = hashBytes(content_);
    node.broken = operation.op == Op::Broken;
    node.effectful = operation.effectful;
    edgesEnd_.push_back(static_cast<uint32_t>(edges_.size()));
    plan_->nodes.push_back(operation);
    return index;
}

uint32_t GraphLowering::broken(SyntaxId id, Where where) {
    Operation operation;
    operation.type = types::kError;
    Shown shown = shownOf(id, where);
    shown.detail = tree_.source(id);
    const uint32_t node = addNode(operation, shown, operands_.size());
    showUses(id, node);
    return node;
}

/// Edges from what a broken expression uses, as far as its names are known. The plan has none: no
/// value will travel along them.
void GraphLowering::showUses(SyntaxId id, uint32_t consumer) {
    std::vector<SyntaxId> open{id};
    std::vector<uint32_t> seen;
    while (!open.empty()) {
        const SyntaxId each = open.back();
        open.pop_back();
        const std::span<const SyntaxId> children = tree_.children(each);
        open.insert(open.end(), children.rbegin(), children.rend());
        const BindingId binding =
            tree_[each].kind == SyntaxKind::Variable ? checked_.bindingOf[each.index] : BindingId();
        const uint32_t node = binding.hasValue() ? nodeOf_[binding.index] : kNoIndex;
        if (node == kNoIndex || std::find(seen.begin(), seen.end(), node) != seen.end()) {
            continue;
        }
        edges_.push_back({NodeId(node),
                          {},
                          static_cast<uint32_t>(seen.size()),
                          kUsesPort,
                          EdgeKind::Strict,
                          plan_->nodes[node].type});
        seen.push_back(node);
    }
    edgesEnd_[consumer] = static_cast<uint32_t>(edges_.size());
}

void GraphLowering::gather(Operand operand, std::string_view port) {
    operands_.push_back(operand);
    ports_.push_back(port);
}

/// The value of an expression as an operand of the node `key`.
void GraphLowering::take(SyntaxId id, std::string_view key, std::string_view port) {
    const uint32_t source = expression(id, {key, port});
    gather({source, describer_.conversion(describer_.typeOf(id), describer_.usedAs(id))}, port);
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
        const BindingId binding = checked_.bindingOf[id.index];
        const uint32_t node = binding.hasValue() ? nodeOf_[binding.index] : kNoIndex;
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

uint32_t GraphLowering::simple(SyntaxId id, Where where) {
    std::vector<OperandPart> parts;
    Operation operation = describer_.describe(id, parts);
    Shown shown = shownOf(id, where);
    const Mark mark = operands_.size();
    for (const OperandPart& part : parts) {
        take(part.expression, shown.key, portOf(part));
    }
    bool isLazy = false;
    switch (operation.op) {
    case Op::Call:
        shown.kind = NodeKind::Call;
        noteOptions(id, operation, isLazy);
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
    const bool isRoot = operation.effectful && !isLazy && armDepth_ == 0;
    const uint32_t node = addNode(operation, shown, mark);
    if (isRoot) {
        addRoot(node);
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
        const uint32_t rightValue = expression(right, {key, numbered("args", i + 1)});
        const TypeId rightType = describer_.typeOf(right);
        TypeId wantLeft;
        TypeId wantRight;
        const Operation operation =
            describer_.describeStep(type, op, rightType, wantLeft, wantRight);
        const Mark mark = operands_.size();
        gather({value, describer_.conversion(type, wantLeft)}, "left");
        gather({rightValue, describer_.conversion(rightType, wantRight)}, "right");
        Shown shown;
        shown.key = isLast ? key : texts().add({key, "/", numbered("step", i + 1)});
        shown.name = isLast ? where.name : std::string_view();
        shown.label = texts().add(tree_.source(op));
        shown.range = cover(tree_[parts[0]].range, tree_[right].range);
        type = operation.type;
        value = addNode(operation, shown, mark);
    }
    return value;
}

uint32_t GraphLowering::control(SyntaxId id, Where where) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    Operation operation;
    operation.type = describer_.typeOf(id);
    if (operation.type == types::kError) {
        return broken(id, where);
    }
    if (tree_[id].kind == SyntaxKind::Branch && parts.size() == 1) {
        return expression(parts[0], where);  // only `otherwise`: a branch that is always taken
    }
    Shown shown = shownOf(id, where);
    shown.kind = NodeKind::Control;
    const Mark mark = operands_.size();
    switch (tree_[id].kind) {
    case SyntaxKind::If:
        operation.op = Op::If;
        take(parts[0], shown.key, "cond");
        takeArm(parts[1], shown.key, "then");
        takeArm(parts[2], shown.key, "else");
        break;
    case SyntaxKind::Branch:
        operation.op = Op::Branch;
        for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
            const std::string_view place = numbered("cases", i / 2);
            const std::string_view cond = texts().add({place, ".cond"});
            i == 0 ? take(parts[i], shown.key, cond) : takeArm(parts[i], shown.key, cond);
            takeArm(parts[i + 1], shown.key, texts().add({place, ".value"}));
        }
        takeArm(parts.back(), shown.key, "otherwise");
        break;
    case SyntaxKind::Guard:
        operation.op = Op::Guard;
        take(parts[1], shown.key, "cond");
        takeArm(parts[0], shown.key, "value");
        break;
    default:
        operation.op = tree_[id].kind == SyntaxKind::And ? Op::And : Op::Or;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const std::string_view port = numbered("args", i);
            i == 0 ? take(parts[i], shown.key, port) : takeArm(parts[i], shown.key, port);
        }
        break;
    }
    return addNode(operation, shown, mark);
}

/// `a ?? b ?? c` is one node. Where a right side has a type of its own that the whole converts
/// (`a ?? (b ?? c)` with a union on the left), the rest is a node of its own: no single
/// conversion takes the value of `b` there.
uint32_t GraphLowering::coalesce(SyntaxId id, Where where) {
    const std::vector<TypeId> results = describer_.coalescedTypes(id);
    return results.empty() ? broken(id, where) : coalesceFrom(id, 0, results, where);
}

/// `where`: of the whole.
uint32_t GraphLowering::coalesceFrom(SyntaxId id, std::size_t first,
                                     std::span<const TypeId> results, Where where) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    Operation operation;
    operation.op = Op::Coalesce;
    operation.type = results[first];
    const std::string_view key = keyOf(where);
    Shown shown = shownOf(id, {key, {}, where.name});
    shown.kind = NodeKind::Control;
    if (first > 0) {
        shown.key = keyOf({key, numbered("rest", first)});
        shown.name = {};
        shown.range = cover(tree_[parts[first]].range, tree_[parts.back()].range);
    }
    const Mark mark = operands_.size();
    std::vector<uint32_t> depths;
    for (std::size_t i = first; i < parts.size(); ++i) {
        const std::string_view port = numbered("args", i);
        const bool isArm = i > first;
        armDepth_ += isArm ? 1 : 0;
        if (i + 1 == parts.size()) {
            take(parts[i], key, port);
            depths.push_back(0);
        } else if (results[i] == operation.type) {
            const uint32_t value = expression(parts[i], {key, port});
            gather({value, describer_.coalesceConversion(parts[i], operation.type)}, port);
            depths.push_back(types_[describer_.typeOf(parts[i])].optionalDepth);
        } else {
            const uint32_t rest = coalesceFrom(id, i, results, {key, {}, {}});
            gather({rest, describer_.conversion(results[i], operation.type)}, numbered("rest", i));
            depths.push_back(0);
            i = parts.size();
        }
        armDepth_ -= isArm ? 1 : 0;
    }
    describer_.setNumbers(operation, depths);
    return addNode(operation, shown, mark);
}

uint32_t GraphLowering::match(SyntaxId id, Where where) {
    if (describer_.typeOf(id) == types::kError) {
        return broken(id, where);
    }
    Shown shown = shownOf(id, where);
    shown.kind = NodeKind::Control;
    const Operation operation = describer_.describeMatch(id);
    const Mark mark = operands_.size();
    take(tree_.child(id, 0), shown.key, "scrutinee");
    const Operand scrutinee = operands_.back();
    const auto addPart = [&](const Operation& part, std::string_view place, std::string_view label,
                             SourceRange range) {
        const Mark partMark = operands_.size();
        gather(scrutinee, "value");
        return addNode(part, {keyOf({shown.key, place}), {}, label, NodeKind::Inline, range},
                       partMark);
    };
    std::string patterns;
    std::size_t number = 0;
    for (const SyntaxId caseId : tree_.children(id).subspan(1)) {
        const CheckedCase& row = checked_.cases.at(caseId);
        const std::string_view place = numbered("cases", number++);
        patterns += tree_.source(tree_.child(caseId, 0));
        patterns += '\n';
        const SourceRange patternRange = tree_[tree_.child(caseId, 0)].range;
        if (row.narrowed.hasValue() && checked_.bindings[row.narrowed].used) {
            const std::string_view type =
                shortSource(types_.text(checked_.bindings[row.narrowed].type), texts());
            nodeOf_[row.narrowed.index] =
                addPart(describer_.describeNarrow(id, caseId), texts().add({place, ".narrowed"}),
                        texts().add({"as ", type}), patternRange);
        }
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            const Binding& field = checked_.bindings[row.fields[i]];
            if (field.used) {
                nodeOf_[row.fields[i].index] =
                    addPart(describer_.describePatternField(id, caseId, i),
                            texts().add({place, ".fields.", field.name}),
                            texts().add({".", field.name}), patternRange);
            }
        }
        takeArm(tree_.child(caseId, 1), shown.key, texts().add({place, ".value"}));
    }
    shown.detail = patterns;
    return addNode(operation, shown, mark);
}

uint32_t GraphLowering::higherOrder(SyntaxId id, Where where) {
    // `all` and `any` have a type even where their list or lambda has none.
    if (describer_.typeOf(id) == types::kError || !describer_.isHigherOrderSound(id)) {
        return broken(id, where);
    }
    Shown shown = shownOf(id, where);
    const Mark mark = operands_.size();
    take(tree_.child(id, 0), shown.key, "args.0");
    const SyntaxId lambdaId = describer_.stripParens(tree_.child(id, 1));
    const LoweredLambda lambda = LambdaLowering(describer_).lowerLambda(lambdaId);
    shown.detail = tree_.source(lambdaId);
    for (const BindingId binding : lambda.captures) {
        const uint32_t captured = nodeOf_[binding.index];
        if (captured == kNoIndex) {
            operands_.resize(mark);
            ports_.resize(mark);
            return broken(id, where);
        }
        gather({captured}, texts().add({"captures.", checked_.bindings[binding].name}));
    }
    const Operation operation = describeHigherOrder(describer_, id, lambda);
    const bool isRoot = operation.effectful && armDepth_ == 0;
    const uint32_t node = addNode(operation, shown, mark);
    if (isRoot) {
        addRoot(node);
    }
    return node;
}

/// Sorts the graph's nodes into source order: by place, the larger range first.
void GraphLowering::finish() {
    struct Place {
        uint64_t rank;
        uint32_t row;
        bool operator<(const Place& other) const {
            return rank != other.rank ? rank < other.rank : row < other.row;
        }
    };
    std::vector<Place> order;
    order.reserve(graphNodes_.size());
    for (const GraphNode& node : graphNodes_) {
        const uint64_t rank = uint64_t{node.range.begin} << 32U | (UINT32_MAX - node.range.end);
        order.push_back({rank, static_cast<uint32_t>(order.size())});
    }
    std::sort(order.begin(), order.end());
    std::vector<NodeId> place(order.size());
    graph_->nodes.reserve(order.size());
    for (const Place& each : order) {
        place[each.row] = graph_->nodes.add(graphNodes_[each.row]);
    }
    graph_->edges.reserve(edges_.size());
    for (const Place& each : order) {
        const uint32_t begin = each.row == 0 ? 0 : edgesEnd_[each.row - 1];
        for (uint32_t i = begin; i < edgesEnd_[each.row]; ++i) {
            GraphEdge& edge = graph_->edges.emplace_back(edges_[i]);
            edge.from = place[edge.from.index];
            edge.to = place[each.row];
        }
    }
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
