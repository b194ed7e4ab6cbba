#include "engine/session/run_reasons.h"

#include <algorithm>

namespace cst {
namespace {

NodeIdentity identityOf(const Snapshot& compiled, const Plan& source, uint32_t node) {
    return compiled.shown[source.graphNode[node].index].identity;
}

bool hasBegun(NodeStatus status) {
    return hasEnded(status) || status == NodeStatus::Running || status == NodeStatus::Waiting;
}

std::string nameOf(const Snapshot& compiled, const Plan& source, uint32_t node) {
    const GraphNode& row = compiled.graph->nodes[source.graphNode[node]];
    return std::string(row.name.empty() ? row.key : row.name);
}

}  // namespace

RunReasons::Cause RunReasons::causeOf(uint32_t node, const Snapshot& compiled,
                                      const RunResults& results, const Plan& source,
                                      const std::vector<Cause>& before) const {
    const Operation& operation = source.nodes[node];
    const std::optional<Hash128> key = results.keyOf(node);
    const auto found = pasts_.find(identityOf(compiled, source, node).index);
    if (!key) {
        return {};
    }
    if (found == pasts_.end()) {
        return {RanBecause::FirstRun, node};
    }
    const Past& past = found->second;
    if (past.key == *key) {
        return {};
    }
    if (operation.effectful) {
        return {RanBecause::Effect, node};
    }
    if (operation.op == Op::Input) {
        return {RanBecause::InputChanged, node};
    }
    if (operation.op == Op::Literal) {
        return {RanBecause::LiteralChanged, node};
    }
    const std::span<const Operand> operands = source.operands(node);
    if (past.own != results.ownOf(node) || past.operands.size() != operands.size()) {
        return {RanBecause::TextChanged, node};
    }
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const uint32_t operand = operands[i].source;
        const PastOperand& was = past.operands[i];
        const Hash128 is = results.keyOf(operand).value_or(Hash128());
        if (was.key == is) {
            continue;
        }
        const Cause& cause = before[operand];
        const bool isNested = compiled.graph->nodes[source.graphNode[operand]].name.empty();
        const bool isText =
            cause.because == RanBecause::LiteralChanged || cause.because == RanBecause::TextChanged;
        if (isNested && isText) {
            return cause;  // it stands in the node's own text
        }
        if (was.identity != identityOf(compiled, source, operand)) {
            break;  // it is given something else
        }
        if (cause.because == RanBecause::InputChanged ||
            cause.because == RanBecause::UpstreamChanged) {
            return cause;
        }
        return {RanBecause::UpstreamChanged, operand};
    }
    return {RanBecause::TextChanged, node};
}

void RunReasons::explain(RunSnapshot& report, const RunResults& results, const Plan& source) const {
    const Snapshot& compiled = *report.compiled;
    std::vector<Cause> causes(source.size());
    for (uint32_t node = 0; node < source.size(); ++node) {
        Cause& cause = causes[node];
        cause = causeOf(node, compiled, results, source, causes);
        NodeRun& row = report.nodes[source.graphNode[node].index];
        const Op op = source.nodes[node].op;
        const bool isWork = op != Op::Input && op != Op::Literal && op != Op::Broken;
        const bool ran = isWork && hasBegun(row.status) && row.wasUs < 0 && !row.kept &&
                         !row.folded && row.sharedWith < 0 && row.fusedInto < 0;
        if (!ran) {
            continue;
        }
        if (source.nodes[node].effectful) {
            row.because = RanBecause::Effect;
        } else if (cause.because != RanBecause::None) {
            row.because = cause.because;
            const bool hasName = cause.because == RanBecause::InputChanged ||
                                 cause.because == RanBecause::UpstreamChanged;
            row.becauseOf = hasName ? nameOf(compiled, source, cause.node) : std::string();
        } else if (results.mode() == RunResults::Mode::Afresh) {
            row.because = RanBecause::Afresh;
        } else if (const auto past = pasts_.find(identityOf(compiled, source, node).index);
                   past != pasts_.end()) {
            row.because = past->second.wasKept ? RanBecause::Evicted : RanBecause::NotKept;
        }
    }
}

void RunReasons::learn(const RunSnapshot& report, const RunResults& results, const Plan& source,
                       const std::vector<bool>& keptNodes) {
    const Snapshot& compiled = *report.compiled;
    if (pasts_.size() > 4 * source.size() + 1000) {
        pasts_.clear();  // mostly of nodes that are gone
    }
    for (uint32_t node = 0; node < source.size(); ++node) {
        const std::optional<Hash128> key = results.keyOf(node);
        if (!key || !hasEnded(report.nodes[source.graphNode[node].index].status)) {
            continue;
        }
        Past& past = pasts_[identityOf(compiled, source, node).index];
        past.own = results.ownOf(node);
        past.key = *key;
        past.wasKept = keptNodes[node];
        past.operands.clear();
        for (const Operand& operand : source.operands(node)) {
            past.operands.push_back({identityOf(compiled, source, operand.source),
                                     results.keyOf(operand.source).value_or(Hash128())});
        }
    }
}

}  // namespace cst
