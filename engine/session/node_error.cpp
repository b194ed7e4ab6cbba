#include "engine/session/node_error.h"

#include "engine/plan/plan.h"

#include <algorithm>

namespace cst {

RunError errorOfNode(const Snapshot& compiled, uint32_t node, const Error& own, uint32_t attempts) {
    const GraphNode& shown = compiled.graph->nodes[compiled.plan->graphNode[node]];
    RunError error;
    error.code = own.code;
    error.message = own.message;
    error.node = shown.key;
    error.attempts = std::max(1U, attempts);
    error.range = shown.range;
    return error;
}

}  // namespace cst
