#include "engine/session/run_target.h"

#include "engine/base/suggest.h"

#include <algorithm>

namespace cst {

uint32_t planNodeOf(const Snapshot& compiled, std::string_view key) {
    const Graph& graph = *compiled.graph;
    NodeId shown = graph.byKey(key);
    if (!shown.hasValue()) {
        return kNoIndex;
    }
    if (graph.nodes[shown].kind == NodeKind::Output) {
        const auto edge = std::find_if(graph.edges.begin(), graph.edges.end(),
                                       [&](const GraphEdge& each) { return each.to == shown; });
        if (edge == graph.edges.end()) {
            return kNoIndex;
        }
        shown = edge->from;
    }
    const std::vector<NodeId>& all = compiled.plan->graphNode;
    const auto found = std::find(all.begin(), all.end(), shown);
    if (found == all.end()) {
        return kNoIndex;  // a ghost
    }
    const auto node = static_cast<uint32_t>(found - all.begin());
    return compiled.plan->nodes[node].op == Op::Broken ? kNoIndex : node;
}

std::string outputNameOf(std::string_view key) {
    constexpr std::string_view kOutput = "out:";
    return std::string(key.starts_with(kOutput) ? key.substr(kOutput.size()) : key);
}

std::vector<std::string> keysNear(const Snapshot& compiled, std::string_view key) {
    std::vector<std::string_view> keys;
    for (const GraphNode& node : compiled.graph->nodes.rows()) {
        keys.push_back(node.key);
    }
    std::vector<std::string> near = suggest(key, keys);
    const std::string input = "in:" + std::string(key);
    if (compiled.graph->byKey(input).hasValue()) {
        std::erase(near, input);
        near.insert(near.begin(), input);
    }
    return near;
}

std::shared_ptr<const Plan> planWithUnneeded(const Plan& plan) {
    std::vector<bool> isNeeded(plan.size());
    for (uint32_t node = 0; node < plan.size(); ++node) {
        for (const Operand& operand : plan.operands(node)) {
            isNeeded[operand.source] = true;
        }
    }
    for (const uint32_t root : plan.roots) {
        isNeeded[root] = true;
    }
    std::vector<uint32_t> roots = plan.roots;
    for (uint32_t node = 0; node < plan.size(); ++node) {
        const Operation& operation = plan.nodes[node];
        const bool isWork = operation.op != Op::Input && operation.op != Op::Literal &&
                            operation.op != Op::Broken && !operation.effectful;
        if (isWork && !isNeeded[node]) {
            roots.push_back(node);
        }
    }
    if (roots.size() == plan.roots.size()) {
        return nullptr;
    }
    std::sort(roots.begin(), roots.end());
    auto more = std::make_shared<Plan>(plan);
    more->roots = std::move(roots);
    return more;
}

std::shared_ptr<const Plan> planFor(const Plan& plan, uint32_t node, std::string_view key) {
    auto reduced = std::make_shared<Plan>(plan);
    reduced->roots = {node};
    reduced->outputs = {{std::string(key), plan.nodes[node].type, node}};
    return reduced;
}

}  // namespace cst
