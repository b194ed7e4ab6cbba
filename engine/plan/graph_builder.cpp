#include "engine/plan/graph_builder.h"

#include "engine/base/digits.h"
#include "engine/base/hash.h"

#include <algorithm>
#include <array>

namespace cst {

GraphBuilder::GraphBuilder(PartDraft& draft, const SourceText& text, uint32_t line,
                           Describer& describer)
    : draft_(draft), text_(text), describer_(describer), line_(line) {}

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
    draft_.operands.push_back(operand);
    draft_.ports.push_back(port);
}

void GraphBuilder::drop(Mark mark) {
    draft_.operands.resize(mark);
    draft_.ports.resize(mark);
}

/// What stands in another declaration counts by its place among the operands only.
Hash128 GraphBuilder::shapeOf(uint32_t node) const {
    return isExternal(node) || node < firstOwn_ ? Hash128{} : draft_.rows[node].shape;
}

uint32_t GraphBuilder::addNode(Operation operation, const NodeWords& shown, Mark first) {
    const auto index = static_cast<uint32_t>(draft_.nodes.size());
    const std::span<const Operand> operands = std::span(draft_.operands).subspan(first);
    describer_.setOperands(operation, operands);
    const std::size_t strict = isControl(operation.op)    ? 1
                               : operation.op == Op::Call ? operation.numberCount
                                                          : operands.size();
    draft_.content.assign(shown.label);
    draft_.content += '\n';
    draft_.content += shown.detail;
    draft_.content += '\n';
    draft_.content += static_cast<char>(operation.op);
    const auto addNumber = [&](uint64_t number) {
        draft_.content.append(reinterpret_cast<const char*>(&number), sizeof number);
    };
    addNumber(describer_.types_[operation.type].textHash);
    if (operation.op == Op::Match) {
        // Which cases take which members: per arm a count, then types.
        const std::span<const uint32_t> numbers = draft_.pools.numbersOf(operation);
        for (std::size_t i = 0, next = 0; i < numbers.size(); ++i) {
            const bool isCount = i == next;
            next += isCount ? numbers[i] + 1 : 0;
            addNumber(isCount ? numbers[i] : describer_.types_[TypeId(numbers[i])].textHash);
        }
    }
    if (operation.hasOptions) {
        draft_.content += static_cast<char>(operation.priority);
        if (const CallOptions* const options = draft_.pools.optionsOf(operation)) {
            appendOptions(draft_.content, *options);
        }
    }
    draft_.own.push_back(hashBytes(draft_.content));
    Hash128 shape = draft_.own.back();
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const uint32_t from = operands[i].source;
        shape = hashPair(shape, shapeOf(from));
        draft_.edges.push_back({NodeId(from),
                                {},
                                static_cast<uint32_t>(i),
                                draft_.ports[first + i],
                                i < strict ? EdgeKind::Strict : EdgeKind::Conditional,
                                {}});
    }
    drop(first);
    GraphNode& node = draft_.rows.emplace_back();
    node.key = shown.key;
    node.name = shown.name;
    node.label = shown.label;
    node.kind = shown.kind;
    node.type = operation.type;
    if (operation.function.hasValue()) {
        node.module = describer_.signatures_[operation.function].qualified;
    }
    node.range = shown.range;
    node.line = line_ = text_.line(shown.range.begin, line_);
    node.shape = shape;
    node.broken = operation.op == Op::Broken;
    node.effectful = operation.effectful;
    draft_.edgesEnd.push_back(static_cast<uint32_t>(draft_.edges.size()));
    draft_.nodes.push_back(operation);
    return index;
}

void GraphBuilder::addUse(uint32_t used, uint32_t number) {
    draft_.edges.push_back({NodeId(used), {}, number, kUsesPort, EdgeKind::Strict, {}});
    draft_.edgesEnd.back() = static_cast<uint32_t>(draft_.edges.size());
}

void GraphBuilder::addOutput(uint32_t node, const NodeWords& shown) {
    draft_.outputs.push_back({shown.name, node, static_cast<uint32_t>(draft_.rows.size())});
    addPort(shown);
    draft_.edges.push_back({NodeId(node), {}, 0, "value", EdgeKind::Strict, {}});
    draft_.edgesEnd.push_back(static_cast<uint32_t>(draft_.edges.size()));
}

void GraphBuilder::addLost(const NodeWords& shown) {
    GraphNode& port = addPort(shown);
    port.type = types::kError;
    port.broken = true;
    draft_.edgesEnd.push_back(static_cast<uint32_t>(draft_.edges.size()));
}

/// A row that the plan has no node for.
GraphNode& GraphBuilder::addPort(const NodeWords& shown) {
    GraphNode& port = draft_.rows.emplace_back();
    port.key = shown.key;
    port.name = shown.name;
    port.label = shown.label;
    port.kind = shown.kind;
    port.range = shown.range;
    port.line = line_ = text_.line(shown.range.begin, line_);
    port.shape = hashBytes(shown.key);
    draft_.own.push_back(port.shape);
    return port;
}

}  // namespace cst
