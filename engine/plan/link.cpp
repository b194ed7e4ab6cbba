// A part counts everything from 0 and names what it uses by symbol. Joined, each of its numbers
// grows by how much of its kind stands before it, and symbols become nodes. Lambdas are moved in
// the same way; the operands of their code are registers, which stay as they are.

#include "engine/plan/link.h"

#include "engine/base/digits.h"

#include <algorithm>
#include <unordered_map>

namespace cst {
namespace {

class Linker {
public:
    Linker(std::size_t symbols, std::shared_ptr<const void> owner)
        : graph_(std::make_shared<Graph>()),
          plan_(std::make_shared<Plan>()),
          nodeOfSymbol_(symbols, kNoIndex) {
        graph_->owner = std::move(owner);
    }

    Lowered run(std::span<const PlacedPart> parts) {
        reserve(parts);
        for (const PlacedPart& placed : parts) {
            part_ = placed.part;
            firstNode_ = static_cast<uint32_t>(plan_->nodes.size());
            addNodes();
            addRows(placed);
        }
        tellLostApart();
        std::vector<uint32_t>& roots = plan_->roots;
        std::sort(roots.begin(), roots.end());
        roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
        return {graph_, plan_};
    }

private:
    /// How much of each pool stands before a part.
    struct Bases {
        uint32_t operands, numbers, constants, texts, conversions, lambdas, callOptions;
    };

    void reserve(std::span<const PlacedPart> parts);
    void addNodes();
    void addPools();
    void addRows(const PlacedPart& placed);
    bool isUsed(std::size_t first, NodeId from) const;
    void tellLostApart();
    void move(Operation& operation) const;

    uint32_t nodeOf(uint32_t node) const {
        if (!isExternal(node)) {
            return firstNode_ + node;
        }
        const uint32_t found = nodeOfSymbol_[part_->externals[node & ~kExternalBit].index];
        CST_DCHECK(found != kNoIndex, "a part stands before what it uses");
        return found;
    }

    std::shared_ptr<Graph> graph_;
    std::shared_ptr<Plan> plan_;
    std::vector<uint32_t> nodeOfSymbol_;
    std::vector<NodeId> lost_;  // inputs and outputs that the plan knows nothing of
    // Of the part at hand:
    const PlanPart* part_ = nullptr;
    uint32_t firstNode_ = 0;
    Bases bases_{};
};

void Linker::reserve(std::span<const PlacedPart> parts) {
    std::size_t nodes = 0;
    std::size_t rows = 0;
    std::size_t edges = 0;
    Bases sizes{};
    for (const PlacedPart& placed : parts) {
        const PlanPart& part = *placed.part;
        nodes += part.nodes.size();
        rows += part.rows.size();
        edges += part.edges.size();
        sizes.operands += static_cast<uint32_t>(part.operands.size());
        sizes.numbers += static_cast<uint32_t>(part.numbers.size());
        sizes.constants += static_cast<uint32_t>(part.constants.size());
        sizes.texts += static_cast<uint32_t>(part.literals.size());
        sizes.conversions += static_cast<uint32_t>(part.conversions.size());
        sizes.lambdas += static_cast<uint32_t>(part.lambdas.size());
        sizes.callOptions += static_cast<uint32_t>(part.callOptions.size());
    }
    plan_->nodes.reserve(nodes);
    plan_->graphNode.reserve(nodes);
    Pools& pools = plan_->pools;
    pools.operands.reserve(sizes.operands);
    pools.numbers.reserve(sizes.numbers);
    pools.constants.reserve(sizes.constants);
    pools.texts.reserve(sizes.texts);
    pools.conversions.reserve(sizes.conversions);
    pools.lambdas.reserve(sizes.lambdas);
    pools.callOptions.reserve(sizes.callOptions);
    graph_->nodes.reserve(rows);
    graph_->edges.reserve(edges);
}

template <class Row, class Rows>
uint32_t append(std::vector<Row>& to, const Rows& from) {
    const auto base = static_cast<uint32_t>(to.size());
    to.insert(to.end(), from.begin(), from.end());
    return base;
}

void Linker::addPools() {
    Pools& to = plan_->pools;
    const PlanPart& from = *part_;
    bases_.operands = append(to.operands, from.operands);
    bases_.numbers = append(to.numbers, from.numbers);
    bases_.constants = append(to.constants, from.constants);
    bases_.texts = append(to.texts, from.literals);
    bases_.conversions = append(to.conversions, from.conversions);
    bases_.callOptions = append(to.callOptions, from.callOptions);
    if (bases_.conversions != 0) {
        for (std::size_t i = bases_.operands; i < to.operands.size(); ++i) {
            uint32_t& conversion = to.operands[i].conversion;
            conversion += conversion == kNoIndex ? 0 : bases_.conversions;
        }
    }
    bases_.lambdas = append(to.lambdas, from.lambdas);
    for (std::size_t i = bases_.lambdas; i < to.lambdas.size(); ++i) {
        for (Operation& instruction : to.lambdas[i].code) {
            move(instruction);
        }
    }
}

void Linker::move(Operation& operation) const {
    operation.firstOperand += bases_.operands;
    operation.firstNumber += bases_.numbers;
    operation.options += operation.options == kNoIndex ? 0 : bases_.callOptions;
    switch (operation.op) {
    case Op::Literal: operation.payload += bases_.constants; break;
    case Op::Interpolate: operation.payload += bases_.texts; break;
    case Op::HigherOrder: operation.payload += bases_.lambdas; break;
    default: break;
    }
}

void Linker::addNodes() {
    addPools();
    const auto inputs = static_cast<uint32_t>(plan_->inputs.size());
    for (const PlanPart::Input& input : part_->inputs) {
        plan_->inputs.push_back({std::string(input.name), input.type, firstNode_ + input.node});
    }
    for (const Operation& node : part_->nodes) {
        Operation& moved = plan_->nodes.emplace_back(node);
        move(moved);
        moved.payload += node.op == Op::Input ? inputs : 0;
        for (uint32_t i = 0; i < node.operandCount; ++i) {
            uint32_t& source = plan_->pools.operands[moved.firstOperand + i].source;
            source = nodeOf(source);
        }
    }
    for (const PlanPart::Definition& definition : part_->definitions) {
        nodeOfSymbol_[definition.symbol.index] = nodeOf(definition.node);
    }
    for (const PlanPart::Output& output : part_->outputs) {
        const uint32_t node = nodeOf(output.node);
        plan_->outputs.push_back({std::string(output.name), plan_->nodes[node].type, node});
        plan_->roots.push_back(node);
    }
    for (const uint32_t effect : part_->effects) {
        plan_->roots.push_back(firstNode_ + effect);
    }
}

void Linker::addRows(const PlacedPart& placed) {
    const auto firstRow = static_cast<uint32_t>(graph_->nodes.size());
    for (const uint32_t row : part_->rowOf) {
        plan_->graphNode.emplace_back(firstRow + row);
    }
    for (std::size_t i = 0; i < part_->rows.size(); ++i) {
        GraphNode row = part_->rows[i];
        row.range.begin += placed.bytes;
        row.range.end += placed.bytes;
        row.line += placed.lines;
        row.structure = part_->own[i];
        const NodeId node = graph_->nodes.add(row);
        const bool isInput = row.kind == NodeKind::Input && row.name.empty();
        if (row.broken && (isInput || row.kind == NodeKind::Output)) {
            lost_.push_back(node);
        }
    }
    for (const PlanPart::Output& output : part_->outputs) {
        GraphNode& row = graph_->nodes[NodeId(firstRow + output.row)];
        const GraphNode& source = graph_->nodes[plan_->graphNode[nodeOf(output.node)]];
        row.type = source.type;
        row.broken = source.broken;
    }
    // A node stands behind what it needs, its row may stand before it.
    for (std::size_t i = 0; i < part_->nodes.size(); ++i) {
        const NodeId id(firstRow + part_->rowOf[i]);
        GraphNode& row = graph_->nodes[id];
        for (const Operand& operand : plan_->operands(firstNode_ + static_cast<uint32_t>(i))) {
            const NodeId source = plan_->graphNode[operand.source];
            row.structure = hashPair(row.structure, graph_->nodes[source].structure);
        }
    }
    std::size_t edge = 0;
    for (std::size_t i = 0; i < part_->rows.size(); ++i) {
        const std::size_t first = graph_->edges.size();
        for (; edge < part_->edgesEnd[i]; ++edge) {
            GraphEdge to = part_->edges[edge];
            to.from = plan_->graphNode[nodeOf(to.from.index)];
            to.to = NodeId(firstRow + static_cast<uint32_t>(i));
            to.type = graph_->nodes[to.from].type;
            if (to.portName != kUsesPort) {
                graph_->edges.push_back(to);
            } else if (!isUsed(first, to.from)) {
                to.port = static_cast<uint32_t>(graph_->edges.size() - first);
                graph_->edges.push_back(to);
            }
        }
    }
}

/// Among the edges of a broken node, from `first` on: two names may stand for one node.
bool Linker::isUsed(std::size_t first, NodeId from) const {
    return std::any_of(graph_->edges.begin() + static_cast<std::ptrdiff_t>(first),
                       graph_->edges.end(),
                       [&](const GraphEdge& edge) { return edge.from == from; });
}

/// Two broken statements may have the same name, or none: only one may keep the plain key.
void Linker::tellLostApart() {
    if (lost_.empty()) {
        return;
    }
    std::unordered_map<std::string_view, uint32_t> seen;
    for (const PlanOutput& output : plan_->outputs) {
        seen.emplace(output.name, 1);
    }
    for (const NodeId node : lost_) {
        GraphNode& row = graph_->nodes[node];
        const std::string_view name = row.kind == NodeKind::Output ? row.name : row.key;
        if (const uint32_t number = ++seen[name]; number > 1) {
            row.key = graph_->texts.add({row.key, "~", Digits(number).text()});
        }
    }
}

}  // namespace

Lowered link(std::span<const PlacedPart> parts, std::size_t symbols,
             std::shared_ptr<const void> owner) {
    return Linker(symbols, std::move(owner)).run(parts);
}

}  // namespace cst
