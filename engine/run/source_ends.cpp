// Worked out from the graph, not from what happened first. Need is passed on backwards, from
// consumers to what they need, choices being made again with the values that came; ends are then
// told forwards, from operands to their consumers.

#include "engine/run/source_ends.h"

#include "engine/plan/control.h"

namespace cst {
namespace {

using End = Run::End;
using Fate = NodeFate::Kind;

class Replay {
public:
    Replay(const OptimisedPlan& optimised, const Run& run, const TypeTable& types)
        : optimised_(optimised), source_(*optimised.source), run_(run), types_(types) {
        needed_.resize(source_.size());
        step_.resize(source_.size());
        for (const PlanInput& input : source_.inputs) {
            needed_[input.node] = true;
        }
        for (const uint32_t root : source_.roots) {
            needed_[root] = true;
        }
        for (uint32_t node = source_.size(); node-- > 0;) {
            if (needed_[node]) {
                passNeedOn(node);
            }
        }
    }

    std::vector<bool> takeNeeded() { return std::move(needed_); }
    std::vector<NodeEnd> ends() const;

private:
    End endOf(uint32_t node) const;
    void passNeedOn(uint32_t node);
    bool wasStopped(uint32_t node) const;
    void takeRoot(NodeEnd& end, const NodeEnd& from) const;

    const OptimisedPlan& optimised_;
    const Plan& source_;
    const Run& run_;
    const TypeTable& types_;
    std::vector<bool> needed_;
    std::vector<uint32_t> step_;  // control: the operand that it went by last
};

End Replay::endOf(uint32_t node) const {
    const NodeFate& fate = optimised_.fates[node];
    switch (fate.kind) {
    case Fate::Folded: return End::Completed;
    case Fate::Kept: return run_.how(fate.node);
    case Fate::Removed: return End::Open;
    case Fate::Forwarded: break;
    }
    const End end = run_.how(fate.node);
    return end == End::Failed || end == End::Missing ? End::Poisoned : end;
}

void Replay::passNeedOn(uint32_t node) {
    const Operation& operation = source_.nodes[node];
    const std::span<const Operand> operands = source_.operands(node);
    for (const Operand& operand : source_.strictOperands(node)) {
        needed_[operand.source] = true;
    }
    if (!isControl(operation.op)) {
        return;
    }
    uint32_t step = 0;
    while (const Value* value = sourceValue(optimised_, run_, operands[step].source)) {
        const ControlStep then = nextStep(types_, source_.pools, operation, step, *value);
        if (then.kind != ControlStep::Kind::Next) {
            break;
        }
        step = then.next;
        needed_[operands[step].source] = true;
    }
    step_[node] = step;
}

/// A node's root cause is that of its operand whose root stands first in the source.
void Replay::takeRoot(NodeEnd& end, const NodeEnd& from) const {
    const bool failed =
        from.status == NodeStatus::Failed || from.status == NodeStatus::UpstreamFailed;
    const bool blocked = from.status == NodeStatus::Blocked;
    const bool cancelled = from.status == NodeStatus::Cancelled;
    if (!failed && !blocked && !cancelled) {
        return;
    }
    const NodeStatus status = failed    ? NodeStatus::UpstreamFailed
                              : blocked ? NodeStatus::Blocked
                                        : NodeStatus::Cancelled;
    const auto rank = [](NodeStatus s) {
        return s == NodeStatus::UpstreamFailed ? 0 : s == NodeStatus::Blocked ? 1 : 2;
    };
    const bool isNew = end.root == kNoIndex || rank(status) < rank(end.status);
    const bool isEarlier = !isNew && status == end.status &&
                           source_.graphNode[from.root] < source_.graphNode[end.root];
    if (isNew || isEarlier) {
        end.status = status;
        end.root = from.root;
    }
}

/// Had a call begun that the end of the run cut off?
bool Replay::wasStopped(uint32_t node) const {
    const Op op = source_.nodes[node].op;
    return (op == Op::Call || op == Op::HigherOrder) &&
           run_.record(optimised_.fates[node].node).attempt > 0;
}

std::vector<NodeEnd> Replay::ends() const {
    std::vector<NodeEnd> result(source_.size());
    for (uint32_t node = 0; node < source_.size(); ++node) {
        NodeEnd& end = result[node];
        if (!needed_[node]) {
            continue;
        }
        const End how = endOf(node);
        switch (how) {
        case End::Completed: end.status = NodeStatus::Completed; break;
        case End::Failed:
            end.status = NodeStatus::Failed;
            end.root = node;
            end.hasError = true;
            end.error = run_.errorOf(optimised_.fates[node].node);
            break;
        case End::Missing:
            end.status = NodeStatus::Blocked;
            end.root = node;
            break;
        case End::Cancelled:
        case End::Poisoned: {
            if (how == End::Cancelled && wasStopped(node)) {
                end.status = NodeStatus::Cancelled;
                end.root = node;
                end.hasError = true;
                end.error = {"R010",
                             run_.timedOut() ? "stopped: the time of the run was over" : "stopped",
                             ""};
                break;
            }
            end.status = how == End::Cancelled ? NodeStatus::Cancelled : NodeStatus::Blocked;
            if (source_.nodes[node].op == Op::Broken) {
                end.root = node;  // its text does not compile
                break;
            }
            for (const Operand& operand : source_.strictOperands(node)) {
                takeRoot(end, result[operand.source]);
            }
            if (isControl(source_.nodes[node].op)) {
                takeRoot(end, result[source_.operands(node)[step_[node]].source]);
            }
            if (end.root == kNoIndex) {
                end.root = node;
            }
            break;
        }
        case End::Open: end.status = NodeStatus::Skipped; break;
        }
    }
    return result;
}

}  // namespace

const Value* sourceValue(const OptimisedPlan& optimised, const Run& run, uint32_t node) {
    const NodeFate& fate = optimised.fates[node];
    if (fate.kind == Fate::Folded) {
        return &optimised.plan->pools.constants[fate.constant];
    }
    return fate.kind != Fate::Removed && run.completed(fate.node) ? &run.value(fate.node) : nullptr;
}

std::vector<bool> neededNodes(const OptimisedPlan& optimised, const Run& run,
                              const TypeTable& types) {
    return Replay(optimised, run, types).takeNeeded();
}

std::vector<NodeEnd> sourceEnds(const OptimisedPlan& optimised, const Run& run,
                                const TypeTable& types) {
    CST_CHECK(run.ended(), "sourceEnds() of a run that still goes");
    return Replay(optimised, run, types).ends();
}

}  // namespace cst
