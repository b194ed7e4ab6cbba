#pragma once

#include "engine/plan/optimise.h"
#include "engine/run/run.h"
#include "engine/run/status.h"

#include <vector>

namespace cst {

/// What became of one node of the source.
struct NodeEnd {
    NodeStatus status = NodeStatus::Skipped;
    uint32_t root = kNoIndex;  // node that failed, or the input that is missing
    bool hasError = false;     // `error` is its own
    Error error;
};

/// Which nodes of the source were needed so far: the run of the source itself would have begun
/// them. Any time during a run of `optimised.plan`. Cost: O(nodes).
std::vector<bool> neededNodes(const OptimisedPlan& optimised, const Run& run,
                              const TypeTable& types);

/// What became of every node of the source in a run of its optimised plan, as if the source itself
/// had run: an arm that was settled or folded and not needed is skipped, a failure that two nodes
/// share is the error of both. After the end; the same at any number of workers.
/// By node of `optimised.source`. Cost: O(nodes).
std::vector<NodeEnd> sourceEnds(const OptimisedPlan& optimised, const Run& run,
                                const TypeTable& types);

/// The value of a node of the source; nullptr if there is none (yet).
const Value* sourceValue(const OptimisedPlan& optimised, const Run& run, uint32_t node);

}  // namespace cst
