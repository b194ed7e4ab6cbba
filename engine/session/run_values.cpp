#include "engine/session/run_values.h"

#include "engine/run/source_view.h"
#include "engine/value/whole_value.h"

#include <utility>

namespace cst {

RunValues::RunValues(SnapshotPtr compiled, uint64_t number, Executable executable, RunRef run,
                     bool isWhole)
    : compiled_(std::move(compiled)),
      number_(number),
      executable_(std::move(executable)),
      run_(std::move(run)),
      isWhole_(isWhole) {}

/// kNoIndex if the plan has none: the node is not of this text, or does not compile.
uint32_t RunValues::planNodeOf(NodeIdentity identity) const {
    const Graph& graph = *compiled_->graph;
    NodeId node;
    for (uint32_t i = 0; i < compiled_->shown.size(); ++i) {
        if (compiled_->shown[i].identity == identity) node = NodeId(i);
    }
    if (node.hasValue() && graph.nodes[node].kind == NodeKind::Output) {
        NodeId from;
        for (const GraphEdge& edge : graph.edges) {
            if (edge.to == node) from = edge.from;
        }
        node = from;
    }
    const Plan& plan = *compiled_->plan;
    for (uint32_t i = 0; node.hasValue() && i < plan.size(); ++i) {
        if (plan.graphNode[i] == node) return i;
    }
    return kNoIndex;
}

NodeValue RunValues::valueOf(NodeIdentity identity) const {
    NodeValue found;
    found.node = identity;
    found.run = number_;
    found.compiled = compiled_;
    const uint32_t node = planNodeOf(identity);
    if (node == kNoIndex) {
        return found;
    }
    found.type = compiled_->plan->nodes[node].type;
    if (!run_) {
        return found;
    }
    SourceView view(*executable_.optimised, *run_, *compiled_->types, isWhole_);
    const Value* value = view.isNeeded(node) ? view.value(node) : nullptr;
    if (value != nullptr) {
        found.value = *value;
        found.bytes = readWhole(*value);
        found.spread = spreadOf(*compiled_->types, found.type, *value);
    }
    return found;
}

}  // namespace cst
