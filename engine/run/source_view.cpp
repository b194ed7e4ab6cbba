// Worked out from the graph, not from what happened first. Need is passed on backwards, from
// consumers to what they need, choices being made again with the values that came; ends are then
// told forwards, from operands to their consumers.

#include "engine/run/source_view.h"

#include "engine/plan/control.h"
#include "engine/plan/evaluate.h"

namespace cst {

using Fate = NodeFate::Kind;

/// What an evaluation of a fused node finds: steps as the run left them, fused ones that were
/// worked out before.
struct SourceView::Settled {
    SourceView& view;
    const Value* at(uint32_t planNode) const { return view.outcomeOf(planNode).value; }
};

SourceView::SourceView(const OptimisedPlan& optimised, const Run& run, const TypeTable& types,
                       bool allInputs)
    : optimised_(optimised),
      source_(*optimised.source),
      plan_(*optimised.plan),
      run_(run),
      types_(types),
      isFinal_(run.ended()),
      needed_(source_.size()),
      choice_(source_.size(), kNoIndex),
      memos_(plan_.size()),
      shownBy_(plan_.size(), kNoIndex) {
    for (const Fate kind : {Fate::Kept, Fate::Forwarded}) {
        for (uint32_t node = 0; node < source_.size(); ++node) {
            const NodeFate& fate = optimised_.fates[node];
            if (fate.kind == kind && shownBy_[fate.node] == kNoIndex) {
                shownBy_[fate.node] = node;
            }
        }
    }
    for (const PlanInput& input : source_.inputs) {
        needed_[input.node] = allInputs;
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

/// A fused node: its operands first, so that no evaluation goes deeper than one node.
void SourceView::workOut(uint32_t planNode, Memo& memo) {
    memo.known = true;
    const uint32_t owner = run_.program().fusion().owner[planNode];
    const StepState ownerState = run_.state(run_.program().stepOf(owner));
    // A choice that was stopped while it waited for an arm had worked out what it went by.
    const bool wasStopped =
        ownerState == StepState::Cancelled && !run_.hasChosen(run_.program().stepOf(owner));
    if (!isFinal(ownerState) || wasStopped) {
        memo.outcome.state = isFinal(ownerState) ? ownerState : StepState::Idle;
        return;
    }
    const Settled settled{*this};
    Scratch scratch;
    Evaluator evaluator(types_, plan_, run_.program().fusion(), settled, scratch);
    if (evaluator.node(planNode, memo.value)) {
        memo.outcome = {StepState::Completed, &memo.value};
    } else if (evaluator.failedNode() == planNode) {
        memo.outcome.state = StepState::Failed;
        memo.error = std::move(evaluator.error());
    } else {
        memo.outcome.state = StepState::Poisoned;
    }
}

SourceView::Outcome SourceView::outcomeOf(uint32_t planNode) {
    const uint32_t step = run_.program().stepOf(planNode);
    if (step != kNoIndex) {
        return {run_.state(step), run_.value(step)};
    }
    if (!isFinal_) {
        const uint32_t owner = run_.program().fusion().owner[planNode];
        const StepState state = run_.state(run_.program().stepOf(owner));
        if (state != StepState::Failed && state != StepState::Poisoned) {
            return {state, nullptr};
        }
    }
    Memo& memo = memos_[planNode];
    if (!memo.known) {
        workOut(planNode, memo);
    }
    return memo.outcome;
}

const Error& SourceView::errorOf(uint32_t planNode) {
    Memo& memo = memos_[planNode];
    const uint32_t step = run_.program().stepOf(planNode);
    if (step != kNoIndex && !memo.error) {
        memo.error = run_.errorOf(step);
    }
    return *memo.error;
}

const Value* SourceView::value(uint32_t node) {
    const NodeFate& fate = optimised_.fates[node];
    switch (fate.kind) {
    case Fate::Folded: return &plan_.pools.constants[fate.constant];
    case Fate::Removed: return nullptr;
    default: return outcomeOf(fate.node).value;
    }
}

uint32_t SourceView::stepOf(uint32_t node) const {
    const NodeFate& fate = optimised_.fates[node];
    if (fate.node == kNoIndex) {
        return kNoIndex;
    }
    return run_.program().stepOf(run_.program().fusion().owner[fate.node]);
}

uint32_t SourceView::fusedInto(uint32_t node) const {
    const NodeFate& fate = optimised_.fates[node];
    if (fate.kind != Fate::Kept || run_.program().fusion().isStep(fate.node)) {
        return kNoIndex;
    }
    return shownBy_[run_.program().fusion().owner[fate.node]];
}

/// Of a needed node that has not ended.
NodeStatus SourceView::progress(uint32_t node) const {
    const uint32_t step = stepOf(node);
    if (step == kNoIndex) {
        return NodeStatus::Completed;
    }
    switch (run_.state(step)) {
    case StepState::Idle: return NodeStatus::Pending;
    case StepState::Queued: return NodeStatus::Queued;
    case StepState::Running: return NodeStatus::Running;
    case StepState::Waiting: {
        const RecordKind why = run_.waitsFor(step);
        const bool isQueued = why == RecordKind::ThrottleWait || why == RecordKind::PermitWait;
        return isQueued ? NodeStatus::Queued : NodeStatus::Waiting;
    }
    default: return NodeStatus::Pending;  // it has ended since it was looked at
    }
}

StepState SourceView::endOf(uint32_t node) {
    const NodeFate& fate = optimised_.fates[node];
    switch (fate.kind) {
    case Fate::Folded: return StepState::Completed;
    case Fate::Kept: return outcomeOf(fate.node).state;
    case Fate::Removed: return StepState::Idle;
    case Fate::Forwarded: break;
    }
    const StepState end = outcomeOf(fate.node).state;
    const bool isOthers =
        end == StepState::Failed || end == StepState::Missing || end == StepState::Held;
    return isOthers ? StepState::Poisoned : end;
}

bool SourceView::beganFallback(uint32_t node) const {
    const bool hasFallback = !source_.conditionalOperands(node).empty();
    const uint32_t step = hasFallback ? stepOf(node) : kNoIndex;
    return step != kNoIndex && run_.beganFallback(step);
}

NodeStatus SourceView::completedStatus(uint32_t node) const {
    const uint32_t step = stepOf(node);
    const Via via = step == kNoIndex ? Via::Run : run_.via(step);
    if (via != Via::Known && source_.nodes[node].op != Op::Call) {
        return NodeStatus::Completed;
    }
    switch (via) {
    case Via::Known:
    case Via::Cache: return NodeStatus::Cached;
    case Via::Fallback: return NodeStatus::FellBack;
    case Via::Zero: return NodeStatus::Zeroed;
    default: return NodeStatus::Completed;
    }
}

void SourceView::passNeedOn(uint32_t node) {
    const Operation& operation = source_.nodes[node];
    const std::span<const Operand> operands = source_.operands(node);
    for (const Operand& operand : source_.strictOperands(node)) {
        needed_[operand.source] = true;
    }
    if (operation.op == Op::Call && beganFallback(node)) {
        choice_[node] = operation.numberCount;
        needed_[operands[operation.numberCount].source] = true;
    }
    if (!isControl(operation.op)) {
        return;
    }
    choice_[node] =
        followChoice(node, [&](uint32_t operand) { needed_[operands[operand].source] = true; });
}

/// Goes the way of a choice as far as there are values. The operand that it has got to.
template <class Ask>
uint32_t SourceView::followChoice(uint32_t node, const Ask& ask) {
    const Operation& operation = source_.nodes[node];
    const std::span<const Operand> operands = source_.operands(node);
    uint32_t choice = 0;
    while (const Value* value = this->value(operands[choice].source)) {
        const ControlStep then = nextStep(types_, source_.pools, operation, choice, *value);
        if (then.kind != ControlStep::Kind::Next) {
            break;
        }
        choice = then.next;
        ask(choice);
    }
    return choice;
}

std::vector<uint32_t> SourceView::askedFor(uint32_t node) {
    std::vector<uint32_t> asked;
    if (!needed_[node]) {
        return asked;
    }
    if (isControl(source_.nodes[node].op)) {
        followChoice(node, [&](uint32_t operand) { asked.push_back(operand); });
    } else if (choice_[node] != kNoIndex) {
        asked.push_back(choice_[node]);  // its fallback
    }
    return asked;
}

/// A node's root cause is that of its operand whose root stands first in the source.
void SourceView::takeRoot(NodeEnd& end, const NodeEnd& from) const {
    const bool failed = hasFailed(from.status) || from.status == NodeStatus::UpstreamFailed;
    const bool blocked = from.status == NodeStatus::Blocked;
    const bool stale = from.status == NodeStatus::Stale;
    const bool cancelled = from.status == NodeStatus::Cancelled;
    if (!failed && !blocked && !stale && !cancelled) {
        return;
    }
    const NodeStatus status = failed    ? NodeStatus::UpstreamFailed
                              : blocked ? NodeStatus::Blocked
                              : stale   ? NodeStatus::Stale
                                        : NodeStatus::Cancelled;
    const auto rank = [](NodeStatus s) {
        return s == NodeStatus::UpstreamFailed ? 0
               : s == NodeStatus::Blocked      ? 1
               : s == NodeStatus::Stale        ? 2
                                               : 3;
    };
    const bool isNew = end.root == kNoIndex || rank(status) < rank(end.status);
    const bool isEarlier = !isNew && status == end.status &&
                           source_.graphNode[from.root] < source_.graphNode[end.root];
    if (isNew || isEarlier) {
        end.status = status;
        end.root = from.root;
    }
}

/// Had a call begun that the end of the run cut off? Waiting for its turn is a part of it.
bool SourceView::wasStopped(uint32_t node) const {
    const Op op = source_.nodes[node].op;
    const uint32_t step = stepOf(node);
    return (op == Op::Call || op == Op::HigherOrder) && step != kNoIndex && run_.hasBegun(step);
}

/// Says what it was at: waiting for its turn, it has no attempt that would tell.
Error SourceView::stoppedError(uint32_t node) const {
    std::string text = run_.timedOut() ? "stopped: the time of the run was over" : "stopped";
    const std::optional<CallLog> log = run_.callLog(stepOf(node));
    switch (log && !log->events.empty() ? log->events.back().kind : RecordKind::None) {
    case RecordKind::ThrottleWait: text += " while it waited for a token of its `throttle`"; break;
    case RecordKind::PermitWait: text += " while it waited for a permit (`concurrency`)"; break;
    case RecordKind::RetryDelay: text += " in the delay before another attempt"; break;
    case RecordKind::CacheWait: text += " while it waited for an equal call"; break;
    default: break;
    }
    return {"R010", std::move(text), ""};
}

NodeEnd SourceView::endOfNeeded(uint32_t node, const std::vector<NodeEnd>& before) {
    NodeEnd end;
    const StepState how = endOf(node);
    if (!isFinal_ && !cst::isFinal(how)) {
        const bool isRemoved = optimised_.fates[node].kind == Fate::Removed;
        end.status = isRemoved ? NodeStatus::Pending : progress(node);
        return end;
    }
    switch (how) {
    case StepState::Completed: end.status = completedStatus(node); return end;
    case StepState::Failed: {
        const std::optional<CallLog> log =
            source_.nodes[node].op == Op::Call ? run_.callLog(stepOf(node)) : std::nullopt;
        end.status = log && log->timedOut ? NodeStatus::TimedOut : NodeStatus::Failed;
        end.root = node;
        end.hasError = true;
        end.error = errorOf(optimised_.fates[node].node);
        return end;
    }
    case StepState::Held:
        end.status = NodeStatus::Stale;
        end.root = node;
        return end;
    case StepState::Missing:
        end.status = NodeStatus::Blocked;
        end.root = node;
        return end;
    case StepState::Cancelled:
    case StepState::Poisoned: break;
    default: return end;
    }
    if (how == StepState::Cancelled && wasStopped(node)) {
        end.status = NodeStatus::Cancelled;
        end.root = node;
        end.hasError = true;
        end.error = stoppedError(node);
        return end;
    }
    end.status = how == StepState::Cancelled ? NodeStatus::Cancelled : NodeStatus::Blocked;
    if (source_.nodes[node].op == Op::Broken) {
        end.root = node;  // its text does not compile
        return end;
    }
    for (const Operand& operand : source_.strictOperands(node)) {
        takeRoot(end, before[operand.source]);
    }
    if (choice_[node] != kNoIndex) {
        takeRoot(end, before[source_.operands(node)[choice_[node]].source]);
    }
    if (end.root == kNoIndex && !isFinal_ && how == StepState::Poisoned) {
        end.status = NodeStatus::Pending;  // another part of the same step has failed
    } else if (end.root == kNoIndex) {
        end.root = node;
    }
    return end;
}

std::vector<NodeEnd> SourceView::ends() {
    NodeEnd others;
    others.status = isFinal_ ? NodeStatus::Skipped : NodeStatus::Pending;
    std::vector<NodeEnd> result(source_.size(), others);
    for (uint32_t node = 0; node < source_.size(); ++node) {
        if (needed_[node]) {
            result[node] = endOfNeeded(node, result);
        }
    }
    markRecovered(result);
    return result;
}

/// A failure counts if an output or an effect lacks a value for it: those of a fallback that was
/// given up for a zero value do not.
void SourceView::markRecovered(std::vector<NodeEnd>& ends) const {
    std::vector<bool> counts(source_.size());
    for (const uint32_t root : source_.roots) {
        counts[root] = true;
    }
    for (uint32_t node = source_.size(); node-- > 0;) {
        NodeEnd& end = ends[node];
        end.isRecovered = end.hasError && !counts[node];
        if (!counts[node] || isDone(end.status)) {
            continue;
        }
        for (const Operand& operand : source_.strictOperands(node)) {
            counts[operand.source] = true;
        }
        if (choice_[node] != kNoIndex) {
            counts[source_.operands(node)[choice_[node]].source] = true;
        }
    }
}

}  // namespace cst
