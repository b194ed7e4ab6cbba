#include "engine/session/root_error.h"

#include "engine/plan/plan.h"

#include <algorithm>

namespace cst {

RunError rootError(const Snapshot& compiled, const Run& run, const SourceView& view, uint32_t node,
                   const NodeEnd& end) {
    const GraphNode& shown = compiled.graph->nodes[compiled.plan->graphNode[node]];
    RunError error;
    error.code = end.error.code;
    error.message = end.error.message;
    error.node = shown.key;
    error.attempts = std::max<uint16_t>(1, run.times(view.stepOf(node), 1.0).attempts);
    error.range = shown.range;
    return error;
}

}  // namespace cst
