#pragma once

#include "engine/plan/interpret.h"
#include "engine/plan/plan.h"
#include "engine/types/signature.h"

#include <memory>
#include <vector>

namespace cst {

/// What the optimiser made of one node of the source's plan.
struct NodeFate {
    enum class Kind : uint8_t {
        Removed,    // no output and no effect needs it
        Kept,       // `node` does the same; several nodes of the source may share it
        Forwarded,  // a choice that is settled: its value is that of `node`
        Folded,     // its value is constant `constant`, a literal's own included
    };
    Kind kind = Kind::Removed;
    uint32_t node = kNoIndex;      // of OptimisedPlan::plan
    uint32_t constant = kNoIndex;  // of its pools
};

/// A plan that does the same as `source` with fewer nodes, and the way back to the nodes that a
/// person sees. Immutable: any thread reads it.
struct OptimisedPlan {
    std::shared_ptr<const Plan> source;
    std::shared_ptr<const Plan> plan;
    std::vector<NodeFate> fates;  // by node of `source`
};

/// Folds constants, settles choices with a constant condition, merges equal pure nodes, and leaves
/// out what no output, input or effect needs. Results, errors and the number of effectful calls
/// stay the same; what would fail is left to the run.
/// In:     `pure` calls functions of the standard library.
/// Cost:   O(nodes); a fold reads 2 KB, makes a few megabytes and keeps 64 KB at most.
/// Source: language §12. One thread; `pure` is used during the call only.
OptimisedPlan optimise(std::shared_ptr<const Plan> source, const SignatureTable& signatures,
                       const TypeTable& types, LambdaHost& pure);

/// The plan as it is, each node kept.
OptimisedPlan unoptimised(std::shared_ptr<const Plan> source);

}  // namespace cst
