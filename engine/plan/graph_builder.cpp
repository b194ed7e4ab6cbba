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

GraphBuilder::GraphBuilder(PlanPart& part, const SourceText& text, Describer& describer)
    : part_(part), text_(text), describer_(describer) {}

void GraphBuilder::reserve(std::size_t nodes) {
    rows_.reserve(nodes);
    own_.reserve(nodes);
    edgesEnd_.reserve(nodes);
    edges_.reserve(nodes);
    part_.nodes.reserve(nodes);
    part_.pools.operands.reserve(nodes);
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

/// What stands in another part counts by its place among the operands only.
Hash128 GraphBuilder::structureOf(uint32_t node) const {
    return isExternal(node) ? Hash128{} : rows_[node].structure;
}

uint32_t GraphBuilder::addNode(Operation operation, const ShownNode& shown, Mark first) {
    const auto index = static_cast<uint32_t>(part_.nodes.size());
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
        appendOptions(content_, part_.pools.optionsOf(operation), operation.priority);
    }
    own_.push_back(hashBytes(content_));
    Hash128 structure = own_.back();
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const uint32_t from = operands[i].source;
        structure = hashPair(structure, structureOf(from));
        edges_.push_back({NodeId(from),
                          {},
                          static_cast<uint32_t>(i),
                          ports_[first + i],
                          i < strict ? EdgeKind::Strict : EdgeKind::Conditional,
                          {}});
    }
    drop(first);
    GraphNode& node = rows_.emplace_back();
    node.key = shown.key;
    node.name = shown.name;
    node.label = shown.label;
    node.kind = shown.kind;
    node.type = operation.type;
    if (operation.function.hasValue()) {
        node.module = describer_.signatures_[operation.function].qualified;
    }
    node.range = shown.range;
    node.line = text_.line(shown.range.begin);
    node.structure = structure;
    node.broken = operation.op == Op::Broken;
    node.effectful = operation.effectful;
    edgesEnd_.push_back(static_cast<uint32_t>(edges_.size()));
    part_.nodes.push_back(operation);
    return index;
}

void GraphBuilder::addUse(uint32_t used, uint32_t number) {
    edges_.push_back({NodeId(used), {}, number, kUsesPort, EdgeKind::Strict, {}});
    edgesEnd_.back() = static_cast<uint32_t>(edges_.size());
}

void GraphBuilder::addOutput(uint32_t node, const ShownNode& shown) {
    part_.outputs.push_back({shown.name, node, static_cast<uint32_t>(rows_.size())});
    GraphNode& output = rows_.emplace_back();
    output.key = shown.key;
    output.name = shown.name;
    output.label = shown.label;
    output.kind = NodeKind::Output;
    output.range = shown.range;
    output.line = text_.line(shown.range.begin);
    output.structure = hashBytes(shown.key);
    own_.push_back(output.structure);
    edges_.push_back({NodeId(node), {}, 0, "value", EdgeKind::Strict, {}});
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
    order.reserve(rows_.size());
    for (const GraphNode& node : rows_) {
        const uint64_t rank = uint64_t{node.range.begin} << 32U | (UINT32_MAX - node.range.end);
        order.push_back({rank, static_cast<uint32_t>(order.size())});
    }
    std::sort(order.begin(), order.end());
    std::vector<uint32_t> place(order.size());
    part_.rows.reserve(order.size());
    part_.own.reserve(order.size());
    part_.edges.reserve(edges_.size());
    part_.edgesEnd.reserve(order.size());
    for (const Place& each : order) {
        place[each.row] = static_cast<uint32_t>(part_.rows.size());
        part_.rows.push_back(rows_[each.row]);
        part_.own.push_back(own_[each.row]);
        const uint32_t begin = each.row == 0 ? 0 : edgesEnd_[each.row - 1];
        part_.edges.insert(part_.edges.end(), edges_.begin() + begin,
                           edges_.begin() + edgesEnd_[each.row]);
        part_.edgesEnd.push_back(static_cast<uint32_t>(part_.edges.size()));
    }
    for (PlanPart::Output& output : part_.outputs) {
        output.row = place[output.row];
    }
    place.resize(part_.nodes.size());
    part_.rowOf = std::move(place);
}

}  // namespace cst
