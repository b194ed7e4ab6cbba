#include "engine/session/compiled_checks.h"

#include <algorithm>

namespace cst {
namespace {

bool isIn(uint64_t first, uint64_t count, std::size_t size) {
    return first <= size && count <= size - first;
}

bool isNoneOrIn(uint32_t index, std::size_t size) {
    return index == kNoIndex || index < size;
}

/// Of a plan, or of a lambda.
bool isOperationGood(const Operation& operation, const CompiledParts& parts,
                     std::size_t functions) {
    const Pools& pools = parts.plan->pools;
    const uint32_t payload = operation.payload;
    const bool hasPayload = [&] {
        switch (operation.op) {
        case Op::Literal: return payload < pools.constants.size();
        case Op::Interpolate:
            return isIn(payload, uint64_t{operation.operandCount} + 1, pools.texts.size());
        case Op::HigherOrder: return payload < pools.lambdas.size();
        case Op::Input: return payload < parts.plan->inputs.size();
        default: return true;
        }
    }();
    return hasPayload && isNoneOrIn(operation.function.index, functions) &&
           isNoneOrIn(operation.options, pools.callOptions.size()) &&
           isIn(operation.firstOperand, operation.operandCount, pools.operands.size()) &&
           isIn(operation.firstNumber, operation.numberCount, pools.numbers.size());
}

bool isPlanGood(const CompiledParts& parts, std::size_t functions) {
    const Plan& plan = *parts.plan;
    const auto isNode = [&](uint32_t node) { return node < plan.size(); };
    const auto isGood = [&](const Operation& operation) {
        return isOperationGood(operation, parts, functions);
    };
    for (uint32_t node = 0; node < plan.size(); ++node) {
        if (!isGood(plan.nodes[node]) || !plan.nodes[node].type.hasValue()) {
            return false;
        }
        for (const Operand& operand : plan.operands(node)) {
            if (operand.source >= node) {
                return false;
            }
        }
    }
    const Pools& pools = plan.pools;
    return std::all_of(pools.operands.begin(), pools.operands.end(),
                       [&](const Operand& operand) {
                           return isNoneOrIn(operand.conversion, pools.conversions.size());
                       }) &&
           std::all_of(pools.lambdas.begin(), pools.lambdas.end(),
                       [&](const Lambda& lambda) {
                           return std::all_of(lambda.code.begin(), lambda.code.end(), isGood);
                       }) &&
           std::all_of(plan.inputs.begin(), plan.inputs.end(),
                       [&](const PlanInput& input) {
                           return isNode(input.node) && input.type.hasValue();
                       }) &&
           std::all_of(plan.outputs.begin(), plan.outputs.end(),
                       [&](const PlanOutput& output) {
                           return isNode(output.node) && output.type.hasValue();
                       }) &&
           std::all_of(plan.roots.begin(), plan.roots.end(), isNode) &&
           plan.inputs.size() == parts.inputs.size() && plan.graphNode.size() == plan.size() &&
           std::all_of(plan.graphNode.begin(), plan.graphNode.end(),
                       [&](NodeId row) { return row.index < parts.graph->nodes.size(); });
}

bool isGraphGood(const Graph& graph, uint32_t textSize) {
    const auto& nodes = graph.nodes;
    return std::all_of(nodes.begin(), nodes.end(),
                       [&](const GraphNode& node) {
                           return node.range.end <= textSize && node.type.hasValue() &&
                                  node.line >= 1 && node.line - 1 <= textSize;
                       }) &&
           std::all_of(graph.edges.begin(), graph.edges.end(), [&](const GraphEdge& edge) {
               return edge.from.index < nodes.size() && edge.to.index < nodes.size() &&
                      edge.type.hasValue();
           });
}

bool isDiagnosticGood(const Diagnostic& diagnostic, uint32_t textSize) {
    const auto isGood = [&](const auto& row) { return row.range.end <= textSize; };
    return isGood(diagnostic) &&
           std::all_of(diagnostic.notes.begin(), diagnostic.notes.end(), isGood) &&
           std::all_of(diagnostic.fixes.begin(), diagnostic.fixes.end(), [&](const Fix& fix) {
               return std::all_of(fix.edits.begin(), fix.edits.end(), isGood);
           });
}

}  // namespace

bool isWithinBounds(const CompiledParts& parts, std::size_t functions, uint32_t textSize) {
    const auto isGood = [&](const auto& row) {
        return row.range.end <= textSize && row.type.hasValue();
    };
    return isPlanGood(parts, functions) && isGraphGood(*parts.graph, textSize) &&
           std::all_of(parts.inputs.begin(), parts.inputs.end(), isGood) &&
           std::all_of(parts.outputs.begin(), parts.outputs.end(), isGood) &&
           std::all_of(parts.diagnostics.begin(), parts.diagnostics.end(),
                       [&](const Diagnostic& each) { return isDiagnosticGood(each, textSize); });
}

}  // namespace cst
