#pragma once

#include "engine/plan/optimise.h"
#include "engine/run/run.h"
#include "engine/run/status.h"

#include <optional>
#include <vector>

namespace cst {

/// What became of one node of the source.
struct NodeEnd {
    NodeStatus status = NodeStatus::Skipped;
    uint32_t root = kNoIndex;  // node that failed, or the input that is missing
    bool hasError = false;     // `error` is its own
    bool isRecovered = false;  // what needs it does well without: its error is none of the run's
    Error error;
};

/// A run in terms of the nodes of the source, as if the source itself had run: which of its nodes
/// were needed, their values and ends. What was fused is worked out again from the values that
/// were kept, once per view and only where somebody asks; while the run goes on it has no value,
/// but if what it is fused into has failed it is looked for the one that did.
/// Not thread safe; the run may go on meanwhile. Cost: O(nodes) to make.
class SourceView {
public:
    /// All of these outlive the view. `allInputs`: an input counts as needed whoever needs it.
    SourceView(const OptimisedPlan& optimised, const Run& run, const TypeTable& types,
               bool allInputs = true);

    /// Would the run of the source have begun it by now?
    bool isNeeded(uint32_t node) const { return needed_[node]; }
    /// Null if there is none (yet).
    const Value* value(uint32_t node);
    /// Node of the source that works it out; kNoIndex if it is not fused.
    uint32_t fusedInto(uint32_t node) const;
    /// Step of the run that does the work of a node, the one it is fused into included; kNoIndex
    /// for what was settled before the run.
    uint32_t stepOf(uint32_t node) const;
    /// Of what a node can do without (arms, guarded expressions, fallbacks): the operands that it
    /// asked for, in order. Cost: O(operands); nothing for a node that needs all of its own.
    std::vector<uint32_t> askedFor(uint32_t node);
    /// What became of every node of the source: an arm that was settled and not needed is skipped,
    /// a failure that two nodes share is the error of both. The same at any number of workers.
    /// While the run goes on: what has become of it so far. What has ended looks as it will look
    /// after the end, but that another root cause may come and stand further in front.
    std::vector<NodeEnd> ends();

private:
    /// A node of the optimised plan.
    struct Outcome {
        StepState state = StepState::Idle;
        const Value* value = nullptr;
    };
    struct Memo {
        bool known = false;
        Outcome outcome;
        Value value;
        std::optional<Error> error;
    };
    struct Settled;

    Outcome outcomeOf(uint32_t planNode);
    void workOut(uint32_t planNode, Memo& memo);
    StepState endOf(uint32_t node);
    const Error& errorOf(uint32_t planNode);
    NodeStatus progress(uint32_t node) const;
    void passNeedOn(uint32_t node);
    template <class Ask>
    uint32_t followChoice(uint32_t node, const Ask& ask);
    bool wasStopped(uint32_t node) const;
    Error stoppedError(uint32_t node) const;
    void takeRoot(NodeEnd& end, const NodeEnd& from) const;
    NodeEnd endOfNeeded(uint32_t node, const std::vector<NodeEnd>& before);
    NodeStatus completedStatus(uint32_t node) const;
    void markRecovered(std::vector<NodeEnd>& ends) const;
    bool beganFallback(uint32_t node) const;

    const OptimisedPlan& optimised_;
    const Plan& source_;
    const Plan& plan_;
    const Run& run_;
    const TypeTable& types_;
    const bool isFinal_;
    std::vector<bool> needed_;
    std::vector<uint32_t> choice_;   // the operand that a choice, or a fallback, went by last; else
                                     // kNoIndex
    std::vector<Memo> memos_;        // by node of the optimised plan; used for fused ones
    std::vector<uint32_t> shownBy_;  // by node of the optimised plan: first source node that it is
};

}  // namespace cst
