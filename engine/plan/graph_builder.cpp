#include "engine/plan/graph_builder.h"

#include "engine/base/digits.h"
#include "engine/base/hash.h"

#include <algorithm>
#include <array>

namespace cst {

namespace {

void appendOptions(std::string& content, const CallOptions* options, uint8_t priority) {
    content += std::to_string(priority);
    if (options == nullptr) {
        return;
    }
    for (const int64_t part :
         {int64_t{options->attempts}, int64_t{options->delay.count()},
          static_cast<int64_t>(options->backoff), int64_t{options->timeout.count()},
          int64_t{options->cacheFor.count()}, int64_t{options->throttleCount},
          int64_t{options->throttlePeriod.count()}, int64_t{options->concurrency},
          static_cast<int64_t>(options->onError)}) {
        content += "," + std::to_string(part);
    }
    content += options->cacheBackend;
}

}  // namespace

GraphBuilder::GraphBuilder(Plan& plan, Graph& graph, const SourceText& text, Describer& describer)
    : plan_(plan), graph_(graph), text_(text), describer_(describer) {}

void GraphBuilder::reserve(std::size_t nodes) {
    nodes_.reserve(nodes);
    edgesEnd_.reserve(nodes);
    edges_.reserve(nodes);
    plan_.nodes.reserve(nodes);
    plan_.pools.operands.reserve(nodes);
}

std::string_view GraphBuilder::numbered(std::string_view word, std::size_t number) {
    // The usual ones are there already.
    constexpr std::array<std::string_view, 8> kArgs{"args.0", "args.1", "args.2", "args.3",
                                                    "args.4", "args.5", "args.6", "args.7"};
    if (word == "args" && number < kArgs.size()) {
        return kArgs[number];
    }
    return texts().add({word, ".", Digits(static_cast<uint32_t>(number)).text()});
}

void GraphBuilder::gather(Operand operand, std::string_view port) {
    operands_.push_back(operand);
    ports_.push_back(port);
}

void GraphBuilder::drop(Mark mark) {
    operands_.resize(mark);
    ports_.resize(mark);
}

uint32_t GraphBuilder::addNode(Operation operation, const ShownNode& shown, Mark first) {
    const auto index = static_cast<uint32_t>(plan_.nodes.size());
    const std::span<const Operand> operands = std::span(operands_).subspan(first);
    describer_.setOperands(operation, operands);
    const std::size_t strict = isControl(operation.op)    ? 1
                               : operation.op == Op::Call ? operation.numberCount
                                                          : operands.size();
    content_.assign(shown.label);
    content_ += '\n';
    content_ += shown.detail;
    content_ += '\n';
    content_ += static_cast<char>(operation.op);
    const uint64_t typeHash = describer_.types_[operation.type].textHash;
    content_.append(reinterpret_cast<const char*>(&typeHash), sizeof typeHash);
    if (operation.hasOptions) {
        appendOptions(content_, plan_.pools.optionsOf(operation), operation.priority);
    }
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const uint32_t from = operands[i].source;
        const Hash128 hash = nodes_[from].structure;
        content_.append(reinterpret_cast<const char*>(&hash), sizeof hash);
        edges_.push_back({NodeId(from),
                          {},
                          static_cast<uint32_t>(i),
                          ports_[first + i],
                          i < strict ? EdgeKind::Strict : EdgeKind::Conditional,
                          plan_.nodes[from].type});
    }
    drop(first);
    GraphNode& node = nodes_.emplace_back();
    node.key = shown.key;
    node.name = shown.name;
    node.label = shown.label;
    node.kind = shown.kind;
    node.type = operation.type;
    if (operation.function.hasValue()) {
        node.module = texts().add(describer_.signatures_[operation.function].qualified);
    }
    node.range = shown.range;
    node.line = text_.line(shown.range.begin);
    node.structure = hashBytes(content_);
    node.broken = operation.op == Op::Broken;
    node.effectful = operation.effectful;
    edgesEnd_.push_back(static_cast<uint32_t>(edges_.size()));
    plan_.nodes.push_back(operation);
    return index;
}

void GraphBuilder::addUse(uint32_t used, uint32_t number) {
    edges_.push_back(
        {NodeId(used), {}, number, kUsesPort, EdgeKind::Strict, plan_.nodes[used].type});
    edgesEnd_.back() = static_cast<uint32_t>(edges_.size());
}

void GraphBuilder::addOutput(uint32_t node, const ShownNode& shown) {
    GraphNode& output = nodes_.emplace_back();
    output.key = shown.key;
    output.name = shown.name;
    output.label = shown.label;
    output.kind = NodeKind::Output;
    output.type = plan_.nodes[node].type;
    output.range = shown.range;
    output.line = text_.line(shown.range.begin);
    output.structure = hashBytes(shown.key);
    output.broken = nodes_[node].broken;
    edges_.push_back({NodeId(node), {}, 0, "value", EdgeKind::Strict, output.type});
    edgesEnd_.push_back(static_cast<uint32_t>(edges_.size()));
}

void GraphBuilder::finish() {
    struct Place {
        uint64_t rank;
        uint32_t row;
        bool operator<(const Place& other) const {
            return rank != other.rank ? rank < other.rank : row < other.row;
        }
    };
    std::vector<Place> order;
    order.reserve(nodes_.size());
    for (const GraphNode& node : nodes_) {
        const uint64_t rank = uint64_t{node.range.begin} << 32U | (UINT32_MAX - node.range.end);
        order.push_back({rank, static_cast<uint32_t>(order.size())});
    }
    std::sort(order.begin(), order.end());
    std::vector<NodeId> place(order.size());
    graph_.nodes.reserve(order.size());
    for (const Place& each : order) {
        place[each.row] = graph_.nodes.add(nodes_[each.row]);
    }
    graph_.edges.reserve(edges_.size());
    for (const Place& each : order) {
        const uint32_t begin = each.row == 0 ? 0 : edgesEnd_[each.row - 1];
        for (uint32_t i = begin; i < edgesEnd_[each.row]; ++i) {
            GraphEdge& edge = graph_.edges.emplace_back(edges_[i]);
            edge.from = place[edge.from.index];
            edge.to = place[each.row];
        }
    }
    plan_.graphNode.assign(place.begin(),
                           place.begin() + static_cast<std::ptrdiff_t>(plan_.nodes.size()));
}

}  // namespace cst
